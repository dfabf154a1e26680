import CKernels

/// The sums of the columns or rows: `[m, n] → [1, n]` or `[m, 1]`.
///
/// Rows are summed pairwise, in the order NumPy uses, columns from the top.
package func sum(_ a: Matrix, _ axis: Axis) -> Matrix {
  reduce(a, axis, down: kernel_sum_columns, along: kernel_sum_rows)
}

/// The products of the columns or rows; over nothing 1.
package func product(_ a: Matrix, _ axis: Axis) -> Matrix {
  reduce(a, axis, down: kernel_product_columns, along: kernel_product_rows)
}

/// The largest entries of the columns or rows. NaN is passed over, as in Octave, unless there is
/// nothing else; over nothing NaN.
package func maximum(_ a: Matrix, _ axis: Axis) -> Matrix {
  reduce(a, axis, down: kernel_maximum_columns, along: kernel_maximum_rows)
}

/// The smallest entries of the columns or rows, as `maximum`.
package func minimum(_ a: Matrix, _ axis: Axis) -> Matrix {
  reduce(a, axis, down: kernel_minimum_columns, along: kernel_minimum_rows)
}

/// Where the largest entries of the columns or rows stand: the first place, counted from 0, as a
/// number. 0 where all entries are NaN or there are none.
package func argmax(_ a: Matrix, _ axis: Axis) -> Matrix {
  places(of: maximum(a, axis), in: a, axis)
}

/// Where the smallest entries of the columns or rows stand, as `argmax`.
package func argmin(_ a: Matrix, _ axis: Axis) -> Matrix {
  places(of: minimum(a, axis), in: a, axis)
}

private func reduce(
  _ a: Matrix, _ axis: Axis,
  down: (Int, Int, UnsafePointer<Double>?, UnsafeMutablePointer<Double>?) -> Void,
  along: (Int, Int, UnsafePointer<Double>?, UnsafeMutablePointer<Double>?) -> Void
) -> Matrix {
  Matrix(a.shape.reduced(along: axis)) { result in
    a.elements.withStart { (axis == .down ? down : along)(a.rows, a.columns, $0, result) }
  }
}

/// The first place of `values[k]` in column or row `k`.
private func places(of values: Matrix, in a: Matrix, _ axis: Axis) -> Matrix {
  var result = Matrix(values.shape, repeating: 0)
  switch axis {
  case .down:
    for j in 0..<a.columns {
      let value = values.elements[j]
      result.elements[j] = Double((0..<a.rows).first { a[$0, j] == value } ?? 0)
    }
  case .along:
    for i in 0..<a.rows {
      let value = values.elements[i]
      result.elements[i] = Double((0..<a.columns).first { a[i, $0] == value } ?? 0)
    }
  }
  return result
}
