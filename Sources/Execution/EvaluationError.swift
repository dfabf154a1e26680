package import EquationGraph

/// Why a node has no value.
package enum EvaluationError: Error {
  /// A function of real numbers was asked for a complex one.
  case outsideDomain(DomainError)
  /// A matrix has no inverse, or not one of its digits would be certain. Octave answers with a warning
  /// and numbers that mean nothing.
  case singular(NodeID)
  /// A size or an index that was read when the node was made is another one now, and the result would
  /// have another shape; or the index no longer meets an entry.
  case sizeChanged(NodeID)
}
