import CKernels

// Single steps of the kernels, carried out on matrices.

extension kernel_step {
  /// A step of this kind with a result of `shape`, its places still empty.
  init(_ kind: kernel_step_kind, _ shape: Shape) {
    self.init()
    self.kind = kind
    rows = shape.rows
    columns = shape.columns
  }
}

extension Matrix {
  /// What `step` makes of its operands, whose places are filled in here.
  ///
  /// - Parameter rowStride: numbers between two rows of the result, if not its columns.
  init(_ shape: Shape, by step: kernel_step, _ a: Matrix, _ b: Matrix? = nil) {
    self.init(shape) { result in
      guard shape.count > 0 else { return }
      var step = step
      step.y = kernel_matrix(start: result, row: shape.columns)
      a.withPlace { place in
        step.a = a.shape == Shape(step.rows, step.columns) ? place : place.read(step.extent_of_a)
        guard let b else { return kernel_perform(&step) }
        b.withPlace { place in
          step.b = place.read(step.extent_of_b)
          kernel_perform(&step)
        }
      }
    }
  }

  /// Hands out where the matrix lies, for the time of the call. It is only read there.
  func withPlace<Result>(_ body: (kernel_matrix) -> Result) -> Result {
    elements.withStart {
      body(kernel_matrix(start: UnsafeMutablePointer(mutating: $0), row: columns))
    }
  }
}

extension kernel_matrix {
  /// The same place, read as an elementwise step reads an operand of this extent.
  func read(_ extent: kernel_extent) -> kernel_matrix {
    let isRepeated = extent == .KERNEL_ROW || extent == .KERNEL_SCALAR
    return kernel_matrix(start: start, row: isRepeated ? 0 : row)
  }
}
