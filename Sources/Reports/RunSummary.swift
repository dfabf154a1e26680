import Diagnostics
import LinearAlgebra
import Training

/// What both readable reports say about the run of a training block, or about the runs of its sweep.
struct RunSummary {
  /// Those of a sweep in its order, or the only one.
  let runs: [TrainingRun]
  let precision: Int

  /// The run that the notebook goes on with.
  let run: TrainingRun

  /// Nil when a block made no run.
  init?(_ runs: ArraySlice<TrainingRun>, precision: Int) {
    guard let first = runs.first else { return nil }
    self.runs = Array(runs)
    self.precision = precision
    run = first
  }

  var isSweep: Bool { runs.count > 1 }

  /// How many updates were made, what became of the loss and why the run ended. Plain text.
  var sentence: String {
    let kept = run.sweep.map { "with \($0.key) = \(number($0.value)), " } ?? ""
    let steps = kept + counted(run.steps, "step")
    var text = "\(steps), \(ending(of: run))."
    if let (first, last) = run.lossEnds {
      let loss = run.batch == nil ? run.loss : "\(run.loss) of all rows"
      text = "\(steps): \(loss) went from \(number(first)) to \(number(last)); \(ending(of: run))."
    }
    return text + (best.map { " " + $0 } ?? "")
  }

  private var best: String? {
    guard let best = run.best else { return nil }
    return "Step \(best.step) was the best: \(watched(by: run)) was \(number(best.value)) there"
      + (best.isKept ? ", and its parameters were kept." : ".")
  }

  func ending(of run: TrainingRun) -> String {
    switch run.stopReason {
    case .steps: "all steps were made"
    case .condition(let condition): "stopped because \(condition)"
    case .noImprovement(let count, let unit):
      "stopped because \(watched(by: run)) did not get better for \(counted(count, unit))"
    case .converged: "stopped because no further step lowers it"
    case .notFinite: "stopped because a value was not finite"
    case .diverged: "stopped because the loss diverged"
    }
  }

  private func watched(by run: TrainingRun) -> String {
    if let validation = run.validation { return "the validation, \(validation.expression)," }
    return run.batch == nil ? run.loss : "\(run.loss) of all rows"
  }

  func number(_ x: Double) -> String { formatted(x, significantDigits: precision) }

  // MARK: Sweep

  /// The head and the rows of a table that compares the runs of a sweep.
  var comparison: (head: [String], rows: [[String]]) {
    let validation = run.validation.map { "\($0.expression), validation" }
    let head = [run.sweep?.key ?? "", "steps", "first \(run.loss)", "last \(run.loss)"]
    return (head + (validation.map { [$0] } ?? []) + ["ended"], runs.map(comparisonRow))
  }

  private func comparisonRow(_ run: TrainingRun) -> [String] {
    let ends = run.lossEnds.map { [number($0.first), number($0.last)] } ?? ["", ""]
    var row = [run.sweep.map { number($0.value) } ?? "", String(run.steps)] + ends
    if let validation = run.validation {
      row.append(validation.record.values.last.map { number($0.scalar) } ?? "")
    }
    return row + [ending(of: run)]
  }
}

extension TrainingRun {
  /// The loss at both ends of the run, with batches that of all rows.
  fileprivate var lossEnds: (first: Double, last: Double)? {
    if batch != nil, let record = records.first(where: { $0.name == loss }),
      let first = record.values.first, let last = record.values.last
    {
      return (first.scalar, last.scalar)
    }
    guard let first = history.losses.first, let last = history.losses.last else { return nil }
    return (first, last)
  }
}
