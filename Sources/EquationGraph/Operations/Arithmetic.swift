import LinearAlgebra

extension Operation {
  package static let add: Operation = stretching(
    "+", .add, kernel: .add,
    left: { c in c.cotangent }, right: { c in c.cotangent },
    leftTangent: { c in c.tangent }, rightTangent: { c in c.tangent })

  package static let subtract: Operation = stretching(
    "-", .subtract, kernel: .subtract,
    left: { c in c.cotangent }, right: { c in -c.cotangent },
    leftTangent: { c in c.tangent }, rightTangent: { c in -c.tangent })

  /// The elementwise product; with a scalar on either side also what `*` means.
  package static let multiply: Operation = stretching(
    ".*", .hadamard, kernel: .multiply,
    left: { c in c.cotangent .* c[1] }, right: { c in c.cotangent .* c[0] },
    leftTangent: { c in c.tangent .* c[1] }, rightTangent: { c in c.tangent .* c[0] })

  package static let divide: Operation = stretching(
    "./", .elementwiseDivide, kernel: .divide,
    left: { c in c.cotangent ./ c[1] },
    right: { c in -c.cotangent .* c[0] ./ (c[1] .^ 2) },
    leftTangent: { c in c.tangent ./ c[1] },
    rightTangent: { c in -c.tangent .* c[0] ./ (c[1] .^ 2) })

  package static let negate: Operation = Operation(
    "-", notation: .prefix(.minus),
    shape: { $0[0] },
    kernel: { operands, _ in operands[0].mapped(by: .negate) },
    derivative: .rule(vjp: { c, _ in -c.cotangent }, jvp: { c, _ in -c.tangent }))

  package static let matmul: Operation = Operation(
    "*", notation: .infix(.matmul),
    shape: { s throws(ShapeError) in
      guard s[0].columns == s[1].rows else { throw .innerDimensionsDiffer(s[0], s[1]) }
      return Shape(s[0].rows, s[1].columns)
    },
    kernel: { operands, _ in LinearAlgebra.matmul(operands[0], operands[1]) },
    derivative: .rule(
      vjp: { c, operand in
        operand == 0 ? c.cotangent × c[1].transposed : c[0].transposed × c.cotangent
      },
      jvp: { c, operand in operand == 0 ? c.tangent × c[1] : c[0] × c.tangent }))

  package static let transpose: Operation = Operation(
    "'", notation: .transpose,
    shape: { $0[0].transposed },
    kernel: { operands, _ in operands[0].transposed() },
    derivative: .rule(vjp: { c, _ in c.cotangent.transposed }, jvp: { c, _ in c.tangent.transposed }))

  /// An elementwise operation of two operands, one of which may be stretched. The rules give the
  /// derivative in the result's shape; the row sums it back to the operand's.
  static func stretching(
    _ name: String, _ symbol: InfixSymbol, kernel: BinaryFunction,
    left: @escaping @Sendable (Pullback) -> Value,
    right: @escaping @Sendable (Pullback) -> Value,
    leftTangent: @escaping @Sendable (Pushforward) -> Value,
    rightTangent: @escaping @Sendable (Pushforward) -> Value
  ) -> Operation {
    Operation(
      name, notation: .infix(symbol),
      shape: { s throws(ShapeError) in try stretchedShape(s[0], s[1]) },
      kernel: { operands, _ in elementwise(kernel, operands[0], operands[1]) },
      derivative: .rule(
        vjp: { c, operand in
          (operand == 0 ? left(c) : right(c)).stretched(to: c.result.shape)
            .fitted(to: c[operand].shape)
        },
        jvp: { c, operand in
          (operand == 0 ? leftTangent(c) : rightTangent(c)).stretched(to: c.result.shape)
        }))
  }
}
