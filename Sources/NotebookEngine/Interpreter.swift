import Diagnostics
import EquationGraph
import Execution
import LinearAlgebra
import NotebookSyntax
import Training

/// The state of a running notebook: its graph, what its names stand for and the random stream.
///
/// Statements are read and computed one after the other, so a later one may use an earlier one's value
/// as a size or an index.
final class Interpreter {
  let notebook: Notebook
  let options: NotebookRunner.Options
  let survey: NameSurvey
  let graph = Graph()
  var evaluation: Evaluation
  var namespace = Namespace()
  var random = RandomStream()
  /// Started when the first plan is made.
  lazy var workers = options.threads.map { Workers(count: $0) } ?? Workers()
  /// Where the author wrote what a node computes; the first place if there are several.
  var origins: [NodeID: SourceRange] = [:]
  /// What messages call nodes that a substitution built, by the names of what they stand for.
  var aliases: [NodeID: String] = [:]
  /// Sums and their like without a dimension, which in Octave follow the number of rows: every place where
  /// the author wrote one.
  var impliedReductions: [NodeID: [ImpliedReduction]] = [:]
  /// The node of each expression of the present statement, by its place.
  var built: [SourceRange: NodeID] = [:]
  /// What the dimensions' names of shape comments stand for.
  var dimensions: [String: (size: Int, range: SourceRange)] = [:]
  var runs: [TrainingRun] = []
  /// Of the runs of the present block, if the time is told.
  private(set) var runTimings: [BlockTiming.Run] = []
  /// The plans of the runs, if they are to be told.
  var plans: [(run: String, text: String)] = []
  /// Paths of the files that `data` blocks read, each once.
  var filesRead: [String] = []
  /// Of the statement or setting that is being read.
  var diagnostics: [Diagnostic] = []
  /// Calls of the author's functions still allowed in this statement.
  var remainingCalls = Interpreter.maximalCalls

  /// A statement that expands to more calls of `@` functions than this would take seconds to read.
  static let maximalCalls = 10_000

  init(_ notebook: Notebook, survey: NameSurvey, options: NotebookRunner.Options) {
    self.notebook = notebook
    self.survey = survey
    self.options = options
    evaluation = Evaluation(graph)
    if let seed = notebook.frontMatter.seed {
      random.seed(UInt32(truncatingIfNeeded: seed.value))
    }
    evaluation.workers = { [unowned self] in workers }
  }

  /// Calls `work` and keeps what it took under the name of the run.
  func timed(_ id: String, _ work: () -> Trainer.Outcome) -> Trainer.Outcome {
    let start = options.now?()
    let outcome = work()
    if let start, let now = options.now {
      runTimings.append(
        BlockTiming.Run(
          id: id, steps: outcome.steps, nanoseconds: now() - start,
          operations: outcome.operationCount))
    }
    return outcome
  }

  func takeRunTimings() -> [BlockTiming.Run] {
    defer { runTimings = [] }
    return runTimings
  }

  var source: SourceFile { notebook.source }

  func line(of range: SourceRange) -> Int { source.line(at: range.start) }

  /// The text of `range` on one line, shortened if long: for messages.
  func text(of range: SourceRange) -> String {
    let words = source.text(in: range).split(whereSeparator: \.isWhitespace)
    let text = words.joined(separator: " ")
    return text.count <= 60 ? text : text.prefix(57) + "…"
  }

  func shape(of node: NodeID) -> Shape { graph.shape(of: node) }

  /// The author's name for `node`, or for what it stands for.
  func name(of node: NodeID) -> String? { graph.names[node] ?? aliases[node] }

  /// The value of `node` now.
  func value(of node: NodeID) throws(DiagnosticError) -> Matrix {
    do throws(EvaluationError) {
      return try evaluation.value(of: node)
    } catch {
      switch error {
      case .outsideDomain(let error): throw DiagnosticError(outsideDomain(error))
      case .singular(let node): throw DiagnosticError(singular(node))
      case .sizeChanged(let node): throw DiagnosticError(sizeChanged(node))
      }
    }
  }

  /// The value that a part of the present statement has; nil if the part was not computed.
  ///
  /// Building it anew instead would draw other random numbers.
  func builtValue(of part: Expression) -> Matrix? {
    built[part.range].flatMap { try? value(of: $0) }
  }

  /// The value of an expression that must be a single number.
  func number(
    _ expression: Expression, _ scope: Scope, as role: String
  ) throws(DiagnosticError) -> Double {
    let value = try value(of: node(expression, scope))
    guard value.isScalar else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: expression.range,
          "\(role) must be a single number; `\(text(of: expression.range))` is \(value.shape)"))
    }
    return value.scalar
  }
}

/// `sum(A)`: a reduction whose dimension the author left to the shape of A.
struct ImpliedReduction {
  let range: SourceRange
  /// The same with the dimension that it has.
  let explicit: String
}

/// The names an expression sees besides the notebook's, and what `end` stands for.
struct Scope {
  /// The arguments of an `@` function, and what it captured.
  var bindings: [String: Namespace.Binding]?
  /// Inside `A(…)`: A, and which of its sizes `end` is.
  var indexed: (node: NodeID, dimension: Dimension)?
  /// The statement's own call, above all others.
  var outermostCall: SourceRange?
  /// The expression stands directly in a call of this function: `sum(sum(A))`.
  var enclosingCall: String?

  enum Dimension { case rows, columns, all }

  static var notebook: Scope { Scope() }
}
