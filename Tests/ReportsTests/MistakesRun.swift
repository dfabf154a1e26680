import Diagnostics
import EquationGraph
import LinearAlgebra
import NotebookEngine
import NotebookSyntax
import Training

/// A run in which much went wrong, with markup in every place that text can come from.
enum MistakesRun {
  /// Would run if any report let it through.
  static let markup = "<script>alert('x')</script>&\"|$`*_"

  static func make() -> NotebookRun {
    var sample = SampleRun()
    sample.title = "Title \(markup)"
    sample.frontMatter.author = "Author \(markup)"
    sample.frontMatter.date = "2024"
    sample.frontMatter.abstract = "About \(markup)"
    sample.path = "notebooks/mis takes & more.md"
    sample.addHeading("Mistakes", level: 2)
    sample.addParagraph("A value \(markup.filter { $0 != "`" && $0 != "$" }) and $a<b$.")
    sample.addParagraph("Unknown: `= n`.", value: .failed("`n` is not defined \(markup)"))
    addFailing(&sample)
    addExpected(&sample)
    addHidden(&sample)
    addTraining(&sample)
    addUnclosed(&sample)
    return sample.run
  }

  /// A block in a quote: one statement fails, the next is skipped.
  private static func addFailing(_ sample: inout SampleRun) {
    sample.addCell(
      "matrix", prefix: "> ", ["A = [1 2]   % \(markup)", "B = A * A", "D = B + \"\(markup)\""]
    ) { place in
      let error = Diagnostic(
        .matmul, at: place("A * A"), "`A * A`: A is 1×2; inner sizes 2 and 1 differ",
        notes: [Diagnostic.Note(at: place("A = [1 2]"), "`A` is defined here \(markup)")],
        help: "`A * A'` fits")
      let remark = Diagnostic(.stretched, at: place("A"), "A, 1×2, is used for each of 3 rows")
      return CellResult(
        status: .failed,
        statements: [
          .shown(place("A = [1 2]"), "A", .name("A"), Matrix(rows: [[1, 2]])),
          StatementResult(
            status: .failed, range: place("B = A * A"), name: "B", isShown: true, diagnostics: [0]),
          StatementResult(
            status: .skipped("`B` was not set: line 9 failed \(markup)"),
            range: place("D = B + \"\(markup)\""), isShown: true),
        ],
        options: CellOptions(), diagnostics: [error, remark])
    }
    sample.diagnostics = sample.results.flatMap(\.diagnostics)
    sample.diagnostics.append(
      Diagnostic(.frontMatter, at: nil, "the front matter is strange \(markup)"))
  }

  private static func addExpected(_ sample: inout SampleRun) {
    var options = CellOptions()
    options.fold = true
    sample.addCell("matrix fold fails=E-NAME", options: options, ["q"]) { place in
      CellResult(
        status: .expectedFailure,
        statements: [
          StatementResult(status: .failed, range: place("q\n"), isShown: true, diagnostics: [0])
        ],
        options: options,
        diagnostics: [Diagnostic(.undefinedName, at: place("q\n"), "`q` is not defined")])
    }
  }

  /// Only the last result, in the long form, without source.
  private static func addHidden(_ sample: inout SampleRun) {
    var options = CellOptions()
    options.hide = true
    options.form = .long
    options.output = .last
    sample.addCell("matrix hide form=long output=last", options: options, ["U = 1", "V = 2 * U"]) {
      place in
      CellResult(
        status: .ok,
        statements: [
          .shown(place("U = 1"), "U", .literal("1"), Matrix(scalar: 1)),
          .shown(
            place("V = 2 * U"), "V", .infix(.scale, .literal("2"), .name("U")), Matrix(scalar: 2),
            numbers: .infix(.scale, .literal("2"), .value(Matrix(scalar: 1)))),
        ],
        options: options)
    }
  }

  private static func addTraining(_ sample: inout SampleRun) {
    sample.addCell("train", kind: .train, ["loss: L  # \(markup)", "steps: 3"]) { _ in
      CellResult(status: .failed, options: CellOptions(), trainingRuns: 0..<1)
    }
    var run = TrainingRun(
      id: "../../\(markup)", loss: "L", parameters: ["A"],
      optimizer: Optimizer(.sgd, .pytorch, ["lr": 10]), steps: 3,
      stopReason: .condition("L < 1 \(markup)"),
      history: LossHistory([1, 4, .nan, .infinity]))
    run.records = [
      Record(
        name: markup, steps: [0, 1, 3],
        values: [Matrix(scalar: 1), Matrix(scalar: 2), Matrix(scalar: -.infinity)])
    ]
    run.settings = [TrainingRun.Setting(key: "lr", value: "10 \(markup)", isDefault: false)]
    sample.runs = [run]
    sample.values = [
      NamedValue(name: "A", value: Matrix(rows: [[.nan, -.infinity], [0.1, 1e300]]))
    ]
  }

  /// The file ends within the block.
  private static func addUnclosed(_ sample: inout SampleRun) {
    sample.addCell("matrix", isClosed: false, ["1"]) { place in
      CellResult(
        status: .ok,
        statements: [.shown(place("1\n"), nil, .literal("1"), Matrix(scalar: 1))],
        options: CellOptions())
    }
  }
}
