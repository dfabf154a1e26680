import CKernels

/// Training steps that are made without a look back: everything before the updates, a look at the loss, the
/// updates, and so on.
package struct Burst {
  /// A single number in a memory.
  package struct Number {
    package let memory: NumberMemory
    package let place: Int

    package init(_ memory: NumberMemory, _ place: Int) {
      self.memory = memory
      self.place = place
    }

    package var value: Double { memory[place] }
  }

  package enum Ending: Sendable {
    case allStepsMade
    /// The last loss is not finite or above the limit.
    case lossOutOfBounds
    case conditionHolds

    init(_ ending: kernel_ending) {
      switch ending {
      case .KERNEL_ALL_STEPS_MADE: self = .allStepsMade
      case .KERNEL_LOSS_OUT_OF_BOUNDS: self = .lossOutOfBounds
      case .KERNEL_CONDITION_HOLDS: self = .conditionHolds
      }
    }
  }

  /// Updates to be made.
  package var steps = 0
  /// What stands before the first update has been computed.
  package var beginsWithUpdate = false
  /// Ends after an update, before anything is computed with it.
  package var endsWithUpdate = false
  package var loss: Number
  /// Any of them ends the burst when it is not 0.
  package var conditions: [Number] = []
  /// Each update adds 1 to it.
  package var stepNumber: Number?
  package var limit = Double.infinity
  /// The first row of the first batch, and the rows from one batch to the next.
  package var firstBatch = 0
  package var batchRows = 0
  /// Room for one more than `steps`.
  package var losses: [Double]
  package internal(set) var updatesMade = 0
  package internal(set) var lossesComputed = 0

  package init(loss: Number, capacity: Int) {
    self.loss = loss
    losses = Array(repeating: 0, count: capacity + 1)
  }
}

/// The order in which rows of the data come into batches.
package final class BatchOrder: @unchecked Sendable {
  let start: UnsafeMutablePointer<Int32>
  package let count: Int

  /// As they stand.
  package init(count: Int) {
    self.count = count
    start = .allocate(capacity: max(1, count))
    for row in 0..<count { (start + row).initialize(to: Int32(row)) }
  }

  deinit { start.deallocate() }

  /// - Parameter rows: a permutation of `0..<count`.
  package func set(_ rows: [Int]) {
    precondition(rows.count == count, "\(rows.count) rows for \(count)")
    for (place, row) in rows.enumerated() { start[place] = Int32(row) }
  }
}
