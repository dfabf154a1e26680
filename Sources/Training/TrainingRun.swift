package import LinearAlgebra

/// What one `train` block did, as data.
package struct TrainingRun: Sendable {
  /// `train-1`, …, or the author's `id`.
  package let id: String
  /// The author's name of the loss.
  package let loss: String
  package let parameters: [String]
  package let optimizer: SGD
  /// Optimiser updates made.
  package let steps: Int
  package let stopReason: StopReason
  package let history: LossHistory
  package let records: [Record]
  /// Every setting in force, defaults too, as key and text.
  package let settings: [Setting]

  package struct Setting: Sendable {
    package let key: String
    package let value: String
    /// The author did not write it.
    package let isDefault: Bool

    package init(key: String, value: String, isDefault: Bool) {
      self.key = key
      self.value = value
      self.isDefault = isDefault
    }
  }

  package enum StopReason: Sendable, Hashable {
    /// All steps were made.
    case steps
    /// The condition of `stop`, as written.
    case condition(String)
    /// The loss or a gradient was not a finite number.
    case notFinite
    case diverged
  }

  package init(
    id: String, loss: String, parameters: [String], optimizer: SGD, steps: Int,
    stopReason: StopReason, history: LossHistory, records: [Record], settings: [Setting]
  ) {
    self.id = id
    self.loss = loss
    self.parameters = parameters
    self.optimizer = optimizer
    self.steps = steps
    self.stopReason = stopReason
    self.history = history
    self.records = records
    self.settings = settings
  }
}

/// One recorded quantity: its values at some of the steps.
package struct Record: Sendable {
  /// As the author wrote it, or `gradient norm`.
  package let name: String
  package let steps: [Int]
  package let values: [Matrix]

  package init(name: String, steps: [Int], values: [Matrix]) {
    self.name = name
    self.steps = steps
    self.values = values
  }
}
