import LinearAlgebra

/// The forms that many rows share.
extension Operation {
  /// The derivative of an elementwise function, whose Jacobian is diagonal: the same formula takes the
  /// cotangent back and the tangent forward.
  ///
  /// `slope(g, a, y)` is `g .* f'(a)`, with `y = f(a)`.
  typealias Slope = @Sendable (_ g: Value, _ a: Value, _ y: Value) -> Value

  /// A function of every entry.
  static func pointwise(
    _ name: String, tex: String? = nil, notation: Notation? = nil,
    _ function: ElementwiseFunction, slope: Slope?
  ) -> Operation {
    let derivative: Derivative =
      if let slope {
        .rule(
          vjp: { c, _ in slope(c.cotangent, c[0], c.result) },
          jvp: { c, _ in slope(c.tangent, c[0], c.result) })
      } else {
        .flat
      }
    return Operation(
      name, notation: notation ?? .function(tex: tex),
      shape: { $0[0] },
      value: .elementwise(function),
      derivative: derivative)
  }

  /// `slope(g, a, b, y)` is `g` times the derivative with respect to one of the operands, entry by entry.
  typealias PairSlope = @Sendable (_ g: Value, _ a: Value, _ b: Value, _ y: Value) -> Value

  /// An elementwise operation of two operands, one of which may be stretched. The slopes give the
  /// derivative in the result's shape; the row sums it back to the operand's.
  static func stretching(
    _ name: String, _ notation: Notation, _ function: BinaryFunction,
    left: @escaping PairSlope, right: @escaping PairSlope
  ) -> Operation {
    Operation(
      name, notation: notation,
      shape: { s throws(ShapeError) in try stretchedShape(s[0], s[1]) },
      value: .pairwise(function),
      derivative: .rule(
        vjp: { c, operand in
          let slope = operand == 0 ? left : right
          return slope(c.cotangent, c[0], c[1], c.result).stretched(to: c.result.shape)
            .fitted(to: c[operand].shape)
        },
        jvp: { c, operand in
          let slope = operand == 0 ? left : right
          return slope(c.tangent, c[0], c[1], c.result).stretched(to: c.result.shape)
        }))
  }

  /// An elementwise operation of two operands whose derivative is zero almost everywhere.
  static func stretchingFlat(
    _ name: String, _ notation: Notation, _ function: BinaryFunction
  ) -> Operation {
    Operation(
      name, notation: notation,
      shape: { s throws(ShapeError) in try stretchedShape(s[0], s[1]) },
      value: .pairwise(function),
      derivative: .flat)
  }

  /// A reduction of a matrix along the axis of its attribute.
  static func reduction(
    _ name: String, needsEntries: Bool = false, value: ValueRule, derivative: Derivative
  ) -> Operation {
    Operation(
      name,
      shape: { s throws(ShapeError) in
        if needsEntries, s[0].count(along: s.axis) == 0 { throw .empty(s[0]) }
        return s[0].reduced(along: s.axis)
      },
      value: value,
      derivative: derivative)
  }

  /// A function of each row (or column) into a row of the same length.
  static func alongAxis(
    _ name: String, value: ValueRule, derivative: Derivative
  ) -> Operation {
    Operation(
      name,
      shape: { $0[0] },
      value: value,
      derivative: derivative)
  }

  /// A scalar function of a matrix, or of matrices of equal shape, whose gradient is known for each
  /// operand: `gradient(c, k)` has operand k's shape.
  static func scalarFunction(
    _ name: String, notation: Notation? = nil,
    shape: @escaping @Sendable (Operands<Shape>) throws(ShapeError) -> Void,
    value: ValueRule,
    gradient: @escaping @Sendable (_ operands: [Value], _ result: Value, _ operand: Int) -> Value
  ) -> Operation {
    Operation(
      name, notation: notation,
      shape: { s throws(ShapeError) in
        try shape(s)
        return .scalar
      },
      value: value,
      derivative: .rule(
        vjp: { c, operand in
          (c.cotangent .* gradient(c.operands, c.result, operand))
            .stretched(to: c[operand].shape)
        },
        jvp: { c, operand in
          (gradient(c.operands, c.result, operand).stretched(to: c[operand].shape) .* c.tangent)
            .total
        }))
  }
}

extension Operands {
  /// The axis of a reduction.
  var axis: Axis { attribute.axis }
}

extension Attribute {
  var axis: Axis {
    guard case .axis(let axis) = self else { preconditionFailure("no axis in \(self)") }
    return axis
  }

  var shape: Shape {
    guard case .shape(let shape) = self else { preconditionFailure("no shape in \(self)") }
    return shape
  }

  var whole: Int {
    guard case .whole(let number) = self else { preconditionFailure("no whole number in \(self)") }
    return number
  }

  var selection: Selection {
    guard case .selection(let selection, _) = self else {
      preconditionFailure("no selection in \(self)")
    }
    return selection
  }
}
