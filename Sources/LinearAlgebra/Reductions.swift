import CKernels

extension Matrix {
  /// Each column (`down`) or row (`along`) reduced to one number: `[m, n] → [1, n]` or `[m, 1]`.
  package func reduced(by reduction: Reduction, _ axis: Axis) -> Matrix {
    if reduction == .logSumExp {
      return axis == .down
        ? transposed().logSumExpOfRows.transposed() : logSumExpOfRows
    }
    return Matrix(shape.reduced(along: axis)) { result in
      var step = kernel_step(
        axis == .down ? .KERNEL_STEP_REDUCE_COLUMNS : .KERNEL_STEP_REDUCE_ROWS, shape)
      step.function = reduction.code.rawValue
      step.y = kernel_matrix(start: result, row: axis == .down ? columns : 1)
      perform(&step)
    }
  }

  private var logSumExpOfRows: Matrix {
    Matrix(shape.reduced(along: .along)) { result in
      var step = kernel_step(.KERNEL_STEP_LOG_SUM_EXP, shape)
      step.y = kernel_matrix(start: result, row: 1)
      perform(&step)
    }
  }

  /// Carries out a step whose only operand is this matrix.
  func perform(_ step: inout kernel_step) {
    withPlace {
      step.a = $0
      kernel_perform(&step)
    }
  }

  /// Each row or column weighed: softmax and its logarithm.
  package func weighed(by weighing: Weighing, _ axis: Axis) -> Matrix {
    if axis == .down { return transposed().weighed(by: weighing, .along).transposed() }
    return Matrix(shape, by: kernel_step(weighing.kind, shape), self)
  }
}

/// The sums of the columns or rows.
package func sum(_ a: Matrix, _ axis: Axis) -> Matrix { a.reduced(by: .sum, axis) }

/// The largest entries of the columns or rows.
package func maximum(_ a: Matrix, _ axis: Axis) -> Matrix { a.reduced(by: .maximum, axis) }

extension Reduction {
  /// What the loops call it; `logSumExp` is a step of its own.
  var code: kernel_reduction {
    switch self {
    case .sum, .logSumExp: .KERNEL_SUM
    case .product: .KERNEL_PRODUCT
    case .maximum: .KERNEL_LARGEST
    case .minimum: .KERNEL_SMALLEST
    case .placeOfMaximum: .KERNEL_PLACE_OF_LARGEST
    case .placeOfMinimum: .KERNEL_PLACE_OF_SMALLEST
    }
  }
}

extension Weighing {
  var kind: kernel_step_kind {
    switch self {
    case .softmax: .KERNEL_STEP_SOFTMAX
    case .logSoftmax: .KERNEL_STEP_LOG_SOFTMAX
    }
  }
}
