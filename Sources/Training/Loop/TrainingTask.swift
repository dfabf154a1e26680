package import EquationGraph
package import LinearAlgebra

/// The equations that a step repeats, for one number of rows.
package struct StepEquations {
  /// 1×1
  package let loss: NodeID
  /// Of the loss, one for each parameter.
  package let gradients: [NodeID]
  /// 1×1 each; one that is not 0 ends the run.
  package let conditions: [NodeID]
  /// Leaves that stand for the rows of a batch.
  package let rows: [NodeID]

  package init(
    loss: NodeID, gradients: [NodeID], conditions: [NodeID] = [], rows: [NodeID] = []
  ) {
    self.loss = loss
    self.gradients = gradients
    self.conditions = conditions
    self.rows = rows
  }
}

/// One training run to be made: which equations are repeated, how, how often, and what is kept.
package struct TrainingTask {
  /// What is recorded on the way, by name.
  package struct Recorded {
    package let name: String
    package let node: NodeID

    package init(name: String, node: NodeID) {
      self.name = name
      self.node = node
    }
  }

  /// The rows that a step takes, where it does not take all.
  package struct Batches {
    /// For a full batch, and for the last of an epoch where that is smaller.
    package let equations: [StepEquations]
    /// All rows of the matrices whose rows `StepEquations.rows` stand for.
    package let matrices: [Matrix]
    let epochs: Epochs

    /// - Parameter permutation: draws an order of so many rows, from 0; asked at the start of each epoch
    ///   of a shuffled run.
    package init(
      equations: [StepEquations], matrices: [Matrix], size: Int, isShuffled: Bool,
      permutation: @escaping (Int) -> [Int]
    ) {
      self.equations = equations
      self.matrices = matrices
      epochs = Epochs(
        total: matrices[0].rows, size: size, isShuffled: isShuffled, permutation: permutation)
    }
  }

  package let graph: Graph
  /// The nodes to train, with their values at the start.
  package let parameters: [(node: NodeID, value: Matrix)]
  /// On all rows.
  package let equations: StepEquations
  package var optimizer: Optimizer
  package let steps: Int
  package var schedule = LearningRateSchedule()
  package var clip: GradientClip?
  package var batches: Batches?
  /// On all rows.
  package var records: [Recorded] = []
  /// Steps between two records; the first and the last are kept too.
  package var every = 1
  /// 1×1, on other data.
  package var validation: Recorded?
  /// Which way what is watched gets better: `validation` or, without it, the loss.
  package var better = BetterDirection.smaller
  /// Looks without an improvement after which the run ends. A look is taken at each step or, with
  /// batches, after each epoch.
  package var patience: Int?
  /// The parameters go back to where what is watched was best.
  package var keepsBest = false
  /// The value of any other node that does not change while training.
  package let fixed: (NodeID) -> Matrix?

  package init(
    _ graph: Graph, parameters: [(node: NodeID, value: Matrix)], equations: StepEquations,
    optimizer: Optimizer, steps: Int, fixed: @escaping (NodeID) -> Matrix?
  ) {
    self.graph = graph
    self.parameters = parameters
    self.equations = equations
    self.optimizer = optimizer
    self.steps = steps
    self.fixed = fixed
  }
}
