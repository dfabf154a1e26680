import Execution
import LinearAlgebra

/// The rows that steps take, out of all rows of the data.
struct BatchRows {
  private(set) var epochs: Epochs
  private let matrices: [Matrix]
  /// Nil where rows are taken as they stand.
  private let order: BatchOrder?

  init(_ batches: TrainingTask.Batches) {
    epochs = batches.epochs
    matrices = batches.matrices
    order = epochs.isShuffled ? BatchOrder(count: epochs.total) : nil
  }

  /// The rows that a plan of these equations takes.
  func batch(_ equations: StepEquations, isRemainder: Bool) -> PlanBatch {
    PlanBatch(
      data: Array(zip(equations.rows, matrices)).map { (node: $0, all: $1) },
      rows: isRemainder ? epochs.remainder ?? epochs.size : epochs.size, order: order)
  }

  /// Makes the order of the rows ready for these steps.
  mutating func begin(_ run: Epochs.Run) {
    if let rows = epochs.order(of: run.epoch) { order?.set(rows) }
  }

  /// The rows of the first of these steps, one matrix for each of the equations' leaves.
  mutating func rows(of run: Epochs.Run) -> [Matrix] {
    let count = run.isRemainder ? epochs.remainder ?? epochs.size : epochs.size
    let places = run.firstRow..<run.firstRow + count
    let rows = epochs.order(of: run.epoch).map { Array($0[places]) } ?? Array(places)
    return matrices.map { $0.selecting(rows: rows, columns: Array(0..<$0.columns)) }
  }
}
