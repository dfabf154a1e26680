import CKernels
import COpenBLAS

/// The matrix product.
///
/// Shapes: `[m, k] · [k, n] → [m, n]`; 2·m·k·n floating-point operations. With `transposingLeft`
/// the left operand is `aᵀ` of an `a` of shape `[k, m]`, likewise on the right.
package func matmul(
  _ a: Matrix, _ b: Matrix, transposingLeft: Bool = false, transposingRight: Bool = false
) -> Matrix {
  let left = transposingLeft ? a.shape.transposed : a.shape
  let right = transposingRight ? b.shape.transposed : b.shape
  precondition(left.columns == right.rows, "matmul of \(left) and \(right)")
  let (rows, inner, columns) = (left.rows, left.columns, right.columns)
  let shape = Shape(rows, columns)
  guard rows > 0, inner > 0, columns > 0 else { return Matrix(shape, repeating: 0) }
  guard rows * inner * columns > smallProductLimit else {
    let a = transposingLeft ? a.transposed() : a
    let b = transposingRight ? b.transposed() : b
    return Matrix(shape) { result in
      a.elements.withStart { a in
        b.elements.withStart { kernel_small_product(rows, inner, columns, a, $0, result) }
      }
    }
  }
  singleThreadedBLAS
  return Matrix(shape) { result in
    a.elements.withStart { aStart in
      b.elements.withStart { bStart in
        cblas_dgemm(
          CblasRowMajor, transposingLeft ? CblasTrans : CblasNoTrans,
          transposingRight ? CblasTrans : CblasNoTrans,
          blasint(rows), blasint(columns), blasint(inner), 1, aStart, blasint(a.columns),
          bStart, blasint(b.columns), 0, result, blasint(columns))
      }
    }
  }
}

/// Up to so many multiplications (64³) our own loops are faster than OpenBLAS 0.3.21 on a Zen 4: 6
/// against 60 ns for 2×2, 0.8 against 1.4 µs for 32×32, 6.5 against 9.8 µs for 64×64; equal at
/// 128×128. They also give the same bits on every CPU.
private let smallProductLimit = 262_144

/// OpenBLAS cuts a product into other pieces with another number of threads, and the last bits
/// differ: one thread, so that a notebook gives the same bytes on a machine whatever else it does.
///
/// OpenBLAS starts a worker for each further core when the program is loaded, and an idle worker spins
/// for some milliseconds, which is all that a small notebook takes: they are sent home.
private let singleThreadedBLAS: Void = {
  openblas_set_num_threads(1)
  #if os(Linux)
    _ = blas_thread_shutdown_()
  #endif
}()

/// Lets OpenBLAS work on the calling thread only. Products see to it themselves; a program that calls this
/// first has its other cores to itself.
package func useOneBLASThread() { singleThreadedBLAS }
