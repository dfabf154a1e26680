package import Diagnostics
import EquationGraph
import LinearAlgebra
package import NotebookSyntax
import Training

/// Runs a notebook's cells and inline values from top to bottom.
package struct NotebookRunner {
  /// What the command line sets.
  package struct Options: Sendable {
    /// What the notebook's `data` blocks can reach.
    package var files = DataFiles.none
    /// `-P name=value`: replaces the value of an assignment whose right side is a literal.
    package var parameters: [(name: String, value: String)] = []
    /// Called at each step of a training run.
    package var progress: (@Sendable (TrainingProgress) -> Void)?
    /// Keep the value of every name and statement. Without it, what is large and not shown is computed only where
    /// something else needs it.
    package var keepsAllValues = true
    /// Threads that work together; nil: as many as there are cores, at most eight. The numbers are the same with
    /// any number of them.
    package var threads: Int?
    /// The time in nanoseconds, to measure blocks with.
    package var now: (@Sendable () -> UInt64)?
    /// Tell the plans of training runs.
    package var explainsPlans = false

    package init() {}
  }

  /// The functions of the language.
  package static var functionNames: [String] { Functions.names }

  /// Threads that work together where nothing else is asked for.
  package static var defaultThreadCount: Int { Workers.defaultCount }

  /// Where a training run is.
  package struct TrainingProgress: Sendable {
    package let run: String
    package let step: Int
    package let steps: Int
    package let loss: Double

    package init(run: String, step: Int, steps: Int, loss: Double) {
      self.run = run
      self.step = step
      self.steps = steps
      self.loss = loss
    }
  }

  /// A block without its kind is prose, and a notebook of them would pass every check.
  private static let nothingToRun = Diagnostic(
    .kind, at: nil, "the notebook has no block to run",
    help: "a block that is run says so behind its fence: ```octave matrix")

  /// Runs `notebook`, whose reading gave `diagnostics`. Mistakes become diagnostics of the result.
  package static func run(
    _ notebook: Notebook, diagnostics: [Diagnostic], options: Options = Options()
  ) -> NotebookRun {
    let cells = notebook.cells.map { ParsedCell($0, in: notebook) }
    let survey = NameSurvey(cells, notebook)
    let interpreter = Interpreter(notebook, survey: survey, options: options)
    var run = NotebookRun(
      notebook: notebook, cells: [], diagnostics: diagnostics, filesRead: [notebook.source.path])
    run.diagnostics += interpreter.unknownParameters()
    for event in notebook.prose {
      switch event {
      case .cell(let index):
        let start = options.now?()
        let result = interpreter.run(cells[index])
        run.cells.append(result)
        if let start, let now = options.now {
          run.timings.append(
            BlockTiming(
              cell: index, nanoseconds: now() - start, runs: interpreter.takeRunTimings()))
        }
        // What a block promised to fail with is no mistake of the notebook.
        if result.status != .expectedFailure { run.diagnostics += result.diagnostics }
      case .inlineValue(let inline):
        run.inlineValues[inline.spanRange] = interpreter.run(inline, &run.diagnostics)
      default: break
      }
    }
    // A statement that could not be read may have been the one that uses a name.
    if !cells.contains(where: \.hasErrors) { run.diagnostics += survey.unusedNames }
    if cells.isEmpty, run.inlineValues.isEmpty, run.diagnostics.isEmpty {
      run.diagnostics.append(nothingToRun)
    }
    run.diagnostics.sort { ($0.range?.start ?? 0) < ($1.range?.start ?? 0) }
    run.filesRead += interpreter.filesRead
    if options.keepsAllValues { run.values = interpreter.namedValues() }
    run.runs = interpreter.runs
    run.plans = interpreter.plans
    return run
  }
}

/// A cell with its body parsed.
struct ParsedCell {
  enum Body {
    case statements([Statement], unreadNames: [Name])
    case settings([KeyValue], unreadKeys: [String])
    case table
  }

  let cell: Cell
  let options: CellOptions
  let body: Body
  let diagnostics: [Diagnostic]

  var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  init(_ cell: Cell, in notebook: Notebook) {
    self.cell = cell
    options = cell.options.filled(from: notebook.frontMatter.options)
    guard options.skip != true else {
      body = .table
      diagnostics = []
      return
    }
    switch cell.kind {
    case .matrix:
      let parsed = StatementParser.parse(cell.body, in: notebook.source)
      body = .statements(parsed.statements, unreadNames: parsed.unreadNames)
      diagnostics = parsed.diagnostics
    case .train, .data:
      let parsed = KeyValueParser(cell.body)
      body = .settings(parsed.pairs, unreadKeys: parsed.unreadKeys)
      diagnostics = parsed.diagnostics
    case .csv:
      body = .table
      diagnostics = []
    }
  }
}

extension NameSurvey {
  init(_ cells: [ParsedCell], _ notebook: Notebook) {
    self.init()
    for cell in cells {
      switch cell.body {
      case .statements(let statements, _): for statement in statements { add(statement) }
      case .settings(let settings, _):
        for setting in settings { use(setting.value.words) }
        if cell.cell.kind == .data {
          for name in DataSettings.names(in: settings) { add(loaded: name) }
          for setting in settings where setting.key.text == "block" {
            use(table: setting.value.text)
          }
        }
      case .table:
        if cell.cell.kind == .csv, cell.options.skip != true, let name = cell.options.as {
          add(table: name)
        }
      }
    }
    for case .inlineValue(let inline) in notebook.prose {
      use(Name(inline.text, at: inline.range).words)
    }
  }
}

extension Name {
  /// The names that stand in a text that is not parsed yet.
  var words: [String] {
    text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
  }
}
