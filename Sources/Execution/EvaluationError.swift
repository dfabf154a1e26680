package import EquationGraph

/// Why a node has no value.
package enum EvaluationError: Error {
  /// A function of real numbers was asked for a complex one.
  case outsideDomain(DomainError)
  /// A size or an index that was read when the node was made is another one now, and the result would
  /// have another shape; or the index no longer meets an entry.
  case sizeChanged(NodeID)
}
