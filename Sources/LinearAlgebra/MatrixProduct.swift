import CKernels

/// The matrix product.
///
/// Shapes: `[m, k] · [k, n] → [m, n]`; 2·m·k·n floating-point operations. With `transposingLeft`
/// the left operand is `aᵀ` of an `a` of shape `[k, m]`, likewise on the right.
package func matmul(
  _ a: Matrix, _ b: Matrix, transposingLeft: Bool = false, transposingRight: Bool = false
) -> Matrix {
  // The loops go along the rows of b.
  if transposingRight { return matmul(a, b.transposed(), transposingLeft: transposingLeft) }
  let left = transposingLeft ? a.shape.transposed : a.shape
  precondition(left.columns == b.rows, "matmul of \(left) and \(b.shape)")
  let shape = Shape(left.rows, b.columns)
  return Matrix(shape) { result in
    guard shape.count > 0 else { return }
    var step = kernel_step(.KERNEL_STEP_PRODUCT, shape)
    step.inner = b.rows
    step.column_of_a = transposingLeft ? a.columns : 1
    step.y = kernel_matrix(start: result, row: shape.columns)
    a.withPlace { place in
      step.a = kernel_matrix(start: place.start, row: transposingLeft ? 1 : place.row)
      b.withPlace {
        step.b = $0
        kernel_perform(&step)
      }
    }
  }
}
