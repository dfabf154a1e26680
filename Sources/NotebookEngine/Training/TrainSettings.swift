import Diagnostics
import EquationGraph
import NotebookSyntax
import Training

/// What a `train` block asks for, with every name looked up.
struct TrainSettings {
  var id: String
  var loss: Name
  var lossNode: NodeID
  var parameters: [Definition]
  /// Where the block names them.
  var parameterRanges: [SourceRange]
  var optimizer: SGD
  var steps: Int
  var stop: (node: NodeID, text: String)?
  var records: [Recorded]
  var every: Int
  /// Every setting in force, in the order of the language's table.
  var inForce: [TrainingRun.Setting]

  /// What `record` names.
  enum Recorded {
    case value(name: String, node: NodeID)
    /// `∇C`: the gradient of every parameter.
    case gradients(of: Definition)
  }
}
