package import LinearAlgebra

/// Why an operation's operands do not fit. The engine adds names and places.
package enum ShapeError: Error, Hashable {
  /// Matrix product of `[m, k]` and `[l, n]` with k ≠ l.
  case innerDimensionsDiffer(Shape, Shape)
  /// Sizes that are neither equal nor 1.
  case doNotFit(Shape, Shape)
  /// N×1 with 1×M: both would be stretched, the best-known silent mistake in a loss.
  case bothStretched(Shape, Shape)
  /// A loss compares equal shapes.
  case shapesDiffer(Shape, Shape)
  case notSquare(Shape)
  /// `/` by something that is not a scalar.
  case divisorNotScalar(Shape, Shape)
  /// An operand must be 1×1.
  case notScalar(Shape)
  /// `horzcat` of different row counts.
  case rowsDiffer(Shape, Shape)
  /// `vertcat` of different column counts.
  case columnsDiffer(Shape, Shape)
  /// `reshape` to another number of entries.
  case countsDiffer(Shape, Shape)
  /// `dot` of something that is not two rows or columns of one length, `diag` of a table, …
  case notAVector(Shape)
  /// An operation that needs at least one entry.
  case empty(Shape)
  /// An index outside the matrix after a substitution changed its shape.
  case indexOutside(Shape)
}

/// The shape that two stretched operands share.
///
/// Octave's rule: sizes are equal or one of them is 1; but only one operand may be stretched, unless
/// one is a scalar.
package func stretchedShape(_ a: Shape, _ b: Shape) throws(ShapeError) -> Shape {
  guard a.rows == b.rows || a.rows == 1 || b.rows == 1,
    a.columns == b.columns || a.columns == 1 || b.columns == 1
  else { throw .doNotFit(a, b) }
  // A size of 0 against 1 stays 0.
  let rows = a.rows == 1 ? b.rows : a.rows
  let columns = a.columns == 1 ? b.columns : a.columns
  let result = Shape(rows, columns)
  if result != a, result != b { throw .bothStretched(a, b) }
  return result
}
