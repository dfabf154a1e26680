import CKernels

/// Functions of one number, applied to every entry.
package enum ElementwiseFunction: String, CaseIterable, Sendable {
  case negate
  /// 1 where the entry is 0, else 0.
  case not
  case exp, log, log2, log10, log1p, expm1, sqrt, abs, sin, cos, tan, asin, acos, atan, sinh, cosh,
    tanh, erf
  /// −1, 0 or 1; NaN stays NaN.
  case sign
  /// To the nearest whole number, halves away from zero, as Octave.
  case round
  case floor, ceil, sigmoid
  /// `log(sigmoid(x))`, finite where `sigmoid(x)` is too small for a double.
  case logSigmoid
  /// `max(x, 0)`; NaN stays NaN.
  case relu
  /// `log(1 + exp(x))`, finite where `exp(x)` is too large for a double.
  case softplus
  /// `x / (1 + |x|)`
  case softsign
  /// `x · sigmoid(x)`
  case silu
  /// `x · Φ(x)` with the standard normal distribution Φ: the exact form, not the one with tanh.
  case gelu

  typealias Kernel =
    @convention(c) (Int, UnsafePointer<Double>?, UnsafeMutablePointer<Double>?)
    -> Void

  var kernel: Kernel {
    switch self {
    case .negate: kernel_negate
    case .not: kernel_not
    case .exp: kernel_exp
    case .log: kernel_log
    case .log2: kernel_log2
    case .log10: kernel_log10
    case .log1p: kernel_log1p
    case .expm1: kernel_expm1
    case .sqrt: kernel_sqrt
    case .abs: kernel_abs
    case .sin: kernel_sin
    case .cos: kernel_cos
    case .tan: kernel_tan
    case .asin: kernel_asin
    case .acos: kernel_acos
    case .atan: kernel_atan
    case .sinh: kernel_sinh
    case .cosh: kernel_cosh
    case .tanh: kernel_tanh
    case .erf: kernel_erf
    case .sign: kernel_sign
    case .round: kernel_round
    case .floor: kernel_floor
    case .ceil: kernel_ceil
    case .sigmoid: kernel_sigmoid
    case .logSigmoid: kernel_log_sigmoid
    case .relu: kernel_relu
    case .softplus: kernel_softplus
    case .softsign: kernel_softsign
    case .silu: kernel_silu
    case .gelu: kernel_gelu
    }
  }
}

extension Matrix {
  /// The matrix of `function` of every entry.
  package func mapped(by function: ElementwiseFunction) -> Matrix {
    Matrix(shape) { result in
      elements.withStart { function.kernel(shape.count, $0, result) }
    }
  }
}
