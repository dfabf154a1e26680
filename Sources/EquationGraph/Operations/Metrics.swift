import LinearAlgebra

/// Measures of a finished prediction, for people; not to be trained on.
extension Operation {
  /// `accuracy(Q, P)`: the share of rows whose largest entries stand at the same place. A single column
  /// is compared after rounding: `round(Q) == P`.
  package static let accuracy: Operation = metric("accuracy", shape: { _ in .scalar }) { q, p in
    let predicted = classes(q)
    let matches = zip(predicted, q.columns == 1 ? p.elements : classes(p)).count { $0 == $1 }
    return Matrix(scalar: Double(matches) / Double(predicted.count))
  }

  /// `confusion(Q, P)`: how often class i (row) was predicted as class j (column). A single column is
  /// taken for two classes, below one half and from one half on.
  package static let confusion: Operation = metric(
    "confusion",
    shape: { $0.columns == 1 ? Shape(2, 2) : Shape($0.columns, $0.columns) }
  ) { q, p in
    let count = q.columns == 1 ? 2 : q.columns
    var table = Matrix(Shape(count, count), repeating: 0)
    for (predicted, actual) in zip(places(q), places(p)) { table[actual, predicted] += 1 }
    return table
  }

  /// `r2(Y, T)`: the coefficient of determination, `1 - sum((T-Y).^2, 1) ./ sum((T-mean(T, 1)).^2, 1)`,
  /// averaged over the columns.
  package static let r2: Operation = metric("r2", shape: { _ in .scalar }) { y, t in
    func squares(_ a: Matrix, _ b: Matrix) -> Matrix {
      let difference = elementwise(.subtract, a, b)
      return LinearAlgebra.sum(elementwise(.multiply, difference, difference), .down)
    }
    let mean = elementwise(.divide, LinearAlgebra.sum(t, .down), Matrix(scalar: Double(t.rows)))
    let unexplained = elementwise(.divide, squares(t, y), squares(t, mean))
    return Matrix(
      scalar: 1 - LinearAlgebra.sum(unexplained, .along).scalar / Double(t.columns))
  }

  private static func metric(
    _ name: String, shape: @escaping @Sendable (Shape) -> Shape,
    _ value: @escaping @Sendable (_ prediction: Matrix, _ target: Matrix) -> Matrix
  ) -> Operation {
    Operation(
      name,
      shape: { s throws(ShapeError) in
        guard s[0] == s[1] else { throw .shapesDiffer(s[0], s[1]) }
        guard s[0].count > 0 else { throw .empty(s[0]) }
        return shape(s[0])
      },
      value: .computed { operands, _ in value(operands[0], operands[1]) },
      derivative: .flat)
  }

  /// What `accuracy` compares: places of the largest entries, or rounded numbers.
  private static func classes(_ a: Matrix) -> MatrixElements {
    a.columns == 1
      ? a.mapped(by: .round).elements : a.reduced(by: .placeOfMaximum, .along).elements
  }

  /// The class of each row, counted from 0.
  private static func places(_ a: Matrix) -> [Int] {
    a.columns == 1
      ? a.elements.map { $0 >= 0.5 ? 1 : 0 }
      : a.reduced(by: .placeOfMaximum, .along).elements.map { Int($0) - 1 }
  }
}
