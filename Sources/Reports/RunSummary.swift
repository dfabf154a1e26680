import Diagnostics
import LinearAlgebra
import Training

/// What both readable reports say about a training run.
struct RunSummary {
  let run: TrainingRun
  let precision: Int

  /// How many updates were made, what became of the loss and why the run ended. Plain text.
  var sentence: String {
    let steps = counted(run.steps, "step")
    guard let first = run.history.losses.first, let last = run.history.losses.last else {
      return "\(steps), \(ending)."
    }
    return "\(steps): \(run.loss) went from \(number(first)) to \(number(last)); \(ending)."
  }

  private var ending: String {
    switch run.stopReason {
    case .steps: "all steps were made"
    case .condition(let condition): "stopped because \(condition)"
    case .notFinite: "stopped because a value was not finite"
    case .diverged: "stopped because the loss diverged"
    }
  }

  /// Nil when there is no loss to draw.
  func plot(identifier: String) -> CurvePlot? {
    guard !run.history.losses.isEmpty else { return nil }
    return CurvePlot(
      quantity: run.loss, steps: run.history.steps, values: run.history.losses,
      identifier: identifier)
  }

  /// What was recorded beside the loss itself, which has its plot.
  var records: [Record] { run.records.filter { $0.name != run.loss && !$0.values.isEmpty } }

  func number(_ x: Double) -> String { formatted(x, significantDigits: precision) }
}

extension Record {
  /// Of numbers, to be drawn as a curve; other records are shown by their first and last value.
  var isCurve: Bool { values.count > 2 && values.allSatisfy(\.isScalar) }

  func plot(identifier: String) -> CurvePlot {
    CurvePlot(quantity: name, steps: steps, values: values.map(\.scalar), identifier: identifier)
  }

  /// The first and the last value with their steps; a single one once.
  var ends: [(step: Int, value: Matrix)] {
    guard let first = values.first, let last = values.last, let start = steps.first,
      let end = steps.last
    else { return [] }
    return values.count == 1 ? [(start, first)] : [(start, first), (end, last)]
  }
}
