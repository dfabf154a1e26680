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

  typealias Kernel =
    @convention(c) (
      Int, Int, kernel_operand, kernel_operand, UnsafeMutablePointer<Double>?
    ) -> Void

  var kernel: Kernel {
    switch self {
    case .add: kernel_add
    case .subtract: kernel_subtract
    case .multiply: kernel_multiply
    case .divide: kernel_divide
    case .power: kernel_power
    case .mod: kernel_mod
    case .maximum: kernel_maximum
    case .minimum: kernel_minimum
    case .less: kernel_less
    case .lessOrEqual: kernel_less_or_equal
    case .equal: kernel_equal
    case .notEqual: kernel_not_equal
    case .greaterOrEqual: kernel_greater_or_equal
    case .greater: kernel_greater
    case .and: kernel_and
    case .or: kernel_or
    case .leakyReLU: kernel_leaky_relu
    case .elu: kernel_elu
    }
  }
}

/// `function` of the entries of `a` and `b`, pair by pair; a size of 1 is repeated to the other's.
///
/// Shapes: sizes are equal or one of them is 1. A size of 1 against 0 gives 0.
package func elementwise(_ function: BinaryFunction, _ a: Matrix, _ b: Matrix) -> Matrix {
  let rows = a.rows == 1 ? b.rows : a.rows
  let columns = a.columns == 1 ? b.columns : a.columns
  precondition(
    (b.rows == rows || b.rows == 1) && (b.columns == columns || b.columns == 1),
    "\(function) of \(a.shape) and \(b.shape)")
  // The commonest power by far, and x · x is correctly rounded.
  if function == .power, b.isScalar, b.scalar == 2 { return elementwise(.multiply, a, a) }
  return Matrix(Shape(rows, columns)) { result in
    a.elements.withStart { aElements in
      b.elements.withStart { bElements in
        // Without a row or a column to repeat, the whole matrix is one long row.
        let isFlat = (a.shape == b.shape || a.isScalar || b.isScalar)
        function.kernel(
          isFlat ? 1 : rows, isFlat ? rows * columns : columns,
          a.operand(at: aElements, flat: isFlat),
          b.operand(at: bElements, flat: isFlat), result)
      }
    }
  }
}

extension Matrix {
  fileprivate func operand(at elements: UnsafePointer<Double>, flat: Bool) -> kernel_operand {
    kernel_operand(
      elements: elements, row_step: flat || rows == 1 ? 0 : columns,
      column_step: (flat ? isScalar : columns == 1) ? 0 : 1)
  }
}
