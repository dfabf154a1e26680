package import EquationGraph
import Execution
package import LinearAlgebra

/// One training run to be made: which equations are repeated, how often, and what is kept.
package struct Trainer {
  /// What is recorded while training, by name.
  package struct Recorded {
    package let name: String
    package let node: NodeID

    package init(name: String, node: NodeID) {
      self.name = name
      self.node = node
    }
  }

  /// What came of the run.
  package struct Outcome {
    /// One for each parameter.
    package var parameters: [Matrix]
    package var steps: Int
    package var stop: Stop
    package var history: LossHistory
    package var records: [Record]
  }

  package enum Stop {
    case steps
    case condition
    /// - node: the first operation that made a number that is not finite, if one did.
    /// - values: that operation's operands and its result.
    case notFinite(node: NodeID?, operands: [Matrix], result: Matrix?)
    /// - since: an earlier step, and its loss.
    case diverged(since: (step: Int, loss: Double))

    /// All steps were made, or the author's condition held.
    package var isAsPlanned: Bool {
      switch self {
      case .steps, .condition: true
      case .notFinite, .diverged: false
      }
    }
  }

  package let optimizer: SGD
  package let steps: Int
  /// Steps between two records; the first and the last are kept too.
  package let every: Int
  private let hasStopCondition: Bool
  private let records: [Recorded]
  private let parameterValues: [Matrix]
  private let graph: Graph
  private var plan: Plan
  /// Outputs of the plan: the loss, the stop condition or the loss again, the updated parameters; now
  /// and then the records.
  private static let firstUpdate = 2
  private let firstRecord: Int

  /// - Parameters:
  ///   - loss: 1×1.
  ///   - gradients: of the loss, one for each parameter.
  ///   - stop: 1×1, ends the run when not 0.
  ///   - parameters: the nodes to train, with their values at the start.
  ///   - fixed: the value of any other node that does not change while training.
  package init(
    _ graph: Graph, loss: NodeID, parameters: [(node: NodeID, value: Matrix)],
    gradients: [NodeID], optimizer: SGD, steps: Int, stop: NodeID?, records: [Recorded], every: Int,
    fixed: (NodeID) -> Matrix?
  ) {
    self.graph = graph
    self.optimizer = optimizer
    self.steps = steps
    self.every = every
    self.records = records
    parameterValues = parameters.map(\.value)
    let nodes = parameters.map(\.node)
    let updates = zip(nodes, gradients).map {
      optimizer.updated(Value(graph, $0), gradient: Value(graph, $1)).id
    }
    plan = Plan(
      graph, outputs: [loss, stop ?? loss] + updates, occasional: records.map(\.node),
      inputs: nodes, fixed: fixed)
    firstRecord = Self.firstUpdate + updates.count
    hasStopCondition = stop != nil
  }

  /// Makes the run; `progress` is told of each step and its loss.
  package mutating func run(progress: ((Int, Double) -> Void)? = nil) -> Outcome {
    var outcome = Outcome(
      parameters: parameterValues, steps: 0, stop: .steps, history: LossHistory(),
      records: [])
    var recorded = RecordedValues(count: records.count)
    var watch = DivergenceWatch()
    for step in 0...steps {
      plan.run(outcome.parameters)
      let loss = plan.output(0).scalar
      outcome.steps = step
      outcome.history.append(loss, at: step)
      progress?(step, loss)
      let mustEnd = stopReason(loss: loss, at: step, &watch)
      if mustEnd != nil || step == steps || step % every == 0 {
        plan.runOccasional()
        recorded.append(records.indices.map { plan.output(firstRecord + $0) }, at: step)
      }
      if let mustEnd {
        outcome.stop = mustEnd
        break
      }
      if step < steps {
        for index in outcome.parameters.indices {
          outcome.parameters[index] = plan.output(Self.firstUpdate + index)
        }
      }
    }
    outcome.records = zip(records, recorded.values).map {
      Record(name: $0.name, steps: recorded.steps, values: $1)
    }
    return outcome
  }

  private func stopReason(loss: Double, at step: Int, _ watch: inout DivergenceWatch) -> Stop? {
    let updatesAreFinite =
      step == steps
      || parameterValues.indices.allSatisfy {
        plan.output(Self.firstUpdate + $0).isFinite
      }
    if !loss.isFinite || !updatesAreFinite {
      let node = plan.firstNotFinite
      return .notFinite(
        node: node, operands: node.map { graph[$0].inputs.compactMap { plan.value(of: $0) } } ?? [],
        result: node.flatMap { plan.value(of: $0) })
    }
    if hasStopCondition, plan.output(1).scalar != 0 { return .condition }
    return watch.diverged(loss: loss, at: step).map { .diverged(since: $0) }
  }
}

/// The values of all records at the steps that were kept.
private struct RecordedValues {
  var steps: [Int] = []
  var values: [[Matrix]]

  init(count: Int) {
    values = Array(repeating: [], count: count)
  }

  mutating func append(_ row: [Matrix], at step: Int) {
    steps.append(step)
    for (index, value) in row.enumerated() { values[index].append(value) }
  }
}
