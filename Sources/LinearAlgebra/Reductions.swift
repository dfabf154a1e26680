import CKernels

/// The sums of the columns or rows: `[m, n] → [1, n]` or `[m, 1]`.
///
/// Rows are summed pairwise, in the order NumPy uses, columns from the top.
package func sum(_ a: Matrix, _ axis: Axis) -> Matrix { reduce(.KERNEL_SUM, a, axis) }

/// The products of the columns or rows; over nothing 1.
package func product(_ a: Matrix, _ axis: Axis) -> Matrix { reduce(.KERNEL_PRODUCT, a, axis) }

/// The largest entries of the columns or rows. NaN is passed over, as in Octave, unless there is
/// nothing else; over nothing NaN.
package func maximum(_ a: Matrix, _ axis: Axis) -> Matrix { reduce(.KERNEL_LARGEST, a, axis) }

/// The smallest entries of the columns or rows, as `maximum`.
package func minimum(_ a: Matrix, _ axis: Axis) -> Matrix { reduce(.KERNEL_SMALLEST, a, axis) }

/// Where the largest entries of the columns or rows stand: the first place, counted from 0, as a
/// number. 0 where all entries are NaN or there are none.
package func argmax(_ a: Matrix, _ axis: Axis) -> Matrix {
  reduce(.KERNEL_PLACE_OF_LARGEST, a, axis)
}

/// Where the smallest entries of the columns or rows stand, as `argmax`.
package func argmin(_ a: Matrix, _ axis: Axis) -> Matrix {
  reduce(.KERNEL_PLACE_OF_SMALLEST, a, axis)
}

private func reduce(_ reduction: kernel_reduction, _ a: Matrix, _ axis: Axis) -> Matrix {
  Matrix(a.shape.reduced(along: axis)) { result in
    var step = kernel_step(
      axis == .down ? .KERNEL_STEP_REDUCE_COLUMNS : .KERNEL_STEP_REDUCE_ROWS, a.shape)
    step.function = reduction.rawValue
    step.y = kernel_matrix(start: result, row: axis == .down ? a.columns : 1)
    a.withPlace {
      step.a = $0
      kernel_perform(&step)
    }
  }
}
