// Matrices cut, joined and laid out anew. Octave counts entries down the columns, our elements lie
// along the rows.

extension Matrix {
  /// The entries in Octave's order, column after column.
  package var columnMajorElements: MatrixElements { transposed().elements }

  /// The matrix of `shape` with the given entries, column after column.
  package init(_ shape: Shape, columnMajor elements: some Collection<Double>) {
    self = Matrix(shape.transposed, elements).transposed()
  }
}

/// Matrices of equal row count side by side.
package func horzcat(_ parts: [Matrix]) -> Matrix {
  let rows = parts.first?.rows ?? 0
  precondition(parts.allSatisfy { $0.rows == rows }, "horzcat of \(parts.map(\.shape))")
  let shape = Shape(rows, parts.reduce(0) { $0 + $1.columns })
  var elements: [Double] = []
  elements.reserveCapacity(shape.count)
  for i in 0..<rows {
    for part in parts {
      elements += part.elements[(i * part.columns)..<((i + 1) * part.columns)]
    }
  }
  return Matrix(shape, elements)
}

/// Matrices of equal column count below one another.
package func vertcat(_ parts: [Matrix]) -> Matrix {
  let columns = parts.first?.columns ?? 0
  precondition(parts.allSatisfy { $0.columns == columns }, "vertcat of \(parts.map(\.shape))")
  return Matrix(
    Shape(parts.reduce(0) { $0 + $1.rows }, columns), parts.flatMap(\.elements))
}
