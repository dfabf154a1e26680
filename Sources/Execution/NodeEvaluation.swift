import EquationGraph
import LinearAlgebra

extension Node {
  /// Computes the value from those of the operands, one for each input; nil if a size or an index
  /// among them has changed so that the result no longer has the node's shape.
  var evaluate: ([Matrix]) -> Matrix? {
    let (operation, attribute, shape) = (operation, attribute, shape)
    guard let resolution = operation.resolution else {
      return { operation.value(of: Operands($0, attribute), shape) }
    }
    let shapeRule = operation.shapeRule
    return { operands in
      // What the last inputs say is read anew: they may have moved with trained parameters.
      let request = Resolution.Request(
        shapes: operands.map(\.shape), values: Array(operands.dropFirst(resolution.firstInput)),
        attribute: attribute)
      guard let present = try? resolution.attribute(request),
        let presentShape = try? shapeRule(Operands(operands.map(\.shape), present)),
        presentShape == shape
      else { return nil }
      return operation.value(of: Operands(operands, present), shape)
    }
  }
}
