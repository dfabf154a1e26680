package import LinearAlgebra

extension Operation {
  /// `A(i, j)`, `A(:, j)`, `A(k)`, `A(:)`: the cotangent is scattered back. Inputs: A and its index
  /// inputs; `end` is an ordinary input, `rows(A)`, `columns(A)` or `numel(A)`.
  package static let selection: Operation = Operation(
    "selection", differentiable: 1,
    resolution: Resolution(firstInput: 1) { request throws(ShapeError) in
      try resolvedSelection(request)
    },
    shape: { s in s.attribute.selection.shape },
    value: .moved { operands, _ in operands.attribute.selection.places(in: operands[0]) },
    derivative: .rule(
      vjp: { c, _ in
        .apply(.scatter, [c.cotangent, c[0]] + c.operands.dropFirst(), c.attribute)
      },
      jvp: { c, _ in
        .apply(.selection, [c.tangent] + c.operands.dropFirst(), c.attribute)
      }))

  /// The transpose of `selection`: zeros of A's shape to which each entry of G is added at the place it
  /// was taken from. Inputs: G, A (its shape), the index inputs. Rules use it.
  package static let scatter: Operation = Operation(
    "scatter", differentiable: 1,
    resolution: Resolution(firstInput: 2) { request throws(ShapeError) in
      let indexed = Resolution.Request(
        shapes: Array(request.shapes.dropFirst()), values: request.values,
        attribute: request.attribute)
      return try resolvedSelection(indexed)
    },
    shape: { s throws(ShapeError) in
      guard s[0] == s.attribute.selection.shape else {
        throw .shapesDiffer(s[0], s.attribute.selection.shape)
      }
      return s[1]
    },
    value: .scattered { operands, result in operands.attribute.selection.places(in: result) },
    derivative: .rule(
      vjp: { c, _ in
        .apply(.selection, [c.cotangent] + c.operands.dropFirst(2), c.attribute)
      },
      jvp: { c, _ in
        .apply(.scatter, [c.tangent] + c.operands.dropFirst(), c.attribute)
      }))

  private static func resolvedSelection(
    _ request: Resolution.Request
  ) throws(ShapeError) -> Attribute {
    guard case .selection(_, let arguments) = request.attribute else {
      preconditionFailure("an index without arguments")
    }
    let shape = request.shapes[0]
    var values = request.values[...]
    /// Counted from 0.
    var picked: [[Int]] = []
    for (position, argument) in arguments.enumerated() {
      let size =
        arguments.count == 1 ? shape.count : position == 0 ? shape.rows : shape.columns
      guard argument == .input, let value = values.popFirst() else {
        picked.append(Array(0..<size))
        continue
      }
      let source = arguments.count == 1 ? value.columnMajorElements : value.elements
      var indices: [Int] = []
      indices.reserveCapacity(source.count)
      for number in source {
        guard let index = Int(exactly: number), index >= 1 else { throw .notAnIndex(number) }
        guard index <= size else {
          throw arguments.count == 1
            ? .entryOutside(index, shape)
            : position == 0 ? .rowOutside(index, shape) : .columnOutside(index, shape)
        }
        indices.append(index - 1)
      }
      picked.append(indices)
    }
    if picked.count == 2 {
      return .selection(.block(rows: picked[0], columns: picked[1]), arguments)
    }
    let result =
      arguments[0] == .colon
      ? Shape(shape.count, 1) : linearShape(of: shape, index: request.values[0].shape)
    return .selection(.linear(picked[0], shape: result), arguments)
  }

  /// Octave's rule for `A(k)`: the shape of k, but a vector indexed by a vector keeps its direction.
  private static func linearShape(of source: Shape, index: Shape) -> Shape {
    guard source.isVector, !source.isScalar, index.isVector else { return index }
    return source.rows == 1 ? Shape(1, index.count) : Shape(index.count, 1)
  }
}

extension Selection {
  /// The shape of what is picked.
  package var shape: Shape {
    switch self {
    case .block(let rows, let columns): Shape(rows.count, columns.count)
    case .linear(_, let shape): shape
    }
  }

  /// For each entry picked, along the rows of the result, its number in a matrix of `source`, along its
  /// rows.
  fileprivate func places(in source: Shape) -> [Int32] {
    switch self {
    case .block(let rows, let columns):
      return rows.flatMap { row in columns.map { Int32(row * source.columns + $0) } }
    case .linear(let entries, let shape):
      return (0..<shape.count).map { place in
        let (i, j) = (place / shape.columns, place % shape.columns)
        let entry = entries[j * shape.rows + i]
        return Int32(entry % source.rows * source.columns + entry / source.rows)
      }
    }
  }
}
