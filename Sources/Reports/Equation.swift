import EquationGraph
import LinearAlgebra
import NotebookEngine
import NotebookSyntax

/// A shown statement as stages that are equal: *name = formula = numbers put in = result*, each in TeX.
struct Equation {
  let stages: [String]
  /// Of a result that is more than a number.
  let shape: Shape?

  /// Nil when the statement has nothing to show.
  init?(_ statement: StatementResult, form: CellOptions.Form, style: FormulaStyle) {
    let display = statement.display
    var stages: [String] = []
    if let name = display?.name ?? (display == nil ? statement.name : nil) {
      stages.append(NameNotation(name).tex)
    }
    let formula = display?.formula.tex(style)
    let result = statement.value.map { tex(of: $0, style) }
    // A name alone says nothing.
    if formula == nil, result == nil { return nil }
    switch form {
    case .short, .long:
      // A number as the author wrote it needs no second form, rounded to the digits shown.
      let shownResult = display?.formula.isNumber == true ? nil : result
      stages += [formula, display?.substituted?.tex(style), shownResult].compactMap { $0 }
    case .symbolic: stages += [formula ?? result].compactMap { $0 }
    case .result: stages += [result ?? formula].compactMap { $0 }
    }
    // A literal is its own result: shown once.
    self.stages = stages.reduce(into: []) { kept, stage in
      if kept.last != stage { kept.append(stage) }
    }
    shape = form == .symbolic || statement.value?.isScalar != false ? nil : statement.value?.shape
  }

  /// Everything on one line.
  var line: String { stages.joined(separator: " = ") }

  /// One line for each stage, aligned at the equality signs.
  var alignedLines: String {
    guard stages.count > 2 else { return line }
    let first = "\(stages[0]) &= \(stages[1])"
    let others = stages.dropFirst(2).map { "&= \($0)" }
    return "\\begin{aligned} "
      + ([first] + others).joined(separator: " \\\\ ") + " \\end{aligned}"
  }
}

extension Formula {
  /// A number as written, with or without a sign.
  fileprivate var isNumber: Bool {
    switch self {
    case .literal, .prefix(.minus, .literal), .prefix(.plus, .literal): true
    default: false
    }
  }
}

extension CellResult {
  /// The indices of the statements whose results are shown.
  func shownStatements(_ output: CellOptions.Output) -> Set<Int> {
    let unsuppressed = statements.indices.filter { statements[$0].isShown }
    switch output {
    case .all: return Set(unsuppressed)
    case .none: return []
    case .last: return Set(unsuppressed.suffix(1))
    }
  }

  /// The indices of the diagnostics that no statement claims.
  var looseDiagnostics: [Int] {
    let claimed = Set(statements.flatMap(\.diagnostics))
    return diagnostics.indices.filter { !claimed.contains($0) }
  }
}
