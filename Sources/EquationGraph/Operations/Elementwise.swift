import LinearAlgebra

/// Functions of every entry. G is the cotangent of the result, Y the result, A the operand.
extension Operation {
  /// `G .* Y`
  package static let exp: Operation = pointwise(
    "exp", tex: #"\exp"#, .exp, slope: { g, _, y in g .* y })
  /// `G ./ A`
  package static let log: Operation = pointwise(
    "log", tex: #"\log"#, .log, slope: { g, a, _ in g ./ a })
  /// `G ./ (A*log(2))`
  package static let log2: Operation = pointwise(
    "log2", tex: #"\log_2"#, .log2, slope: { g, a, _ in g ./ (a .* a.constant(2).log) })
  /// `G ./ (A*log(10))`
  package static let log10: Operation = pointwise(
    "log10", tex: #"\log_{10}"#, .log10, slope: { g, a, _ in g ./ (a .* a.constant(10).log) })
  /// `G ./ (1+A)`
  package static let log1p: Operation = pointwise(
    "log1p", .log1p, slope: { g, a, _ in g ./ (1 + a) })
  /// `G .* (Y+1)`
  package static let expm1: Operation = pointwise(
    "expm1", .expm1, slope: { g, _, y in g .* (y + 1) })
  /// `G ./ (2*Y)`
  package static let sqrt: Operation = pointwise(
    "sqrt", notation: .template(tex: #"\sqrt{#1}"#), .sqrt, slope: { g, _, y in g ./ (2 .* y) })
  /// `G .* sign(A)`
  package static let abs: Operation = pointwise(
    "abs", notation: .template(tex: #"\left|#1\right|"#), .abs, slope: { g, a, _ in g .* a.sign })

  /// `G .* cos(A)`
  package static let sin: Operation = pointwise(
    "sin", tex: #"\sin"#, .sin, slope: { g, a, _ in g .* a.cos })
  /// `-G .* sin(A)`
  package static let cos: Operation = pointwise(
    "cos", tex: #"\cos"#, .cos, slope: { g, a, _ in -g .* a.sin })
  /// `G .* (1+Y.^2)`
  package static let tan: Operation = pointwise(
    "tan", tex: #"\tan"#, .tan, slope: { g, _, y in g .* (1 + y .** 2) })
  /// `G ./ sqrt(1-A.^2)`
  package static let asin: Operation = pointwise(
    "asin", tex: #"\arcsin"#, .asin, slope: { g, a, _ in g ./ (1 - a .** 2).sqrt })
  /// `-G ./ sqrt(1-A.^2)`
  package static let acos: Operation = pointwise(
    "acos", tex: #"\arccos"#, .acos, slope: { g, a, _ in -g ./ (1 - a .** 2).sqrt })
  /// `G ./ (1+A.^2)`
  package static let atan: Operation = pointwise(
    "atan", tex: #"\arctan"#, .atan, slope: { g, a, _ in g ./ (1 + a .** 2) })
  /// `G .* cosh(A)`
  package static let sinh: Operation = pointwise(
    "sinh", tex: #"\sinh"#, .sinh, slope: { g, a, _ in g .* a.cosh })
  /// `G .* sinh(A)`
  package static let cosh: Operation = pointwise(
    "cosh", tex: #"\cosh"#, .cosh, slope: { g, a, _ in g .* a.sinh })
  /// `G .* (1 - Y.^2)`
  package static let tanh: Operation = pointwise(
    "tanh", tex: #"\tanh"#, .tanh, slope: { g, _, y in g .* (1 - y .** 2) })
  /// `G .* 2/sqrt(pi) .* exp(-A.^2)`
  package static let erf: Operation = pointwise(
    "erf", .erf,
    slope: { g, a, _ in g .* (2 ./ a.constant(.pi).sqrt) .* (-(a .** 2)).exp })

  /// `G .* Y .* (1 - Y)`
  package static let sigmoid: Operation = pointwise(
    "sigmoid", tex: #"\sigma"#, .sigmoid, slope: { g, _, y in g .* y .* (1 - y) })
  /// The logarithm of the sigmoid, which is finite where the sigmoid rounds to 0: `G .* sigmoid(-A)`.
  ///
  /// Not a function of the language; `log(sigmoid(A))` is computed so (see Stabilization.swift).
  package static let logSigmoid: Operation = pointwise(
    "log_sigmoid", notation: .template(tex: #"\log \sigma\left(#1\right)"#), .logSigmoid,
    slope: { g, a, _ in g .* (-a).sigmoid })
  /// `G .* (A > 0)`, 0 at 0
  package static let relu: Operation = pointwise(
    "relu", .relu, slope: { g, a, _ in g .* (a .> 0) })
  /// `log(1 + exp(A))`: `G .* sigmoid(A)`
  package static let softplus: Operation = pointwise(
    "softplus", .softplus, slope: { g, a, _ in g .* a.sigmoid })
  /// `A ./ (1 + abs(A))`: `G ./ (1+abs(A)).^2`
  package static let softsign: Operation = pointwise(
    "softsign", .softsign, slope: { g, a, _ in g ./ (1 + a.abs) .** 2 })
  /// `A .* sigmoid(A)`: `G .* (S + Y.*(1-S))`, S = sigmoid(A)
  package static let silu: Operation = pointwise(
    "silu", .silu,
    slope: { g, a, y in
      let s = a.sigmoid
      return g .* (s + y .* (1 - s))
    })
  /// `A .* F` with the normal distribution's F (Hendrycks & Gimpel 2016, the exact form):
  /// `G .* (F + A.*f)`, F = (1 + erf(A/√2))/2 and f = exp(-A²/2)/√(2π)
  package static let gelu: Operation = pointwise(
    "gelu", .gelu,
    slope: { g, a, _ in
      let distribution = (1 + (a ./ a.constant(2).sqrt).erf) ./ 2
      let density = (-(a .** 2) ./ 2).exp ./ (2 .* a.constant(.pi)).sqrt
      return g .* (distribution + a .* density)
    })

  package static let sign: Operation = pointwise("sign", .sign, slope: nil)
  /// Half away from zero.
  package static let round: Operation = pointwise("round", .round, slope: nil)
  package static let floor: Operation = pointwise(
    "floor", notation: .template(tex: #"\left\lfloor #1 \right\rfloor"#), .floor, slope: nil)
  package static let ceil: Operation = pointwise(
    "ceil", notation: .template(tex: #"\left\lceil #1 \right\rceil"#), .ceil, slope: nil)

  /// The operand's value; the derivative stops here on purpose.
  package static let detach: Operation = Operation(
    "detach", notation: .transparent,
    shape: { $0[0] },
    value: .same,
    derivative: .none)
}
