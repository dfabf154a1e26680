import LinearAlgebra
import Training

/// The plots of a training block.
extension RunSummary {
  /// A plot of the loss; nil when there is nothing to draw.
  func lossPlot(identifier: String) -> CurvePlot? {
    let curves = isSweep ? sweepCurves : lossCurves
    guard curves.contains(where: { $0.steps.count > 2 }) else { return nil }
    return CurvePlot(quantity: run.loss, curves: curves, identifier: identifier)
  }

  /// The loss of each step and, where they differ, that of all rows and that of the validation.
  private var lossCurves: [Curve] {
    let trace = run.history.curve
    let record = run.lossOfAllRows
    var curves = [
      Curve(
        label: run.batch == nil ? "training" : "each batch", steps: trace.steps,
        values: trace.losses, style: record == nil ? .plain : .faint)
    ]
    if let record { curves.append(record.curve(label: "all rows")) }
    if let validation = run.validation, validation.isLoss {
      curves.append(validation.record.curve(label: "validation", style: .dashed))
    }
    return curves
  }

  /// One curve a run: of all rows if that was recorded, since batches jump.
  private var sweepCurves: [Curve] {
    overlaid { run in
      let trace = run.history.curve
      return run.lossOfAllRows.map { ($0.steps, $0.values.map(\.scalar)) }
        ?? (trace.steps, trace.losses)
    }
  }

  /// The curves of all runs of a sweep.
  private func overlaid(_ values: (TrainingRun) -> (steps: [Int], values: [Double])) -> [Curve] {
    runs.enumerated().map { index, run in
      let curve = values(run)
      return Curve(
        label: run.sweep.map { "\($0.key) = \(number($0.value))" } ?? run.id, steps: curve.steps,
        values: curve.values, style: .numbered(index + 1))
    }
  }

  /// What was recorded beside the loss itself, which has its plot.
  var records: [Record] { run.records.filter { $0.name != run.loss && !$0.values.isEmpty } }

  func plot(of record: Record, identifier: String) -> CurvePlot {
    var curves = [record.curve(label: "training")]
    if isSweep {
      curves = overlaid { run in
        let same = run.records.first { $0.name == record.name && $0.isCurve }
        return (same?.steps ?? [], same?.values.map(\.scalar) ?? [])
      }
    } else if let validation = run.validation, validation.expression == record.name {
      curves.append(validation.record.curve(label: "validation", style: .dashed))
    }
    return CurvePlot(quantity: record.name, curves: curves, identifier: identifier)
  }

  /// The validation, where no other plot has it.
  var validation: Record? {
    guard let validation = run.validation, !validation.record.values.isEmpty else { return nil }
    let hasPlot =
      validation.isLoss && lossPlot(identifier: "") != nil
      || records.contains { $0.isCurve && $0.name == validation.expression }
    guard isSweep || !hasPlot else { return nil }
    return Record(
      name: "\(validation.expression), validation", steps: validation.record.steps,
      values: validation.record.values)
  }

  func plot(ofValidation record: Record, identifier: String) -> CurvePlot {
    let curves =
      isSweep
      ? overlaid { run in
        let record = run.validation?.record
        return (record?.steps ?? [], record?.values.map(\.scalar) ?? [])
      } : [record.curve(label: "validation", style: .dashed)]
    return CurvePlot(quantity: record.name, curves: curves, identifier: identifier)
  }
}

extension TrainingRun {
  /// With batches, the loss on all rows, as far as it can be drawn.
  fileprivate var lossOfAllRows: Record? {
    batch == nil ? nil : records.first { $0.isCurve && $0.name == loss }
  }
}

extension Record {
  /// Of numbers, to be drawn as a curve; other records are shown by their first and last value.
  var isCurve: Bool { values.count > 2 && values.allSatisfy(\.isScalar) }

  func curve(label: String, style: Curve.Style = .plain) -> Curve {
    Curve(label: label, steps: steps, values: values.map(\.scalar), style: style)
  }

  /// The first and the last value with their steps; a single one once.
  var ends: [(step: Int, value: Matrix)] {
    guard let first = values.first, let last = values.last, let start = steps.first,
      let end = steps.last
    else { return [] }
    return values.count == 1 ? [(start, first)] : [(start, first), (end, last)]
  }
}
