import EquationGraph
import Execution
import LinearAlgebra

/// The equations of a step compiled: loss, conditions, and whatever else a step computes.
struct StepPlan {
  let plan: Plan
  private let graph: Graph
  private let equations: StepEquations
  private let results: [NodeID]
  private let fixed: (NodeID) -> Matrix?

  /// - Parameters:
  ///   - results: further nodes that every run computes.
  ///   - updates: the new value of each value of the state that a step changes.
  init(
    _ graph: Graph, _ equations: StepEquations, results: [NodeID] = [],
    updates: [Int: NodeID] = [:], state: PlanState, batch: PlanBatch? = nil, workers: Workers,
    fixed: @escaping (NodeID) -> Matrix?
  ) {
    self.graph = graph
    self.equations = equations
    self.fixed = fixed
    self.results = results + updates.sorted { $0.key < $1.key }.map(\.value)
    plan = Plan(
      graph, outputs: [equations.loss] + equations.conditions + results, state: state,
      updates: updates, batch: batch, workers: workers, fixed: fixed)
  }

  var loss: Burst.Number { plan.number(0) }

  var conditions: [Burst.Number] { equations.conditions.indices.map { plan.number(1 + $0) } }

  /// The first condition that holds after a run.
  var condition: Int? { conditions.firstIndex { $0.value != 0 } }

  func result(_ index: Int) -> Matrix { plan.output(1 + equations.conditions.count + index) }

  /// What is not finite with the present state and these rows.
  func notFinite(rows: [Matrix] = []) -> NotFinite {
    let state = plan.state
    var given = Dictionary(state.nodes.indices.map { (state.nodes[$0], state[$0]) }) { $1 }
    given.merge(zip(equations.rows, rows)) { $1 }
    let inEquations = [equations.loss] + equations.conditions + equations.gradients
    if let first = graph.firstNotFinite(computing: inEquations, from: given, fixed: fixed) {
      return NotFinite(
        node: first.node, isInUpdate: false, operands: first.operands, result: first.result)
    }
    let inUpdate = graph.firstNotFinite(computing: results, from: given, fixed: fixed)
    return NotFinite(
      node: inUpdate?.node, isInUpdate: inUpdate != nil, operands: inUpdate?.operands ?? [],
      result: inUpdate?.result)
  }
}
