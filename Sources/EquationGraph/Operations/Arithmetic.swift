import LinearAlgebra

extension Operation {
  package static let add: Operation = stretching(
    "+", .infix(.add), .add,
    left: { g, _, _, _ in g },
    right: { g, _, _, _ in g })

  package static let subtract: Operation = stretching(
    "-", .infix(.subtract), .subtract,
    left: { g, _, _, _ in g },
    right: { g, _, _, _ in -g })

  /// The elementwise product; with a scalar on either side also what `*` means.
  package static let multiply: Operation = stretching(
    ".*", .infix(.hadamard), .multiply,
    left: { g, _, b, _ in g .* b },
    right: { g, a, _, _ in g .* a })

  package static let divide: Operation = stretching(
    "./", .infix(.elementwiseDivide), .divide,
    left: { g, _, b, _ in g ./ b },
    right: { g, a, b, _ in -g .* a ./ b .** 2 })

  /// `A .^ B`
  ///
  /// The rule is `G .* B .* A.^(B-1)`. With B = 0 and A = 0 that would be 0 · ∞, while the derivative of
  /// the constant 1 is 0; so the exponent stays where it is 0. Where the exponent is a constant without
  /// zeros the plain rule stands. With respect to B the rule is `G .* Y .* log(A)`, which has no value at
  /// A = 0.
  package static let raise: Operation = stretching(
    ".^", .infix(.elementwisePower), .power,
    left: { g, a, b, _ in
      let lowered = b.isConstantWithoutZeros ? b - 1 : b - (b .!= 0)
      return g .* b .* a .** lowered
    },
    right: { g, a, _, y in g .* y .* a.log })

  package static let negate: Operation = pointwise(
    "-", notation: .prefix(.minus), .negate, slope: { g, _, _ in -g })

  package static let less: Operation = stretchingFlat("<", .infix(.less), .less)
  package static let lessOrEqual: Operation = stretchingFlat(
    "<=", .infix(.lessOrEqual), .lessOrEqual)
  package static let equal: Operation = stretchingFlat("==", .infix(.equal), .equal)
  package static let notEqual: Operation = stretchingFlat("!=", .infix(.notEqual), .notEqual)
  package static let greaterOrEqual: Operation = stretchingFlat(
    ">=", .infix(.greaterOrEqual), .greaterOrEqual)
  package static let greater: Operation = stretchingFlat(">", .infix(.greater), .greater)
  package static let and: Operation = stretchingFlat("&", .infix(.and), .and)
  package static let or: Operation = stretchingFlat("|", .infix(.or), .or)
  package static let not: Operation = pointwise(
    "!", notation: .prefix(.not), .not, slope: nil)
  package static let mod: Operation = stretchingFlat(
    "mod", .template(tex: #"#1 \bmod #2"#), .mod)

  /// `max(A, B)`: G to the larger, half each on a tie.
  ///
  /// What is left over by the other operand, and not `(A > B)`: a NaN is passed over, and then all of G
  /// belongs to the number beside it.
  package static let maximum: Operation = stretching(
    "max", .function(tex: #"\max"#), .maximum,
    left: { g, a, b, _ in g .* (1 - (b .> a) - (a .== b) ./ 2) },
    right: { g, a, b, _ in g .* (1 - (a .> b) - (a .== b) ./ 2) })

  /// `min(A, B)`: G to the smaller, half each on a tie, as in `max`.
  package static let minimum: Operation = stretching(
    "min", .function(tex: #"\min"#), .minimum,
    left: { g, a, b, _ in g .* (1 - (b .< a) - (a .== b) ./ 2) },
    right: { g, a, b, _ in g .* (1 - (a .< b) - (a .== b) ./ 2) })

  /// `leaky_relu(A, a)`: A where positive, `a .* A` elsewhere.
  package static let leakyReLU: Operation = stretching(
    "leaky_relu", .function(tex: nil), .leakyReLU,
    left: { g, x, a, _ in g .* ((x .> 0) + a .* (x .<= 0)) },
    right: { g, x, _, _ in g .* x .* (x .<= 0) })

  /// `elu(A, a)`: A where positive, `a .* (exp(A) - 1)` elsewhere (Clevert et al. 2016).
  ///
  /// With respect to a: `G .* expm1(min(A, 0))`, since `expm1(A) .* (A<=0)` would be ∞ · 0 for large A.
  package static let elu: Operation = stretching(
    "elu", .function(tex: nil), .elu,
    left: { g, x, a, y in g .* ((x .> 0) + (x .<= 0) .* (y + a)) },
    right: { g, x, _, _ in g .* x.minimum(0).expm1 })
}

extension Value {
  fileprivate var isConstantWithoutZeros: Bool {
    guard case .value(let value) = graph[id].attribute else { return false }
    return !value.elements.contains(0)
  }
}
