package import EquationGraph
package import LinearAlgebra

/// The first operation that makes a number that is not finite out of finite ones.
package struct NotFinite {
  package let node: NodeID
  package let operands: [Matrix]
  package let result: Matrix

  /// Computes `roots` node by node from the given values and looks at each; nil if all is finite, or only what
  /// was given is not.
  package init?(
    in graph: Graph, computing roots: [NodeID], from given: [NodeID: Matrix],
    fixed: (NodeID) -> Matrix?
  ) {
    var known = given
    for id in graph.ancestors(of: roots, cut: Set(given.keys)) where known[id] == nil {
      if let value = fixed(id) ?? graph.leafValues[id] {
        known[id] = value
        continue
      }
      let node = graph[id]
      let operands = node.inputs.compactMap { known[$0] }
      let result = node.evaluate(operands) ?? Matrix(node.shape, repeating: .nan)
      if !result.isFinite, operands.allSatisfy(\.isFinite) {
        self.node = id
        self.operands = operands
        self.result = result
        return
      }
      known[id] = result
    }
    return nil
  }
}
