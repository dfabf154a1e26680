import CKernels
import COpenBLAS

/// The matrix product.
///
/// Shapes: `[m, k] · [k, n] → [m, n]`; 2·m·k·n floating-point operations. With `transposingLeft` the
/// left operand is `aᵀ` of an `a` of shape `[k, m]`, likewise on the right; nothing is copied.
package func matmul(
  _ a: Matrix, _ b: Matrix, transposingLeft: Bool = false, transposingRight: Bool = false
) -> Matrix {
  let left = transposingLeft ? a.shape.transposed : a.shape
  let right = transposingRight ? b.shape.transposed : b.shape
  precondition(left.columns == right.rows, "matmul of \(left) and \(right)")
  let (rows, inner, columns) = (left.rows, left.columns, right.columns)
  let shape = Shape(rows, columns)
  guard rows > 0, inner > 0, columns > 0 else { return Matrix(shape, repeating: 0) }
  let isPlain = !transposingLeft && !transposingRight
  if isPlain, rows * inner * columns <= smallProductLimit {
    return Matrix(shape) {
      kernel_small_product(rows, inner, columns, a.elements, b.elements, $0)
    }
  }
  singleThreadedBLAS
  return Matrix(shape) {
    cblas_dgemm(
      CblasRowMajor, transposingLeft ? CblasTrans : CblasNoTrans,
      transposingRight ? CblasTrans : CblasNoTrans,
      blasint(rows), blasint(columns), blasint(inner), 1, a.elements, blasint(a.columns),
      b.elements, blasint(b.columns), 0, $0, blasint(columns))
  }
}

/// Up to so many multiplications, loops are done before a call of BLAS has found its kernel.
private let smallProductLimit = 64

/// OpenBLAS cuts a product into other pieces with another number of threads, and the last bits differ:
/// one thread, so that a notebook gives the same bytes on a machine whatever else it does.
private let singleThreadedBLAS: Void = openblas_set_num_threads(1)
