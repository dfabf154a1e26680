package import EquationGraph
package import LinearAlgebra

/// The present values of a graph's nodes, computed when asked for and kept.
///
/// A value is computed from the stable form of its equation (`Stabilization`), so a named sigmoid that
/// has come down to 0 does not make the logarithm above it infinite.
package struct Evaluation {
  package let graph: Graph
  /// Values that no equation gives: trained parameters.
  private var assigned: [NodeID: Matrix] = [:]
  private var known: [NodeID: Matrix] = [:]
  private var stabilizer: Stabilizer

  package init(_ graph: Graph) {
    self.graph = graph
    stabilizer = Stabilizer(graph)
  }

  package mutating func value(of id: NodeID) throws(EvaluationError) -> Matrix {
    if let value = known[id] { return value }
    let stable = stabilizer.stable(id)
    var pending: [NodeID] = []
    var stack = [stable]
    var seen: Set<NodeID> = []
    while let node = stack.popLast() {
      guard known[node] == nil, seen.insert(node).inserted else { continue }
      pending.append(node)
      if graph.leafValues[node] == nil { stack.append(contentsOf: graph[node].inputs) }
    }
    for node in pending.sorted() {
      if let leaf = graph.leafValues[node] {
        known[node] = leaf
      } else {
        known[node] = try computed(node)
      }
    }
    let value = known[stable] ?? Matrix(scalar: .nan)
    known[id] = value
    return value
  }

  private func computed(_ id: NodeID) throws(EvaluationError) -> Matrix {
    let node = graph[id]
    let operands = node.inputs.compactMap { known[$0] }
    guard let value = node.evaluate(operands) else { throw .sizeChanged(id) }
    if node.operation == .inv, isSingular(operands[0], inverse: value) { throw .singular(id) }
    if let error = DomainError(of: node.operation, operands, result: value, node: id) {
      throw .outsideDomain(error)
    }
    return value
  }

  private func isSingular(_ matrix: Matrix, inverse: Matrix) -> Bool {
    matrix.isFinite && !(reciprocalCondition(of: matrix, inverse: inverse) >= .ulpOfOne)
  }

  /// Gives definitions a value of their own from now on, and forgets what was computed from them.
  package mutating func assign(_ values: [NodeID: Matrix]) {
    assigned.merge(values) { $1 }
    for id in values.keys { graph.release(id) }
    stabilizer = Stabilizer(graph)
    for id in graph.dependents(of: Set(values.keys)) { known[id] = assigned[id] }
  }

  /// The values, as far as they have been computed, of nodes that keep them while those of `moving` change.
  package func values(notMovedBy moving: [NodeID]) -> (NodeID) -> Matrix? {
    let moved = graph.dependents(of: Set(moving))
    let known = known.merging(assigned) { $1 }
    return { moved.contains($0) ? nil : known[$0] }
  }

  /// The node that computes `id` in stable form, with nothing looked for below `cut`.
  package func stable(_ id: NodeID, cut: Set<NodeID> = []) -> NodeID {
    var stabilizer = Stabilizer(graph, cut: cut)
    return stabilizer.stable(id)
  }
}
