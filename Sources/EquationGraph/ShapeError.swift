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
  /// `dot` of something that is not two rows or columns of one length, labels that are a table, …
  case notAVector(Shape)
  /// An operation that needs at least one entry.
  case empty(Shape)
  /// `A(k, …)` where A has fewer rows; k counts from 1.
  case rowOutside(Int, Shape)
  /// `A(…, k)` where A has fewer columns.
  case columnOutside(Int, Shape)
  /// `A(k)` where A has fewer entries.
  case entryOutside(Int, Shape)
  /// An index, or a label, that is not a whole number from 1.
  case notAnIndex(Double)
  /// A label of `onehot` above the number of classes.
  case labelOutside(Int, classes: Int)
  /// A size or a count that is not a whole number from 0.
  case notASize(Double)
  /// The exponent of a matrix power that is not a whole number from 0.
  case notAnExponent(Double)
  /// A result of more entries than `Graph.maximalCount`.
  case tooLarge(Shape)
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
