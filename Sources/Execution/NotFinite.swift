package import EquationGraph
package import LinearAlgebra

extension Graph {
  /// An operation that makes a number that is not finite out of finite ones.
  package typealias NotFinite = (node: NodeID, operands: [Matrix], result: Matrix)

  /// Computes `roots` node by node from the given values, and finds the first such operation; nil if all is
  /// finite, or only what was given is not.
  package func firstNotFinite(
    computing roots: [NodeID], from given: [NodeID: Matrix], fixed: (NodeID) -> Matrix?
  ) -> NotFinite? {
    var known = given
    for id in ancestors(of: roots, cut: Set(given.keys)) where known[id] == nil {
      if let value = fixed(id) ?? leafValues[id] {
        known[id] = value
        continue
      }
      let node = self[id]
      let operands = node.inputs.compactMap { known[$0] }
      let result = node.evaluate(operands) ?? Matrix(node.shape, repeating: .nan)
      if !result.isFinite, operands.allSatisfy(\.isFinite) { return (id, operands, result) }
      known[id] = result
    }
    return nil
  }
}
