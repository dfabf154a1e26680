import LinearAlgebra

/// Matrices made from sizes, and the sizes of matrices.
extension Operation {
  /// `rows(A)`
  package static let rows: Operation = measure("rows") { Double($0.rows) }
  /// `columns(A)`
  package static let columns: Operation = measure("columns") { Double($0.columns) }
  /// `numel(A)`: the number of entries.
  package static let numel: Operation = measure("numel") { Double($0.count) }

  /// `size(A)`: `[rows, columns]`
  package static let size: Operation = Operation(
    "size",
    shape: { _ in Shape(1, 2) },
    value: .ofShape { operands, _ in
      Matrix(Shape(1, 2), [Double(operands[0].rows), Double(operands[0].columns)])
    },
    derivative: .none)

  /// `zeros(m, n)`, `zeros(n)`, `zeros([m, n])`; the inputs are the sizes.
  package static let zeros: Operation = maker("zeros") { Matrix($0, repeating: 0) }
  package static let ones: Operation = maker("ones") { Matrix($0, repeating: 1) }
  package static let eye: Operation = maker("eye") { Matrix.identity($0) }

  /// `start:step:end`, a row. Inputs: start, step, end.
  ///
  /// The numbers move with start and step, but how many there are jumps: no derivative is passed, and
  /// on the way to a loss that is refused rather than taken for zero.
  package static let range: Operation = Operation(
    "range",
    resolution: Resolution(firstInput: 0) { request throws(ShapeError) in
      for (value, shape) in zip(request.values, request.shapes) where !value.isScalar {
        throw .notScalar(shape)
      }
      let numbers = request.values.map(\.scalar)
      return .shape(Shape(1, try rangeCount(numbers[0], step: numbers[1], end: numbers[2])))
    },
    shape: { $0.attribute.shape },
    value: .computed { operands, shape in
      let (start, step) = (operands[0].scalar, operands[1].scalar)
      let end = operands[2].scalar
      return Matrix(
        shape,
        (0..<shape.columns).map {
          let value = start + Double($0) * step
          // Rounding must not carry the last number past the end.
          return step > 0 ? min(value, end) : max(value, end)
        })
    },
    derivative: .flat)

  /// `linspace(a, b, n)`: n evenly spaced numbers from a to b, a row; b alone when n < 2.
  package static let linspace: Operation = Operation(
    "linspace",
    resolution: Resolution(firstInput: 0) { request throws(ShapeError) in
      for (value, shape) in zip(request.values, request.shapes) where !value.isScalar {
        throw .notScalar(shape)
      }
      return .shape(Shape(1, max(1, try wholeSize(request.values[2].scalar))))
    },
    shape: { $0.attribute.shape },
    value: .computed { operands, shape in
      let (first, last) = (operands[0].scalar, operands[1].scalar)
      let count = shape.columns
      guard count > 1 else { return Matrix(scalar: last) }
      let step = (last - first) / Double(count - 1)
      // From both ends to the middle, as Octave does, so that the numbers lie symmetrically.
      return Matrix(
        shape,
        (0..<count).map {
          2 * $0 < count ? first + Double($0) * step : last - Double(count - 1 - $0) * step
        })
    },
    derivative: .flat)

  /// `onehot(labels, k)`: a row for each label from 1 to k with a one in its place. Inputs: labels, k.
  package static let onehot: Operation = Operation(
    "onehot",
    resolution: Resolution(firstInput: 0) { request throws(ShapeError) in
      guard request.values[1].isScalar else { throw .notScalar(request.shapes[1]) }
      let classes = try wholeSize(request.values[1].scalar)
      for number in request.values[0].elements {
        guard let label = Int(exactly: number), label >= 1 else { throw .notAnIndex(number) }
        guard label <= classes else { throw .labelOutside(label, classes: classes) }
      }
      return .whole(classes)
    },
    shape: { s throws(ShapeError) in
      guard s[0].isVector else { throw .notAVector(s[0]) }
      return Shape(s[0].count, s.attribute.whole)
    },
    // A label that became wrong after the check must not pass for "no class": its row is NaN.
    value: .oneHot,
    derivative: .flat)

  private static func measure(
    _ name: String, _ measure: @escaping @Sendable (Shape) -> Double
  ) -> Operation {
    Operation(
      name, shape: { _ in .scalar },
      value: .ofShape { operands, _ in Matrix(scalar: measure(operands[0])) },
      derivative: .none)
  }

  private static func maker(
    _ name: String, _ make: @escaping @Sendable (Shape) -> Matrix
  ) -> Operation {
    Operation(
      name,
      resolution: Resolution(firstInput: 0) { request throws(ShapeError) in
        .shape(try size(request.values))
      },
      shape: { $0.attribute.shape },
      value: .ofShape { _, shape in make(shape) },
      derivative: .none)
  }

  /// A shape from a maker's arguments: `m, n`, a single n for both, or `[m, n]`; none is 1×1.
  static func size(_ values: [Matrix]) throws(ShapeError) -> Shape {
    for value in values where values.count != 1 && !value.isScalar {
      throw .notScalar(value.shape)
    }
    let numbers = values.flatMap(\.elements)
    switch numbers.count {
    case 0 where values.isEmpty: return .scalar
    case 1: return Shape(try wholeSize(numbers[0]), try wholeSize(numbers[0]))
    case 2: return Shape(try wholeSize(numbers[0]), try wholeSize(numbers[1]))
    default: throw .notScalar(values[0].shape)
    }
  }

  /// A size as a whole number; Octave takes a negative one for 0.
  static func wholeSize(_ number: Double) throws(ShapeError) -> Int {
    guard let whole = Int(exactly: number) else { throw .notASize(number) }
    guard whole <= Graph.maximalCount else { throw .tooLarge(Shape(whole, 1)) }
    return max(0, whole)
  }

  /// How many numbers `start:step:end` holds. A last one that misses the end by rounding counts.
  private static func rangeCount(
    _ start: Double, step: Double, end: Double
  ) throws(ShapeError) -> Int {
    guard start.isFinite, step.isFinite, end.isFinite else {
      throw .notASize([start, step, end].first { !$0.isFinite } ?? end)
    }
    guard step > 0 ? start <= end : step < 0 && start >= end else { return 0 }
    let steps = (end - start) / step
    let count = (steps + 3 * Double.ulpOfOne * max(1, steps)).rounded(.down) + 1
    guard count < Double(Graph.maximalCount) else { throw .tooLarge(Shape(1, Graph.maximalCount)) }
    return Int(count)
  }
}
