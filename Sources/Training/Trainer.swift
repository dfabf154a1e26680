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
  private let graph: Graph
  private let fixed: (NodeID) -> Matrix?
  private let updates: [NodeID]
  private let loss: NodeID
  private let plan: Plan
  private let recordPlan: Plan

  /// - Parameters:
  ///   - loss: 1×1.
  ///   - gradients: of the loss, one for each parameter.
  ///   - stop: 1×1, ends the run when not 0.
  ///   - parameters: the nodes to train, with their values at the start.
  ///   - fixed: the value of any other node that does not change while training.
  package init(
    _ graph: Graph, loss: NodeID, parameters: [(node: NodeID, value: Matrix)],
    gradients: [NodeID], optimizer: SGD, steps: Int, stop: NodeID?, records: [Recorded], every: Int,
    fixed: @escaping (NodeID) -> Matrix?
  ) {
    self.graph = graph
    self.optimizer = optimizer
    self.steps = steps
    self.every = every
    self.records = records
    self.loss = loss
    self.fixed = fixed
    let nodes = parameters.map(\.node)
    updates = zip(nodes, gradients).map {
      optimizer.updated(Value(graph, $0), gradient: Value(graph, $1)).id
    }
    let state = PlanState(parameters)
    let workers = Workers()
    plan = Plan(
      graph, outputs: [loss, stop ?? loss], state: state,
      updates: Dictionary(updates.enumerated().map { ($0.offset, $0.element) }) { $1 },
      workers: workers, fixed: fixed)
    recordPlan = Plan(
      graph, outputs: records.map(\.node), state: state, workers: workers, fixed: fixed)
    hasStopCondition = stop != nil
  }

  private var parameters: [Matrix] { plan.state.nodes.indices.map { plan.state[$0] } }

  /// Makes the run; `progress` is told of each step and its loss.
  package mutating func run(progress: ((Int, Double) -> Void)? = nil) -> Outcome {
    var outcome = Outcome(
      parameters: parameters, steps: 0, stop: .steps, history: LossHistory(), records: [])
    var recorded = RecordedValues(count: records.count)
    var watch = DivergenceWatch()
    for step in 0...steps {
      plan.run()
      let loss = plan.output(0).scalar
      outcome.steps = step
      outcome.history.append(loss, at: step)
      progress?(step, loss)
      var mustEnd = stopReason(loss: loss, at: step, &watch)
      func record() {
        recordPlan.run()
        recorded.append(records.indices.map { recordPlan.output($0) }, at: step)
      }
      let isDue = mustEnd != nil || step == steps || step % every == 0
      if isDue { record() }
      if mustEnd == nil, step < steps {
        let saved = plan.state.saved()
        plan.update()
        if !parameters.allSatisfy(\.isFinite) {
          plan.state.restore(saved)
          mustEnd = notFinite
          if !isDue { record() }
        }
      }
      if let mustEnd {
        outcome.stop = mustEnd
        break
      }
    }
    outcome.parameters = parameters
    outcome.records = zip(records, recorded.values).map {
      Record(name: $0.name, steps: recorded.steps, values: $1)
    }
    return outcome
  }

  private func stopReason(loss: Double, at step: Int, _ watch: inout DivergenceWatch) -> Stop? {
    if !loss.isFinite { return notFinite }
    if hasStopCondition, plan.output(1).scalar != 0 { return .condition }
    return watch.diverged(loss: loss, at: step).map { .diverged(since: $0) }
  }

  private var notFinite: Stop {
    let given = Dictionary(zip(plan.state.nodes, parameters)) { $1 }
    let first = NotFinite(
      in: graph, computing: [loss] + updates, from: given, fixed: fixed)
    return .notFinite(node: first?.node, operands: first?.operands ?? [], result: first?.result)
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
