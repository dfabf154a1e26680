import EquationGraph
import Execution
import LinearAlgebra

/// The equations of a step compiled: loss, conditions, and whatever else a step computes.
struct StepPlan {
  private var plan: Plan
  private let graph: Graph
  /// What the loss and the gradients are computed from.
  private let equationNodes: Set<NodeID>
  private let conditionCount: Int
  private let resultCount: Int
  private let occasionalCount: Int

  /// - Parameters:
  ///   - equations: their loss and conditions come first.
  ///   - results: further nodes that every run computes.
  ///   - occasional: nodes that are computed when asked for.
  ///   - inputs: what a run is given; behind them come the rows of the equations.
  init(
    _ graph: Graph, _ equations: StepEquations, results: [NodeID], occasional: [NodeID] = [],
    inputs: [NodeID], fixed: (NodeID) -> Matrix?
  ) {
    self.graph = graph
    equationNodes = Set(
      graph.ancestors(of: [equations.loss] + equations.conditions + equations.gradients))
    conditionCount = equations.conditions.count
    resultCount = results.count
    occasionalCount = occasional.count
    plan = Plan(
      graph, outputs: [equations.loss] + equations.conditions + results, occasional: occasional,
      inputs: inputs + equations.rows, fixed: fixed)
  }

  mutating func run(_ inputs: [Matrix]) { plan.run(inputs) }

  var loss: Double { plan.output(0).scalar }

  /// The first condition that holds.
  var condition: Int? { (0..<conditionCount).first { plan.output(1 + $0).scalar != 0 } }

  func result(_ index: Int) -> Matrix { plan.output(1 + conditionCount + index) }

  mutating func occasional() -> [Matrix] {
    plan.runOccasional()
    let first = 1 + conditionCount + resultCount
    return (first..<first + occasionalCount).map { plan.output($0) }
  }

  var firstNotFinite: NotFinite {
    let node = plan.firstNotFinite
    return NotFinite(
      node: node, isInUpdate: node.map { !equationNodes.contains($0) } ?? false,
      operands: node.map { graph[$0].inputs.compactMap { plan.value(of: $0) } } ?? [],
      result: node.flatMap { plan.value(of: $0) })
  }
}
