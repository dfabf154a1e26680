/// Functions of one number, applied to every entry.
package enum ElementwiseFunction: String, CaseIterable, Sendable {
  case negate
}

/// Functions of two numbers, applied to every pair of entries.
package enum BinaryFunction: String, CaseIterable, Sendable {
  case add, subtract, multiply, divide, power
}

extension Matrix {
  package func mapped(by function: ElementwiseFunction) -> Matrix {
    Matrix(shape, elements.map { -$0 })
  }
}

/// `a ∘ b` entry by entry; a size of 1 is repeated to the other's. The shapes fit.
package func elementwise(_ function: BinaryFunction, _ a: Matrix, _ b: Matrix) -> Matrix {
  preconditionFailure()
}

package func sum(_ a: Matrix, _ axis: Axis) -> Matrix {
  preconditionFailure()
}

/// The matrix product, `[m, k] · [k, n] → [m, n]`.
package func matmul(_ a: Matrix, _ b: Matrix) -> Matrix {
  preconditionFailure()
}
