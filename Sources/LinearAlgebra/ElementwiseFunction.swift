import CKernels

/// Functions of one number, applied to every entry.
package enum ElementwiseFunction: String, CaseIterable, Sendable {
  /// The entry itself.
  case copy
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
  /// `sigmoid(−x)`
  case sigmoidOfNegative
  /// `log(sigmoid(x))`, finite where `sigmoid(x)` is too small for a double.
  case logSigmoid
  /// `log(1 + exp(−|x|))`
  case logOnePlusPower
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
  case square

  var code: kernel_unary {
    switch self {
    case .copy: .KERNEL_COPY
    case .negate: .KERNEL_NEGATE
    case .not: .KERNEL_NOT
    case .exp: .KERNEL_EXP
    case .log: .KERNEL_LOG
    case .log2: .KERNEL_LOG2
    case .log10: .KERNEL_LOG10
    case .log1p: .KERNEL_LOG1P
    case .expm1: .KERNEL_EXPM1
    case .sqrt: .KERNEL_SQRT
    case .abs: .KERNEL_ABS
    case .sin: .KERNEL_SIN
    case .cos: .KERNEL_COS
    case .tan: .KERNEL_TAN
    case .asin: .KERNEL_ASIN
    case .acos: .KERNEL_ACOS
    case .atan: .KERNEL_ATAN
    case .sinh: .KERNEL_SINH
    case .cosh: .KERNEL_COSH
    case .tanh: .KERNEL_TANH
    case .erf: .KERNEL_ERF
    case .sign: .KERNEL_SIGN
    case .round: .KERNEL_ROUND
    case .floor: .KERNEL_FLOOR
    case .ceil: .KERNEL_CEIL
    case .sigmoid: .KERNEL_SIGMOID
    case .sigmoidOfNegative: .KERNEL_SIGMOID_OF_NEGATIVE
    case .logSigmoid: .KERNEL_LOG_SIGMOID
    case .logOnePlusPower: .KERNEL_LOG_ONE_PLUS_POWER
    case .relu: .KERNEL_RELU
    case .softplus: .KERNEL_SOFTPLUS
    case .softsign: .KERNEL_SOFTSIGN
    case .silu: .KERNEL_SILU
    case .gelu: .KERNEL_GELU
    case .square: .KERNEL_SQUARE
    }
  }
}

extension Matrix {
  /// The matrix of `function` of every entry.
  package func mapped(by function: ElementwiseFunction) -> Matrix {
    var step = kernel_step(.KERNEL_STEP_MAP, shape)
    step.function = function.code.rawValue
    return Matrix(shape, by: step, self)
  }
}
