package import EquationGraph
import LinearAlgebra

/// Why a node has no value.
package enum EvaluationError: Error {
  /// A function of real numbers was asked for a complex one.
  case outsideDomain(DomainError)
  /// A size or an index that was read when the node was made is another one now, and the result would
  /// have another shape; or the index no longer meets an entry.
  case sizeChanged(NodeID)
}

extension Node {
  /// The value for these operands, one for each input; nil if a size or an index among them has
  /// changed so that the result no longer has the node's shape.
  func value(of operands: [Matrix]) -> Matrix? {
    guard let resolution = operation.resolution else {
      return operation.kernel(Operands(operands, attribute), shape)
    }
    // What the last inputs say is read anew: they may have moved with trained parameters.
    let request = Resolution.Request(
      shapes: operands.map(\.shape), values: Array(operands.dropFirst(resolution.firstInput)),
      attribute: attribute)
    guard let present = try? resolution.attribute(request),
      let presentShape = try? operation.shapeRule(Operands(operands.map(\.shape), present)),
      presentShape == shape
    else { return nil }
    return operation.kernel(Operands(operands, present), shape)
  }
}
