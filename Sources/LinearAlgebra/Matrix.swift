import CKernels

/// A matrix of IEEE doubles, stored row by row.
package struct Matrix: Sendable {
  package let shape: Shape
  /// `shape.count` numbers, row by row.
  package var elements: MatrixElements

  package init(_ shape: Shape, _ elements: MatrixElements) {
    precondition(elements.count == shape.count, "\(elements.count) elements for \(shape)")
    self.shape = shape
    self.elements = elements
  }

  package init(_ shape: Shape, _ numbers: some Collection<Double>) {
    self.init(shape, MatrixElements(numbers))
  }

  package init(_ shape: Shape, repeating value: Double) {
    self.shape = shape
    elements = MatrixElements(repeating: value, count: shape.count)
  }

  package init(scalar: Double) {
    shape = .scalar
    elements = [scalar]
  }

  /// Rows of equal length.
  package init(rows: [[Double]]) {
    self.init(Shape(rows.count, rows.first?.count ?? 0), rows.flatMap { $0 })
  }

  /// A matrix whose every element `fill` sets.
  init(_ shape: Shape, filledBy fill: (UnsafeMutablePointer<Double>) -> Void) {
    self.shape = shape
    elements = MatrixElements(count: shape.count) { numbers in
      if let start = numbers.baseAddress { fill(start) }
    }
  }

  package static func identity(_ shape: Shape) -> Matrix {
    var result = Matrix(shape, repeating: 0)
    for i in 0..<min(shape.rows, shape.columns) { result[i, i] = 1 }
    return result
  }

  package var rows: Int { shape.rows }
  package var columns: Int { shape.columns }
  package var isScalar: Bool { shape.isScalar }

  /// No entry is NaN or infinite.
  package var isFinite: Bool { elements.allSatisfy(\.isFinite) }

  /// The only entry of a 1×1 matrix.
  package var scalar: Double {
    precondition(isScalar, "scalar of a \(shape) matrix")
    return elements[0]
  }

  /// The entry in `row` and `column`, both from 0.
  package subscript(row: Int, column: Int) -> Double {
    get { elements[row * shape.columns + column] }
    set { elements[row * shape.columns + column] = newValue }
  }

  package func transposed() -> Matrix {
    if rows == 1 || columns == 1 { return Matrix(shape.transposed, elements) }
    return Matrix(shape.transposed) { result in
      var step = kernel_step(.KERNEL_STEP_TRANSPOSE, shape)
      step.y = kernel_matrix(start: result, row: rows)
      withPlace {
        step.a = $0
        kernel_perform(&step)
      }
    }
  }
}

/// Two matrices are equal when shape and bits are: NaN equals itself, 0 differs from −0. That is
/// what sharing constants and comparing runs need.
extension Matrix: Hashable {
  package static func == (a: Matrix, b: Matrix) -> Bool {
    a.shape == b.shape
      && zip(a.elements, b.elements).allSatisfy { $0.bitPattern == $1.bitPattern }
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(shape)
    for element in elements { hasher.combine(element.bitPattern) }
  }
}
