/// Rows × columns. A scalar is 1×1.
package struct Shape: Hashable, Sendable, CustomStringConvertible {
  package let rows: Int
  package let columns: Int

  package static let scalar = Shape(1, 1)

  package init(_ rows: Int, _ columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  package var count: Int { rows * columns }
  package var isScalar: Bool { rows == 1 && columns == 1 }
  /// A single row or column.
  package var isVector: Bool { rows == 1 || columns == 1 }
  package var transposed: Shape { Shape(columns, rows) }
  /// How many entries a reduction along `axis` runs over.
  package func count(along axis: Axis) -> Int { axis == .down ? rows : columns }
  /// The shape that a reduction along `axis` leaves.
  package func reduced(along axis: Axis) -> Shape {
    axis == .down ? Shape(1, columns) : Shape(rows, 1)
  }
  package var description: String { "\(rows)×\(columns)" }
}

/// The direction in which a reduction or a row-wise function works.
package enum Axis: Hashable, Sendable {
  /// Octave's dimension 1: down the columns, `[m, n] → [1, n]`.
  case down
  /// Octave's dimension 2: along the rows, `[m, n] → [m, 1]`.
  case along
}
