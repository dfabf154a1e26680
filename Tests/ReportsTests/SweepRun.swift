import Diagnostics
import EquationGraph
import LinearAlgebra
import NotebookEngine
import NotebookSyntax
import Training

/// A sweep in batches with a validation, put together by hand with every setting that a report prints.
enum SweepRun {
  static func make() -> NotebookRun {
    var sample = SampleRun()
    sample.title = "A sweep"
    sample.path = "notebooks/sweep.md"
    sample.addCell("yaml train", kind: .train, ["loss: L", "sweep: lr = 0.1, 10"]) { _ in
      CellResult(status: .ok, options: CellOptions(), trainingRuns: 0..<2)
    }
    sample.runs = [
      run(
        lr: 0.1, losses: [2, 1, 0.75, 0.5], all: [1.5, 1, 0.75, 0.5], accuracy: [0.5, 0.75, 1, 1]),
      run(lr: 10, losses: [2, 9, .nan], all: [1.5, 9, .nan], accuracy: [0.5, 0.25, 0]),
    ]
    return sample.run
  }

  private static func run(
    lr: Double, losses: [Double], all: [Double], accuracy: [Double]
  ) -> TrainingRun {
    let last = losses.count - 1
    func record(_ name: String, _ values: [Double]) -> Record {
      Record(
        name: name, steps: Array(values.indices), values: values.map { Matrix(scalar: $0) })
    }
    var run = TrainingRun(
      id: "rates", loss: "L", parameters: ["W1", "b1"],
      optimizer: Optimizer(.adamw, .keras, ["lr": lr]), steps: last,
      stopReason: lr > 1 ? .notFinite : .noImprovement(2, unit: "epoch"),
      history: LossHistory(losses))
    run.schedule.shape = .cosine(to: 0)
    run.schedule.warmup = 10
    run.clip = .norm(0.5)
    run.batch = TrainingRun.Batch(rows: 2, names: ["X", "T"], total: 4, isShuffled: true)
    run.records = [record("L", all), record("accuracy(Q, T)", accuracy)]
    run.validation = TrainingRun.Validation(
      expression: "accuracy(Q, T)",
      replacements: [("X", "X_test"), ("T", "T_test")], isLoss: false,
      record: record("accuracy(Q, T)", accuracy.map { $0 / 2 }))
    run.best = TrainingRun.Best(step: 2, value: 0.5, isKept: true)
    run.sweep = TrainingRun.SweepPoint(key: "lr", value: lr)
    run.updates = UpdateFormulas(
      loss: "L", parameters: ["W1", "b1"], optimizer: run.optimizer, rateName: nil,
      schedule: run.schedule, steps: 3, clip: run.clip)
    run.settings = [
      TrainingRun.Setting(key: "loss", value: "L", isDefault: false),
      TrainingRun.Setting(key: "lr", value: "0.1", isDefault: false),
      TrainingRun.Setting(key: "beta1", value: "0.9", isDefault: true),
    ]
    return run
  }
}
