import Diagnostics
import EquationGraph
import Execution
import LinearAlgebra
import NotebookSyntax

/// A number as messages show it.
func shown(_ number: Double) -> String { formatted(number, significantDigits: 5) }

/// A loss as messages show it: `1.0995e12` even if it is whole.
func shownLoss(_ loss: Double) -> String {
  formatted(loss, significantDigits: 5, wholeLimit: 1e6)
}

extension Diagnostic {
  /// The same mistake, found inside an `@` function that was called at `range`.
  func calledFrom(_ range: SourceRange, _ name: String) -> Diagnostic {
    guard notes.count < 8 else { return self }
    var copy = self
    copy.notes.append(Note(at: range, "`\(name)` is called here"))
    return copy
  }
}

// Messages about names.
extension Interpreter {
  func undefined(_ name: String, at range: SourceRange, isCalled: Bool = false) -> Diagnostic {
    if let later = survey.definitions[name]?.first(where: { $0.start > range.start }) {
      return Diagnostic(
        .usedBeforeDefinition, at: range,
        "`\(name)` is used on line \(line(of: range)) and defined on line \(line(of: later))",
        help: "move the definition up")
    }
    let functions = isCalled ? Functions.names : []
    let suggestion = closestName(
      to: name, among: namespace.order + functions + Array(Functions.constants.keys).sorted())
    var help: String?
    if let foreign = isCalled ? Functions.foreign[name] : Functions.foreignValues[name] {
      help = foreign
    } else if let suggestion {
      help = "did you mean `\(suggestion)`?"
      if case .value(let definition) = namespace[suggestion] {
        help = "did you mean `\(suggestion)` (line \(line(of: definition.name.range)))?"
      }
    } else if let function = Functions.named(name.lowercased()) {
      help = "did you mean `\(function.name)`?"
    }
    return Diagnostic(.undefinedName, at: range, "`\(name)` is not defined", help: help)
  }

  /// Not a mistake of its own: what it needs was not made.
  func skipped(_ name: String, _ reason: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(.undefinedName, at: range, "`\(name)` \(reason)", isConsequence: true)
  }

  func reserved(_ name: Name) -> Diagnostic {
    let kind = Functions.constants[name.text] == nil ? "function" : "constant"
    return Diagnostic(
      .reserved, at: name.range, "`\(name.text)` is a \(kind) and cannot be redefined",
      help: "choose another name, such as `\(name.text)_1`")
  }

  func wrongCount(
    of function: Functions.Entry, _ name: String, _ count: Int, at range: SourceRange
  ) -> Diagnostic {
    let arity = function.arity
    let expected: String
    if arity.lowerBound == arity.upperBound {
      expected = counted(arity.lowerBound, "argument")
    } else if arity.upperBound == .max {
      expected = "at least \(counted(arity.lowerBound, "argument"))"
    } else {
      expected = "\(listed(arity.map(String.init), with: "or")) arguments"
    }
    return Diagnostic(
      .arguments, at: range, "`\(name)` takes \(expected), here \(count)",
      help: "write `\(function.usage)`")
  }

  func bareColon(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .parse, at: range, "a bare `:` means a whole row or column and belongs in an index",
      help: "as in `A(:, 1)`")
  }
}

// Messages about values.
extension Interpreter {
  func tooLarge(_ range: SourceRange, _ shape: Shape) -> Diagnostic {
    let limit = Graph.maximalCount
    // A size that is too large by itself says nothing about the whole shape.
    if max(shape.rows, shape.columns) >= limit {
      return Diagnostic(
        .memory, at: range,
        "`\(text(of: range))` would hold more than the \(limit) numbers that a matrix may have")
    }
    return Diagnostic(
      .memory, at: range,
      "`\(text(of: range))` would be \(shape); a matrix holds at most \(limit) numbers")
  }

  func sizeChanged(_ node: NodeID) -> Diagnostic {
    let range = origins[node]
    let what = range.map { "`\(text(of: $0))`" } ?? "`\(graph[node].operation.name)`"
    return Diagnostic(
      .stale, at: range,
      "\(what) was made \(shape(of: node)); with the trained values its size changes",
      help: "write the statement again after the training")
  }

  func singular(_ id: NodeID) -> Diagnostic {
    let node = graph[id]
    let range = origins[id] ?? node.inputs.lazy.compactMap { self.origins[$0] }.first
    let operand = node.inputs.first.flatMap { graph.names[$0] } ?? "the matrix"
    return Diagnostic(
      .singular, at: range, "`\(range.map { text(of: $0) } ?? "inv")`: \(operand) has no inverse",
      help: "its rows depend on one another, exactly or to the last digit")
  }

  func outsideDomain(_ error: DomainError) -> Diagnostic {
    let node = graph[error.node]
    let range = origins[error.node] ?? node.inputs.lazy.compactMap { self.origins[$0] }.first
    let entry =
      node.shape.isScalar ? "" : "entry (\(error.row + 1),\(error.column + 1)) = "
    let what: String
    switch error.operation {
    case .asin, .acos: what = "a number outside −1…1"
    case .log1p: what = "a number below −1"
    case .raise: what = "a negative number to a fractional power"
    default: what = "a negative number"
    }
    let name = error.operation == .raise ? "" : "`\(error.operation.name)` of "
    return Diagnostic(
      .complex, at: range, "\(name)\(what) (\(entry)\(shown(error.value)))",
      help: "the result would be complex; nbrun computes with real numbers only")
  }
}
