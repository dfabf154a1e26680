package import EquationGraph
package import LinearAlgebra

/// The operation that was the first to make a number that is not finite out of finite ones.
package struct NotFinite {
  /// Nil if all had finite operands, but one of the given numbers was not.
  package let node: NodeID?
  /// It stands between the gradients and the next parameters.
  package let isInUpdate: Bool
  package let operands: [Matrix]
  package let result: Matrix?
}
