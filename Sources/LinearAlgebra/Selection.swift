// Entries picked by index, and the transpose of picking: adding values back to where they came
// from. Indices count from 0 and lie inside the matrix.

extension Matrix {
  /// The entries where the given rows and columns cross, in the given order; repeats are allowed.
  package func selecting(rows: [Int], columns: [Int]) -> Matrix {
    var result: [Double] = []
    result.reserveCapacity(rows.count * columns.count)
    for row in rows {
      let start = row * self.columns
      for column in columns { result.append(elements[start + column]) }
    }
    return Matrix(Shape(rows.count, columns.count), result)
  }

  /// The entries of the given numbers, counted down the columns. They fill `shape` down its
  /// columns.
  package func selecting(linear indices: [Int], shape target: Shape) -> Matrix {
    precondition(indices.count == target.count, "\(indices.count) indices for \(target)")
    let (rows, columns) = (max(self.rows, 1), self.columns)
    return Matrix(
      target, columnMajor: indices.map { elements[$0 % rows * columns + $0 / rows] })
  }

  /// A matrix of `target` that is 0 but where the given rows and columns cross: there the entries
  /// of this matrix are added up. The transpose of `selecting(rows:columns:)`.
  package func scattered(rows: [Int], columns: [Int], into target: Shape) -> Matrix {
    precondition(shape == Shape(rows.count, columns.count), "scatter of \(shape)")
    var result = Matrix(target, repeating: 0)
    for (i, row) in rows.enumerated() {
      for (j, column) in columns.enumerated() { result[row, column] += self[i, j] }
    }
    return result
  }

  /// A matrix of `target` that is 0 but at the given numbers, counted down its columns: there the
  /// entries of this matrix, taken down its columns, are added up. The transpose of
  /// `selecting(linear:shape:)`.
  package func scattered(linear indices: [Int], into target: Shape) -> Matrix {
    precondition(indices.count == shape.count, "\(indices.count) indices for \(shape)")
    var result = Matrix(target, repeating: 0)
    let rows = max(target.rows, 1)
    for (value, index) in zip(columnMajorElements, indices) {
      result[index % rows, index / rows] += value
    }
    return result
  }
}
