import LinearAlgebra

extension Operation {
  package static let sum: Operation = Operation(
    "sum",
    shape: { s in s.attribute == .axis(.down) ? Shape(1, s[0].columns) : Shape(s[0].rows, 1) },
    kernel: { operands, _ in
      LinearAlgebra.sum(operands[0], operands.attribute == .axis(.down) ? .down : .along)
    },
    derivative: .rule(
      vjp: { c, _ in c.cotangent.stretched(to: c[0].shape) },
      jvp: { c, _ in .apply(.sum, [c.tangent], c.attribute) }))

  package static let raise: Operation = stretching(
    ".^", .elementwisePower, kernel: .power,
    left: { c in c.cotangent .* c[1] .* c[0] .^ (c[1] - 1) },
    right: { c in c.cotangent .* c.result },
    leftTangent: { c in c.tangent .* c[1] .* c[0] .^ (c[1] - 1) },
    rightTangent: { c in c.tangent .* c.result })
}
