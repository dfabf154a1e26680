import CKernels

// Entries moved to other places. Places count from 0, along the rows, and lie inside the matrix.

extension Matrix {
  /// The entries where the given rows and columns cross, in the given order; repeats are allowed.
  package func selecting(rows: [Int], columns: [Int]) -> Matrix {
    let places = rows.flatMap { row in columns.map { Int32(row * self.columns + $0) } }
    return moved(places, into: Shape(rows.count, columns.count))
  }

  /// The matrix whose entry k is this one's of the number `places[k]`; 0 where that is negative.
  package func moved(_ places: [Int32], into shape: Shape) -> Matrix {
    precondition(places.count == shape.count, "\(places.count) places for \(shape)")
    return Matrix(shape) { result in
      var step = kernel_step(.KERNEL_STEP_GATHER, shape)
      step.y = kernel_matrix(start: result, row: shape.columns)
      places.withUnsafeBufferPointer {
        step.index = $0.baseAddress
        perform(&step)
      }
    }
  }

  /// A matrix of `shape` that is 0 but at `places`: there the entries of this matrix are added up. The
  /// transpose of `moved`.
  package func scattered(_ places: [Int32], into shape: Shape) -> Matrix {
    precondition(places.count == self.shape.count, "\(places.count) places for \(self.shape)")
    return Matrix(shape) { result in
      result.initialize(repeating: 0, count: shape.count)
      var step = kernel_step(.KERNEL_STEP_SCATTER, self.shape)
      step.y = kernel_matrix(start: result, row: shape.columns)
      places.withUnsafeBufferPointer {
        step.index = $0.baseAddress
        perform(&step)
      }
    }
  }

  /// This matrix repeated where its size is 1.
  package func stretched(to target: Shape) -> Matrix {
    elementwise(.add, self, Matrix(target, repeating: -0.0))
  }
}

/// A row for each label from 1 to `classes`, with a one in its place; NaN for a number that is no label.
package func oneHot(_ labels: Matrix, classes: Int) -> Matrix {
  let shape = Shape(labels.shape.count, classes)
  return Matrix(shape) { result in
    var step = kernel_step(.KERNEL_STEP_ONE_HOT, shape)
    step.y = kernel_matrix(start: result, row: classes)
    labels.elements.withStart {
      step.a = kernel_matrix(start: UnsafeMutablePointer(mutating: $0), row: 1)
      kernel_perform(&step)
    }
  }
}
