import CKernels

// The functions that weigh the entries of a row (or column) against one another.

/// `exp(z) ./ sum(exp(z))` along each row or down each column.
package func softmax(_ z: Matrix, _ axis: Axis) -> Matrix {
  if axis == .down { return softmax(z.transposed(), .along).transposed() }
  return Matrix(z.shape, by: kernel_step(.KERNEL_STEP_SOFTMAX, z.shape), z)
}

/// `log(softmax(z))`, finite where softmax is too small for a double.
package func logSoftmax(_ z: Matrix, _ axis: Axis) -> Matrix {
  if axis == .down { return logSoftmax(z.transposed(), .along).transposed() }
  return Matrix(z.shape, by: kernel_step(.KERNEL_STEP_LOG_SOFTMAX, z.shape), z)
}

/// `log(sum(exp(z)))` of each row or column; over nothing −∞.
package func logSumExp(_ z: Matrix, _ axis: Axis) -> Matrix {
  if axis == .down { return logSumExp(z.transposed(), .along).transposed() }
  return Matrix(z.shape.reduced(along: .along)) { result in
    var step = kernel_step(.KERNEL_STEP_LOG_SUM_EXP, z.shape)
    step.y = kernel_matrix(start: result, row: 1)
    z.withPlace {
      step.a = $0
      kernel_perform(&step)
    }
  }
}
