// Matrices cut, joined and laid out anew. Octave counts entries down the columns, our elements lie
// along the rows.

extension Matrix {
  /// The entries in Octave's order, column after column.
  package var columnMajorElements: MatrixElements { transposed().elements }

  /// The matrix of `shape` with the given entries, column after column.
  package init(_ shape: Shape, columnMajor elements: some Collection<Double>) {
    self = Matrix(shape.transposed, elements).transposed()
  }

  /// The same entries, column after column, in another shape of equal count.
  package func reshaped(to target: Shape) -> Matrix {
    precondition(target.count == shape.count, "reshape of \(shape) to \(target)")
    let keepsOrder = (rows == 1 || columns == 1) && (target.rows == 1 || target.columns == 1)
    return keepsOrder
      ? Matrix(target, elements) : Matrix(target, columnMajor: columnMajorElements)
  }

  /// This matrix repeated as tiles: `[m, n] → [m·down, n·across]`.
  package func tiled(down: Int, across: Int) -> Matrix {
    let result = Shape(rows * down, columns * across)
    // Nothing may be repeated any number of times.
    guard result.count > 0 else { return Matrix(result, []) }
    var tiled: [Double] = []
    tiled.reserveCapacity(result.count)
    for _ in 0..<down {
      for row in 0..<rows {
        let entries = elements[(row * columns)..<((row + 1) * columns)]
        for _ in 0..<across { tiled += entries }
      }
    }
    return Matrix(result, tiled)
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
