import Diagnostics
import EquationGraph
import NotebookSyntax
import Training

/// What a `train` block asks for, with every name looked up.
struct TrainBlock {
  let id: String
  let goal: TrainGoal
  let settings: TrainSettings
  /// Every setting in force, in the order of the language's table.
  let inForce: [TrainingRun.Setting]
}

/// What is to become small, and what may change for it.
struct TrainGoal {
  let loss: Name
  let node: NodeID
  let parameters: [Definition]
  /// Where the block names them.
  let parameterRanges: [SourceRange]
}

/// How a `train` block wants it done.
struct TrainSettings {
  var optimizer = Optimizer(.sgd)
  /// The learning rate's name, if it was given as one.
  var rateName: String?
  var schedule = LearningRateSchedule()
  var clip: GradientClip?
  var steps = 0
  var batch: Batch?
  /// What `record` names; nil without it.
  var records: [Recorded]?
  var every = 1
  var validation: Validation?
  var conditions: [Condition] = []
  /// The number behind `no improvement`.
  var patience: Int?
  var keepsBest = false
  var seed: Int?
  var sweep: Sweep?

  /// `16 rows of X, P`
  struct Batch {
    let size: Int
    /// Whose rows are taken.
    let sources: [Definition]
    let range: SourceRange
    /// How many rows there are.
    let total: Int
    var isShuffled = true

    var stepsPerEpoch: Int { (total + size - 1) / size }
    /// How many rows the last batch of an epoch has, if fewer.
    var remainder: Int? { total % size == 0 ? nil : total % size }
  }

  enum Recorded {
    case value(name: String, node: NodeID)
    /// `∇C`: the gradient of every parameter.
    case gradients(of: Definition)
  }

  struct Validation {
    let expression: String
    let replacements: [(name: String, expression: String)]
    /// With the replacements in place.
    let node: NodeID
    let isLoss: Bool
    let better: BetterDirection
  }

  struct Condition {
    let node: NodeID
    let text: String
  }

  /// `lr = 0.1, 0.01`
  struct Sweep {
    let key: String
    let values: [Double]
  }
}
