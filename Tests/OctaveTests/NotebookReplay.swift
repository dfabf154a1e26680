import Diagnostics
import Foundation
import LinearAlgebra
@testable import NotebookEngine
import NotebookSyntax
import Tables
import Training

/// A notebook as a script for Octave, with nbrun's value of everything that Octave is to find too.
///
/// Statements go to Octave as they stand. Octave cannot train and has no gradients: what a `train` block
/// moved, what a `data` block read and what a statement with `grad` gave is handed over, and the equations that
/// depend on it are evaluated again, as nbrun does.
struct NotebookReplay {
  /// nbrun's value for each label of the script.
  private(set) var expected: [(label: String, value: Matrix)] = []
  private(set) var script = ""
  let run: NotebookRun
  private let options: NotebookRunner.Options

  /// What Octave has run so far, in order.
  private var equations: [Equation] = []
  private let name: String

  private struct Equation {
    let name: String
    let text: String
    let uses: [String]
    let isTaken: Bool
  }

  /// Functions that Octave does not have.
  private static let gradientFunctions: Set = ["grad", "subs", "check"]

  init(_ url: URL) throws {
    name = url.deletingPathExtension().lastPathComponent
    let source = SourceFile(path: url.lastPathComponent, utf8: Array(try Data(contentsOf: url)))
    let parsed = NotebookParser.parse(source)
    options = Self.options(besides: url)
    run = NotebookRunner.run(
      parsed.notebook, diagnostics: parsed.diagnostics, options: options)
    let seed = parsed.notebook.frontMatter.seed?.value ?? 0
    script = "clear -variables\nrng(\(seed));\n"
    for index in parsed.notebook.cells.indices where run.cells[index].options.skip != true {
      replay(parsed.notebook, cell: index)
    }
  }

  private mutating func replay(_ notebook: Notebook, cell index: Int) {
    let values = Dictionary(
      values(of: notebook, upTo: index).map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    switch notebook.cells[index].kind {
    case .matrix:
      let statements = StatementParser.parse(notebook.cells[index].body, in: notebook.source)
        .statements
      for (statement, result) in zip(statements, run.cells[index].statements) {
        replay(statement, result, in: notebook.source)
      }
    case .train:
      guard let training = run.cells[index].trainingRuns.first else { return }
      take(run.runs[training].parameters, values)
    case .data:
      guard let data = run.cells[index].data else { return }
      // The rows were shuffled with numbers of the same stream.
      if data.split?.isShuffled == true { script += "randperm(\(data.rowCount));\n" }
      for matrix in data.matrices {
        for name in [matrix.name, "\(matrix.name)_test"] {
          guard let value = values[name] else { continue }
          script += "\(octaveSpelling(name)) = \(Octave.literal(value));\n"
          equations.append(Equation(name: name, text: "", uses: [], isTaken: true))
        }
      }
    case .csv: return
    }
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      judge("\(self.name):block\(index + 1):\(name)", octaveSpelling(name), value)
    }
  }

  private mutating func replay(
    _ statement: Statement, _ result: StatementResult, in source: SourceFile
  ) {
    let text = octaveSpelling(source.text(in: statement.range))
    let label = "\(name):line\(source.line(at: statement.range.start))"
    guard Self.gradientFunctions.isDisjoint(with: statement.usedNames) else {
      guard let name = statement.definedName?.text, let value = result.value else { return }
      script += "\(octaveSpelling(name)) = \(Octave.literal(value));\n"
      equations.append(Equation(name: name, text: "", uses: statement.usedNames, isTaken: true))
      return
    }
    if let name = statement.definedName?.text {
      evaluate(text, label)
      equations.append(
        Equation(name: name, text: text, uses: statement.usedNames, isTaken: false))
    } else if let value = result.value {
      judge(label, "eval(\(Octave.quoted(text)))", value)
    } else {
      evaluate(text, label)
    }
  }

  /// Hands over what training moved, and evaluates again what depends on it.
  private mutating func take(_ parameters: [String], _ values: [String: Matrix]) {
    var moved = Set(parameters)
    for (index, equation) in equations.enumerated() {
      let isLatest = !equations[(index + 1)...].contains { $0.name == equation.name }
      guard isLatest else { continue }
      let isParameter = parameters.contains(equation.name)
      guard isParameter || !moved.isDisjoint(with: equation.uses) else { continue }
      moved.insert(equation.name)
      if isParameter || equation.isTaken || !isReproducible(index) {
        if let value = values[equation.name] {
          script += "\(octaveSpelling(equation.name)) = \(Octave.literal(value));\n"
        }
      } else {
        evaluate(equation.text, "\(name):again:\(equation.name)")
      }
    }
  }

  /// None of the names it reads was assigned again since, itself included.
  private func isReproducible(_ index: Int) -> Bool {
    let uses = Set(equations[index].uses)
    return !uses.contains(equations[index].name)
      && !equations[(index + 1)...].contains { uses.contains($0.name) }
  }

  private mutating func evaluate(_ text: String, _ label: String) {
    script +=
      "try, eval(\(Octave.quoted(text + ";"))); "
      + "catch nbrun_error, nbrun_refuse(\"\(label)\", nbrun_error.message); end\n"
  }

  private mutating func judge(_ label: String, _ expression: String, _ value: Matrix) {
    expected.append((label, value))
    script +=
      "try, nbrun_judge(\"\(label)\", \(expression)); "
      + "catch nbrun_error, nbrun_refuse(\"\(label)\", nbrun_error.message); end\n"
  }

  /// Every named value after the cell at `index`.
  private func values(of notebook: Notebook, upTo index: Int) -> [NamedValue] {
    let prose = notebook.prose.filter { event in
      if case .cell(let cell) = event { cell <= index } else { false }
    }
    let start = Notebook(
      source: notebook.source, frontMatter: notebook.frontMatter, prose: prose,
      cells: Array(notebook.cells[...index]), title: notebook.title)
    return NotebookRunner.run(start, diagnostics: [], options: options).values
  }

  /// The files in the notebook's folder.
  private static func options(besides notebook: URL) -> NotebookRunner.Options {
    let folder = notebook.deletingLastPathComponent()
    var options = NotebookRunner.Options()
    options.files = DataFiles { path throws(DataFileError) in
      guard let data = try? Data(contentsOf: folder.appending(path: path)) else { throw .notFound }
      return ByteSource(Array(data))
    }
    return options
  }
}
