import CKernels

/// Functions of two numbers, applied to every pair of entries.
package enum BinaryFunction: String, CaseIterable, Sendable {
  case add, subtract, multiply, divide, power
  /// Octave's: the sign of the second, the first where the second is 0.
  case mod
  /// A number is preferred to NaN, as in Octave.
  case maximum, minimum
  /// 1 where it holds, else 0.
  case less, lessOrEqual, equal, notEqual, greaterOrEqual, greater
  /// 1 or 0; every number but 0 counts as true.
  case and, or
  /// `x` where positive, else `alpha · x`, of `(x, alpha)`.
  case leakyReLU
  /// `x` where positive, else `alpha · (exp(x) − 1)`, of `(x, alpha)`.
  case elu
  /// `a · (1 − b²)` of `(a, b)`: a cotangent on its way through tanh, whose result is `b`.
  case throughTanh
  /// `a · b · (1 − b)`: through a sigmoid, whose result is `b`.
  case throughSigmoid
  /// `a · (b > 0)`: through relu, whose operand is `b`.
  case throughReLU

  var code: kernel_binary {
    switch self {
    case .add: .KERNEL_ADD
    case .subtract: .KERNEL_SUBTRACT
    case .multiply: .KERNEL_MULTIPLY
    case .divide: .KERNEL_DIVIDE
    case .power: .KERNEL_POWER
    case .mod: .KERNEL_MOD
    case .maximum: .KERNEL_MAXIMUM
    case .minimum: .KERNEL_MINIMUM
    case .less: .KERNEL_LESS
    case .lessOrEqual: .KERNEL_LESS_OR_EQUAL
    case .equal: .KERNEL_EQUAL
    case .notEqual: .KERNEL_NOT_EQUAL
    case .greaterOrEqual: .KERNEL_GREATER_OR_EQUAL
    case .greater: .KERNEL_GREATER
    case .and: .KERNEL_AND
    case .or: .KERNEL_OR
    case .leakyReLU: .KERNEL_LEAKY_RELU
    case .elu: .KERNEL_ELU
    case .throughTanh: .KERNEL_THROUGH_TANH
    case .throughSigmoid: .KERNEL_THROUGH_SIGMOID
    case .throughReLU: .KERNEL_THROUGH_RELU
    }
  }
}

/// `function` of the entries of `a` and `b`, pair by pair; a size of 1 is repeated to the other's.
///
/// Shapes: sizes are equal or one of them is 1. A size of 1 against 0 gives 0.
package func elementwise(_ function: BinaryFunction, _ a: Matrix, _ b: Matrix) -> Matrix {
  let shape = Shape(
    a.rows == 1 ? b.rows : a.rows, a.columns == 1 ? b.columns : a.columns)
  precondition(
    (b.rows == shape.rows || b.rows == 1) && (b.columns == shape.columns || b.columns == 1),
    "\(function) of \(a.shape) and \(b.shape)")
  // The commonest power by far, and x · x is correctly rounded.
  if function == .power, b.isScalar, b.scalar == 2 { return elementwise(.multiply, a, a) }
  var step = kernel_step(.KERNEL_STEP_COMBINE, shape)
  step.function = function.code.rawValue
  step.extent_of_a = a.shape.extent(within: shape)
  step.extent_of_b = b.shape.extent(within: shape)
  return Matrix(shape, by: step, a, b)
}

extension Shape {
  /// How an operand of this shape is read for a result of `result`.
  func extent(within result: Shape) -> kernel_extent {
    if self == result { return .KERNEL_FULL }
    if isScalar { return .KERNEL_SCALAR }
    return rows == 1 ? .KERNEL_ROW : .KERNEL_COLUMN
  }
}
