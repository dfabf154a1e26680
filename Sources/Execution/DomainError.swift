package import EquationGraph
package import LinearAlgebra

/// A function of real numbers was asked for a complex one, where Octave would answer `log(-1)` with
/// `πi`.
package struct DomainError: Error {
  package let node: NodeID
  package let operation: Operation
  /// From 0.
  package let row: Int
  package let column: Int
  /// The entry outside the domain.
  package let value: Double

  /// The first entry of `operands` outside the domain of `operation`, if it made a NaN in `result`.
  package init?(of operation: Operation, _ operands: [Matrix], result: Matrix, node: NodeID) {
    guard let isInside = DomainError.domain(of: operation),
      let place = result.elements.indices.first(where: { index in
        result.elements[index].isNaN
          && !isInside(DomainError.entry(of: operands[0], at: index, in: result.shape))
      })
    else { return nil }
    self.node = node
    self.operation = operation
    row = place / result.columns
    column = place % result.columns
    value = DomainError.entry(of: operands[0], at: place, in: result.shape)
  }

  private static func entry(of operand: Matrix, at index: Int, in shape: Shape) -> Double {
    let row = operand.rows == 1 ? 0 : index / shape.columns
    let column = operand.columns == 1 ? 0 : index % shape.columns
    return operand[row, column]
  }

  /// Where the first operand may lie; NaN is inside, since it was made elsewhere.
  private static func domain(of operation: Operation) -> ((Double) -> Bool)? {
    switch operation {
    case .log, .log2, .log10, .sqrt, .raise: { !($0 < 0) }
    case .log1p: { !($0 < -1) }
    case .asin, .acos: { !(abs($0) > 1) }
    default: nil
    }
  }
}
