import LinearAlgebra

/// Rearranging entries.
extension Operation {
  /// `[A, B, …]`: the cotangent is cut up again.
  package static let horzcat: Operation = Operation(
    "horzcat",
    shape: { s throws(ShapeError) in
      for other in s.inputs.dropFirst() where other.rows != s[0].rows {
        throw .rowsDiffer(s[0], other)
      }
      return Shape(s[0].rows, s.inputs.reduce(0) { $0 + $1.columns })
    },
    value: .joined(.along),
    derivative: .rule(
      vjp: { c, operand in
        let start = c.operands[..<operand].reduce(0) { $0 + $1.shape.columns }
        return c.cotangent.columns(start, c[operand].shape.columns)
      },
      jvp: { c, operand in
        .apply(
          .horzcat, c.operands.enumerated().map { $0 == operand ? c.tangent : $1.zeros })
      }))

  /// `[A; B; …]`
  package static let vertcat: Operation = Operation(
    "vertcat",
    shape: { s throws(ShapeError) in
      for other in s.inputs.dropFirst() where other.columns != s[0].columns {
        throw .columnsDiffer(s[0], other)
      }
      return Shape(s.inputs.reduce(0) { $0 + $1.rows }, s[0].columns)
    },
    value: .joined(.down),
    derivative: .rule(
      vjp: { c, operand in
        let start = c.operands[..<operand].reduce(0) { $0 + $1.shape.rows }
        return c.cotangent.rows(start, c[operand].shape.rows)
      },
      jvp: { c, operand in
        .apply(
          .vertcat, c.operands.enumerated().map { $0 == operand ? c.tangent : $1.zeros })
      }))

  /// `reshape(A, m, n)`, entries counted down the columns. Inputs: A, m, n, or A and the size `[m, n]`;
  /// an empty m or n is what is left.
  package static let reshape: Operation = Operation(
    "reshape", differentiable: 1,
    resolution: Resolution(firstInput: 1) { request throws(ShapeError) in
      .shape(try reshapeTarget(request.shapes[0], request.values))
    },
    shape: { s throws(ShapeError) in
      let target = s.attribute.shape
      guard target.count == s[0].count else { throw .countsDiffer(s[0], target) }
      return target
    },
    value: .moved { operands, result in
      // Both count down their columns.
      let source = operands[0]
      return result.places { i, j in
        let entry = j * result.rows + i
        return entry % source.rows * source.columns + entry / source.rows
      }
    },
    derivative: .rule(
      vjp: { c, _ in c.cotangent.reshaped(like: c[0]) },
      jvp: { c, _ in
        .apply(.reshape, [c.tangent] + c.operands.dropFirst(), c.attribute)
      }))

  /// `repmat(A, m, n)`: m tiles down, n across. Inputs: A, m, n, or A and `[m, n]` or a single n.
  ///
  /// Rule: the tiles are summed by a row and a column of identity matrices,
  /// `repmat(eye(rows(A)), 1, m) * G * repmat(eye(columns(A)), n, 1)`.
  package static let repmat: Operation = Operation(
    "repmat", differentiable: 1,
    resolution: Resolution(firstInput: 1) { request throws(ShapeError) in
      .shape(try size(request.values))
    },
    shape: { s throws(ShapeError) in
      let tiles = s.attribute.shape
      return Shape(s[0].rows * tiles.rows, s[0].columns * tiles.columns)
    },
    value: .moved { operands, result in
      let tile = operands[0]
      return result.places { i, j in i % tile.rows * tile.columns + j % tile.columns }
    },
    derivative: .rule(
      vjp: { c, _ in
        let tiles = c.attribute.shape
        var result = c.cotangent
        if tiles.rows != 1 { result = c[0].identity(c[0].rowCount, tiles.rows, .along) × result }
        if tiles.columns != 1 {
          result = result × c[0].identity(c[0].columnCount, tiles.columns, .down)
        }
        return result
      },
      jvp: { c, _ in
        .apply(.repmat, [c.tangent] + c.operands.dropFirst(), c.attribute)
      }))

  /// A value repeated where its size is 1 to the shape of the attribute. Rules use it.
  package static let stretch: Operation = Operation(
    "stretch", notation: .transparent,
    shape: { s throws(ShapeError) in
      guard try stretchedShape(s[0], s.attribute.shape) == s.attribute.shape else {
        throw .doNotFit(s[0], s.attribute.shape)
      }
      return s.attribute.shape
    },
    value: .stretch,
    derivative: .rule(
      vjp: { c, _ in c.cotangent.fitted(to: c[0].shape) },
      jvp: { c, _ in c.tangent.stretched(to: c.result.shape) }))

  /// `diag(v)` of a row or column: the diagonal matrix. `diag(A)` of a table: its diagonal, a column.
  ///
  /// A single row is always a vector, as in Octave. Rules: `diag(G)`, turned if v is a row, and for a
  /// table `G .* eye(m, n)`.
  package static let diag: Operation = Operation(
    "diag",
    shape: { s in
      s[0].isVector
        ? Shape(s[0].count, s[0].count) : Shape(min(s[0].rows, s[0].columns), 1)
    },
    value: .moved { operands, result in
      operands[0].isVector
        ? result.places { i, j in i == j ? i : -1 }
        : result.places { i, _ in i * operands[0].columns + i }
    },
    derivative: .rule(
      vjp: { c, _ in
        let (g, shape) = (c.cotangent, c[0].shape)
        if shape.isVector {
          let column = Value.apply(.diag, [g])
          return shape.rows == 1 ? column.transposed : column
        }
        // The column runs down a wide table's rows, and across a tall one's columns.
        return (shape.rows <= shape.columns ? g : g.transposed) .* c[0].identity
      },
      jvp: { c, _ in .apply(.diag, [c.tangent]) }))

  /// The sizes m, n of a `reshape`, one of which may be left out as `[]`.
  private static func reshapeTarget(
    _ shape: Shape, _ values: [Matrix]
  ) throws(ShapeError) -> Shape {
    guard values.count == 2, let open = values.firstIndex(where: { $0.shape.count == 0 }),
      values[1 - open].isScalar
    else { return try size(values) }
    let given = try wholeSize(values[1 - open].scalar)
    let rest = given == 0 ? 0 : shape.count / given
    return open == 0 ? Shape(rest, given) : Shape(given, rest)
  }
}

extension Shape {
  /// A number for each entry, along the rows.
  fileprivate func places(_ place: (_ row: Int, _ column: Int) -> Int) -> [Int32] {
    var places: [Int32] = []
    places.reserveCapacity(count)
    for i in 0..<rows {
      for j in 0..<columns { places.append(Int32(place(i, j))) }
    }
    return places
  }
}

extension Value {
  /// The diagonal of a square matrix, a column.
  var diagonal: Value { .apply(.diag, [self]) }

  /// `count` columns from the one numbered `first`, from 0.
  func columns(_ first: Int, _ count: Int) -> Value {
    if first == 0, count == shape.columns { return self }
    return .apply(
      .selection, [self, indices(first, count)],
      .selection(
        .block(rows: Array(0..<shape.rows), columns: Array(first..<(first + count))),
        [.colon, .input]))
  }

  /// `count` rows from the one numbered `first`, from 0.
  func rows(_ first: Int, _ count: Int) -> Value {
    if first == 0, count == shape.rows { return self }
    return .apply(
      .selection, [self, indices(first, count)],
      .selection(
        .block(rows: Array(first..<(first + count)), columns: Array(0..<shape.columns)),
        [.input, .colon]))
  }

  /// The index `first+1 : first+count`, or the single number.
  private func indices(_ first: Int, _ count: Int) -> Value {
    if count == 1 { return constant(Double(first + 1)) }
    return .apply(
      .range, [constant(Double(first + 1)), constant(1), constant(Double(first + count))],
      .shape(Shape(1, count)))
  }

  /// `copies` identity matrices of `size` in a row or in a column.
  fileprivate func identity(_ size: Value, _ copies: Int, _ axis: Axis) -> Value {
    let count = axis == .along ? shape.rows : shape.columns
    let square = Value.apply(.eye, [size, size], .shape(Shape(count, count)))
    let tiles = axis == .along ? Shape(1, copies) : Shape(copies, 1)
    return .apply(
      .repmat, [square, constant(Double(tiles.rows)), constant(Double(tiles.columns))],
      .shape(tiles))
  }
}
