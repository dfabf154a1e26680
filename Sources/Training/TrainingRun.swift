package import LinearAlgebra

/// What one training run did, as data. A `train` block with `sweep` makes several.
package struct TrainingRun: Sendable {
  /// `train-1`, …, or the author's `id`; the runs of a sweep share it.
  package let id: String
  /// The author's name of the loss.
  package let loss: String
  package let parameters: [String]
  package let optimizer: Optimizer
  /// Optimiser updates made.
  package let steps: Int
  package let stopReason: StopReason
  package let history: LossHistory
  package var schedule = LearningRateSchedule()
  package var clip: GradientClip?
  /// The rows that a step took; nil for all of them.
  package var batch: Batch?
  package var records: [Record] = []
  package var validation: Validation?
  /// When what was watched for its best value had it; nil if nothing was.
  package var best: Best?
  /// What distinguishes this run from the others of its sweep.
  package var sweep: SweepPoint?
  /// The rule that every step applied.
  package var updates = UpdateFormulas(lines: [])
  /// Every setting in force, defaults too, as key and text.
  package var settings: [Setting] = []

  package struct Batch: Sendable, Hashable {
    package let rows: Int
    /// The names whose rows are taken.
    package let names: [String]
    /// How many rows there are.
    package let total: Int
    package let isShuffled: Bool

    package init(rows: Int, names: [String], total: Int, isShuffled: Bool) {
      self.rows = rows
      self.names = names
      self.total = total
      self.isShuffled = isShuffled
    }
  }

  package struct Validation: Sendable {
    /// As the author wrote it, without what is put in.
    package let expression: String
    /// `X = X_test`, as name and expression.
    package let replacements: [(name: String, expression: String)]
    /// It is the run's loss, on other data.
    package let isLoss: Bool
    package let record: Record

    package init(
      expression: String, replacements: [(name: String, expression: String)], isLoss: Bool,
      record: Record
    ) {
      self.expression = expression
      self.replacements = replacements
      self.isLoss = isLoss
      self.record = record
    }
  }

  package struct Best: Sendable, Hashable {
    package let step: Int
    /// Of the validation or, without it, of the loss.
    package let value: Double
    /// The parameters went back to that step.
    package let isKept: Bool

    package init(step: Int, value: Double, isKept: Bool) {
      self.step = step
      self.value = value
      self.isKept = isKept
    }
  }

  package struct SweepPoint: Sendable, Hashable {
    /// An argument of the optimiser, or `seed`.
    package let key: String
    package let value: Double

    package init(key: String, value: Double) {
      self.key = key
      self.value = value
    }
  }

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
    /// A condition of `stop`, as written.
    case condition(String)
    /// What was watched did not get better for so many steps, or epochs.
    case noImprovement(Int, unit: String)
    /// No step lowers the loss any more.
    case converged
    /// The loss or a gradient was not a finite number.
    case notFinite
    case diverged
  }

  package init(
    id: String, loss: String, parameters: [String], optimizer: Optimizer, steps: Int,
    stopReason: StopReason, history: LossHistory
  ) {
    self.id = id
    self.loss = loss
    self.parameters = parameters
    self.optimizer = optimizer
    self.steps = steps
    self.stopReason = stopReason
    self.history = history
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
