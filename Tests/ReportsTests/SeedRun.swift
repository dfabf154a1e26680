import Diagnostics
import EquationGraph
import LinearAlgebra
import NotebookEngine
import NotebookSyntax
import Training

/// The one-layer example with its golden numbers, which were computed with NumPy.
enum SeedRun {
  static let x = Matrix(rows: [[2, 4, -2]])
  static let w = Matrix(rows: [
    [-1.5800067936120674, -0.2755217526479795], [-0.456753085328145, 1.0998281740005549],
    [1.4395464464271708, 0.7128206656204548],
  ])
  static let wAfter = Matrix(rows: [
    [-1.560014461071182, -0.2755217526479795], [-0.41676842024637406, 1.0998281740005549],
    [1.4195541138862853, 0.7128206656204548],
  ])
  static let y = Matrix(rows: [[-7.866118821391057, 2.422627859465351]])
  static let beliefs = Matrix(rows: [[0.0003833729557260730, 0.9185365960829648]])
  static let target = Matrix(rows: [[1, 0]])
  static let cost = Matrix(scalar: 7.866502267852982)
  static let costAfter = Matrix(scalar: 7.626698216709045)

  static func make() -> NotebookRun {
    var sample = SampleRun()
    sample.title = "One sigmoid layer"
    sample.path = "notebooks/backprop.md"
    sample.addHeading("One sigmoid layer")
    sample.addParagraph(
      "One example is a row with three features, so the input $X$ is a $1 \\times 3$ matrix, and the "
        + "weights $W$ lead from three inputs to two outputs, through $\\sigma(t) = 1/(1 + e^{-t})$."
    )
    var identified = CellOptions()
    identified.id = Setting("fwd", at: SourceRange(0, 0))
    sample.addCell(
      "octave matrix id=fwd", options: identified,
      [
        "rng(2628)                                    % NumPy's stream",
        "X = [2, 4, -2]                               %: N×3", "W = randn(3, 2)",
        "p = [1, 0];   h = 0.01;", "", "y   = X * W", "y_o = sigmoid(y)",
        "C   = -sum(sum(p .* log(y_o))) / rows(X)     %=> 7.87",
      ]
    ) { place in
      CellResult(status: .ok, statements: forward(place), options: identified)
    }
    sample.addParagraph("The cost is `= C`; `p` is the target.", value: .value(cost))
    sample.addHeading("One step of descent", level: 2)
    sample.addCell(
      "yaml train", kind: .train, ["loss: C", "params: W", "lr: h   # the post's", "steps: 1"]
    ) {
      _ in CellResult(status: .ok, options: CellOptions(), trainingRuns: 0..<1)
    }
    sample.addCell("octave matrix", ["C                                            %=> 7.63"]) {
      place in
      CellResult(
        status: .ok, statements: [.shown(place("C"), nil, .name("C"), costAfter)],
        options: CellOptions())
    }
    sample.runs = [training]
    sample.values = [
      NamedValue(name: "X", value: x), NamedValue(name: "W", value: wAfter),
      NamedValue(name: "C", value: costAfter),
    ]
    return sample.run
  }

  private static func forward(_ place: (String) -> SourceRange) -> [StatementResult] {
    let belief = Formula.call("log", [.name("y_o")])
    let summand = Formula.infix(.hadamard, .name("p"), belief)
    let numbers = Formula.infix(.hadamard, .value(target), .call("log", [.value(beliefs)]))
    func cost(_ summand: Formula, _ rows: Formula) -> Formula {
      .infix(.divide, .prefix(.minus, .call("sum", [.call("sum", [summand])])), rows)
    }
    return [
      StatementResult(status: .ok, range: place("rng(2628)"), isShown: true),
      .shown(
        place("X = [2, 4, -2]"), "X",
        .matrix([[.literal("2"), .literal("4"), .prefix(.minus, .literal("2"))]]), x),
      .shown(place("W = randn(3, 2)"), "W", .call("randn", [.literal("3"), .literal("2")]), w),
      .silent(place("p = [1, 0]"), "p", target),
      .silent(place("h = 0.01"), "h", Matrix(scalar: 0.01)),
      .shown(
        place("y   = X * W"), "y", .infix(.matmul, .name("X"), .name("W")),
        y, numbers: .infix(.matmul, .value(x), .value(w))),
      .shown(
        place("y_o = sigmoid(y)"), "y_o", .call("sigmoid", [.name("y")]),
        beliefs, numbers: .call("sigmoid", [.value(y)]),
        remarks: ["y, 1×2, is taken entry by entry"]),
      .shown(
        place("C   = -sum(sum(p .* log(y_o))) / rows(X)"), "C",
        cost(summand, .call("rows", [.name("X")])),
        Self.cost, numbers: cost(numbers, .value(Matrix(scalar: 1)))),
    ]
  }

  static var training: TrainingRun {
    var run = TrainingRun(
      id: "train-1", loss: "C", parameters: ["W"],
      optimizer: Optimizer(.sgd, .pytorch, ["lr": 0.01]), steps: 1, stopReason: .steps,
      history: LossHistory([7.866502267852982, 7.626698216709045]))
    run.records = [Record(name: "W", steps: [0, 1], values: [w, wAfter])]
    run.updates = UpdateFormulas(
      loss: "C", parameters: ["W"], optimizer: run.optimizer, rateName: "h",
      schedule: run.schedule, steps: 1, clip: nil)
    run.settings = [
      TrainingRun.Setting(key: "loss", value: "C", isDefault: false),
      TrainingRun.Setting(key: "params", value: "W", isDefault: false),
      TrainingRun.Setting(key: "optimizer", value: "sgd", isDefault: true),
      TrainingRun.Setting(key: "lr", value: "h = 0.01", isDefault: false),
      TrainingRun.Setting(key: "steps", value: "1", isDefault: false),
    ]
    return run
  }
}
