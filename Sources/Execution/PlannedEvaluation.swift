import EquationGraph
import LinearAlgebra

/// What is large is computed by a plan: operations joined, rows in blocks, on all cores, and nothing that lies
/// between kept.
extension Evaluation {
  /// Entries to be computed, with products counted by their operations, from which a plan pays.
  private static let largeWork = 1_000_000

  func isLarge(_ pending: [NodeID]) -> Bool {
    var work = 0
    for id in pending where graph.leafValues[id] == nil {
      let node = graph[id]
      if case .product = node.operation.valueRule {
        work += node.shape.count * graph.shape(of: node.inputs[0]).columns / 16
      }
      work += node.shape.count
      if work >= Self.largeWork { return true }
    }
    return false
  }

  /// The values of `root` and of small definitions below it, computed by a plan; nil where one of them may have none,
  /// which has to be found out node by node.
  func planned(_ root: NodeID, _ pending: [NodeID], _ workers: Workers) -> [NodeID: Matrix]? {
    let computed = pending.filter { graph.leafValues[$0] == nil }
    var checks: [NodeID] = []
    for id in computed {
      if let check = countOutsideDomain(of: id) {
        checks.append(check)
      } else if canFail(id) {
        return nil
      }
    }
    let kept = computed.filter { id in
      id != root && graph.names[id] != nil && graph.shape(of: id).count <= Self.largeCount
    }
    var options = Plan.Options()
    options.foldsConstants = false
    let plan = Plan(
      graph, outputs: [root] + kept + checks, state: PlanState([]), workers: workers,
      options: options, fixed: knownValue)
    plan.run()
    for index in checks.indices where plan.number(1 + kept.count + index).value != 0 { return nil }
    var values = [root: plan.output(0)]
    for (index, id) in kept.enumerated() { values[id] = plan.output(1 + index) }
    return values
  }

  /// A node that counts the entries which make the result complex; nil if no entry can.
  private func countOutsideDomain(of id: NodeID) -> NodeID? {
    let node = graph[id]
    guard canFail(id), let first = node.inputs.first else { return nil }
    let operand = Value(graph, first)
    switch node.operation {
    case .log, .log2, .log10, .sqrt, .raise:
      return (operand .< operand.constant(0)).total.id
    case .log1p: return (operand .< operand.constant(-1)).total.id
    case .asin, .acos: return (operand.abs .> 1).total.id
    default: return nil
    }
  }

  /// Operands of these shapes may make the result complex or singular, or its shape another one.
  func canFail(_ id: NodeID) -> Bool {
    let node = graph[id]
    switch node.operation {
    case .inv, .log, .log2, .log10, .sqrt, .log1p, .asin, .acos: return true
    case .raise:
      // Whole powers of negative numbers are real.
      guard case .value(let exponent) = graph[node.inputs[1]].attribute else { return true }
      return !exponent.elements.allSatisfy { $0 == $0.rounded() }
    default:
      // Sizes and indices were right when the node was built; only training can have moved them since.
      guard let resolution = node.operation.resolution else { return false }
      return movesWithTraining(Array(node.inputs.dropFirst(resolution.firstInput)))
    }
  }
}
