package import EquationGraph
package import LinearAlgebra

/// The present values of a graph's nodes, computed when asked for and kept.
///
/// A value is computed from the stable form of its equation (`Stabilization`), so a named sigmoid that
/// has come down to 0 does not make the logarithm above it infinite.
package struct Evaluation {
  package let graph: Graph
  /// Who computes what is large; nil: node by node, on one thread.
  package var workers: (() -> Workers)?
  /// Values that no equation gives: trained parameters.
  private var assigned: [NodeID: Matrix] = [:]
  private var known: [NodeID: Matrix] = [:]
  private var stabilizer: Stabilizer

  /// A value that is nobody's by name and has more entries is not kept: it would take the memory of the data
  /// many times over.
  static let largeCount = 65_536

  package init(_ graph: Graph) {
    self.graph = graph
    stabilizer = Stabilizer(graph)
  }

  package mutating func value(of id: NodeID) throws(EvaluationError) -> Matrix {
    if let value = known[id] { return value }
    let stable = stabilizer.stable(id)
    let pending = pending(below: stable)
    if let workers, isLarge(pending),
      let computed = planned(stable, pending, workers())
    {
      known.merge(computed) { $1 }
    } else {
      for node in pending {
        if let leaf = graph.leafValues[node] {
          known[node] = leaf
        } else {
          known[node] = try computed(node)
        }
      }
      for node in pending
      where node != stable && graph.names[node] == nil && graph.leafValues[node] == nil
        && graph.shape(of: node).count > Self.largeCount
      {
        known[node] = nil
      }
    }
    let value = known[stable] ?? Matrix(scalar: .nan)
    known[id] = value
    return value
  }

  /// The value has been computed.
  package func isKnown(_ id: NodeID) -> Bool { known[id] != nil || graph.leafValues[id] != nil }

  /// What is certain to have a value whenever it is asked for: no logarithm of a negative number, no inverse of a
  /// singular matrix and no size that may have changed is below it.
  package mutating func isCertain(_ id: NodeID) -> Bool {
    pending(below: stabilizer.stable(id)).allSatisfy { node in
      graph.leafValues[node] != nil || !canFail(node)
    }
  }

  /// The nodes to be computed for `root`, operands first.
  private func pending(below root: NodeID) -> [NodeID] {
    var pending: [NodeID] = []
    var stack = [root]
    var seen: Set<NodeID> = []
    while let node = stack.popLast() {
      guard known[node] == nil, seen.insert(node).inserted else { continue }
      pending.append(node)
      if graph.leafValues[node] == nil { stack.append(contentsOf: graph[node].inputs) }
    }
    return pending.sorted()
  }

  /// One of the nodes is computed from a parameter that has been trained.
  func movesWithTraining(_ nodes: [NodeID]) -> Bool {
    !assigned.isEmpty && graph.ancestors(of: nodes).contains { assigned[$0] != nil }
  }

  /// The known value of `id`, for plans.
  func knownValue(of id: NodeID) -> Matrix? { known[id] }

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
