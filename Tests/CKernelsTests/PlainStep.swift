import CKernels

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a step has to give, entry by entry and in the order of its description.
struct PlainStep {
  let trial: Trial

  private var step: kernel_step { trial.step }
  private var rows: Range<Int> { 0..<step.rows }
  private var columns: Range<Int> { 0..<step.columns }

  private func a(_ i: Int, _ j: Int) -> Double { trial.a?[i, j] ?? .nan }
  private func b(_ i: Int, _ j: Int) -> Double { trial.b?[i, j] ?? .nan }
  private var s: Double { trial.s ?? 1 }
  private var t: Double { trial.t ?? .nan }

  private func entries(_ entry: (Int, Int) -> Double) -> [Double] {
    rows.flatMap { i in columns.map { j in entry(i, j) } }
  }

  private func sum(_ entry: (Int, Int) -> Double) -> [Double] {
    let total = s * entries(entry).reduce(0, +)
    return [step.adds ? (trial.y?[0, 0] ?? .nan) + total : total]
  }

  /// The numbers of y, then those of z.
  var result: [Double] {
    switch step.kind {
    case .KERNEL_STEP_MAP: return entries { unary(a($0, $1)) }
    case .KERNEL_STEP_MAP_TIMES: return entries { unary(a($0, $1)) * b($0, $1) }
    case .KERNEL_STEP_MAP_SUM:
      return sum { trial.b == nil ? unary(a($0, $1)) : unary(a($0, $1)) * b($0, $1) }
    case .KERNEL_STEP_LOGISTIC: return logistic
    case .KERNEL_STEP_COMBINE:
      return entries { i, j in
        binary(operand(trial.a, step.extent_of_a, i, j), operand(trial.b, step.extent_of_b, i, j))
      }
    case .KERNEL_STEP_ADD_SCALED: return entries { a($0, $1) + s * b($0, $1) }
    case .KERNEL_STEP_SCALED_DIFFERENCE: return entries { s * (a($0, $1) - b($0, $1)) }
    case .KERNEL_STEP_MIX: return entries { s * a($0, $1) + t * b($0, $1) }
    case .KERNEL_STEP_MIX_SQUARE: return entries { s * a($0, $1) + t * b($0, $1) * b($0, $1) }
    case .KERNEL_STEP_OVER_ROOT:
      return entries { i, j in
        let root = b(i, j).squareRoot() * (1 / (trial.t ?? 1))
        return (trial.c?[i, j] ?? .nan) - s * a(i, j) / (root + (trial.u ?? .nan))
      }
    case .KERNEL_STEP_DOT: return sum { a($0, $1) * b($0, $1) }
    case .KERNEL_STEP_SUM: return sum(a)
    case .KERNEL_STEP_FILL: return entries { _, _ in s }
    case .KERNEL_STEP_REDUCE_ROWS: return rows.map { i in reduced(columns.map { a(i, $0) }) }
    case .KERNEL_STEP_REDUCE_COLUMNS:
      return columns.map { j in
        let earlier = trial.y?[0, j] ?? .nan
        let column = rows.map { a($0, j) }
        if trial.s != nil { return earlier + s * reduced(column) }
        return step.adds ? reduced([earlier] + column) : reduced(column)
      }
    case .KERNEL_STEP_SOFTMAX:
      let weights = entries { i, j in exp(logOfWeight(i, j)) }
      return weights + (trial.z == nil ? [] : entries(logOfWeight))
    case .KERNEL_STEP_LOG_SOFTMAX: return entries(logOfWeight)
    case .KERNEL_STEP_LOG_SUM_EXP: return rows.map { logSumExp($0) }
    case .KERNEL_STEP_TRANSPOSE: return columns.flatMap { j in rows.map { a($0, j) } }
    case .KERNEL_STEP_COPY_ROWS: return entries(a)
    case .KERNEL_STEP_GATHER:
      return trial.index.map { $0 < 0 ? 0 : a(0, Int($0)) }
    case .KERNEL_STEP_GATHER_ROWS: return entries { a(Int(trial.index[$0]), $1) }
    case .KERNEL_STEP_SCATTER:
      var y = trial.y?.numbers ?? []
      for (place, entry) in zip(trial.index, entries(a)) where place >= 0 { y[Int(place)] += entry }
      return y
    case .KERNEL_STEP_ADD_PARTS:
      return entries { i, j in
        (0..<step.inner).reduce(0) { $0 + a($1 * step.rows + i, j) }
      }
    case .KERNEL_STEP_ONE_HOT:
      return entries { i, j in
        let isLabel = (1...max(1, step.columns)).map(Double.init).contains(a(i, 0))
        return isLabel ? (a(i, 0) == Double(j + 1) ? 1 : 0) : .nan
      }
    case .KERNEL_STEP_PRODUCT, .KERNEL_STEP_CALL: return [.nan]
    }
  }

  private func operand(
    _ operand: Operand?, _ extent: kernel_extent, _ i: Int, _ j: Int
  ) -> Double {
    switch extent {
    case .KERNEL_FULL: operand?[i, j] ?? .nan
    case .KERNEL_ROW: operand?[0, j] ?? .nan
    case .KERNEL_COLUMN: operand?[i, 0] ?? .nan
    case .KERNEL_SCALAR: operand?[0, 0] ?? .nan
    }
  }

  // MARK: - Functions

  private func unary(_ x: Double) -> Double { Self.unary(step.function, x) }

  private static func unary(_ function: UInt16, _ x: Double) -> Double {
    switch kernel_unary(rawValue: function) {
    case .KERNEL_COPY: x
    case .KERNEL_NEGATE: -x
    case .KERNEL_NOT: x == 0 ? 1 : 0
    case .KERNEL_EXP: exp(x)
    case .KERNEL_LOG: log(x)
    case .KERNEL_LOG2: log2(x)
    case .KERNEL_LOG10: log10(x)
    case .KERNEL_LOG1P: log1p(x)
    case .KERNEL_EXPM1: expm1(x)
    case .KERNEL_SQRT: x.squareRoot()
    case .KERNEL_ABS: abs(x)
    case .KERNEL_SIN: sin(x)
    case .KERNEL_COS: cos(x)
    case .KERNEL_TAN: tan(x)
    case .KERNEL_ASIN: asin(x)
    case .KERNEL_ACOS: acos(x)
    case .KERNEL_ATAN: atan(x)
    case .KERNEL_SINH: sinh(x)
    case .KERNEL_COSH: cosh(x)
    case .KERNEL_TANH: tanh(x)
    case .KERNEL_ERF: erf(x)
    case .KERNEL_SIGN: x > 0 ? 1 : x < 0 ? -1 : x
    case .KERNEL_ROUND: x.rounded()
    case .KERNEL_FLOOR: x.rounded(.down)
    case .KERNEL_CEIL: x.rounded(.up)
    case .KERNEL_SIGMOID: 1 / (1 + exp(-x))
    case .KERNEL_SIGMOID_OF_NEGATIVE: 1 / (1 + exp(x))
    case .KERNEL_LOG_SIGMOID: -log1p(exp(-x))
    case .KERNEL_LOG_ONE_PLUS_POWER: log1p(exp(-abs(x)))
    case .KERNEL_SOFTPLUS: log1p(exp(x))
    case .KERNEL_RELU: x < 0 ? 0 : x
    case .KERNEL_SOFTSIGN: x / (1 + abs(x))
    case .KERNEL_SILU: x / (1 + exp(-x))
    case .KERNEL_GELU: x * erfc(-x / 2.0.squareRoot()) / 2
    case .KERNEL_SQUARE: x * x
    case nil: .nan
    }
  }

  private func binary(_ a: Double, _ b: Double) -> Double {
    switch kernel_binary(rawValue: step.function) {
    case .KERNEL_ADD: a + b
    case .KERNEL_SUBTRACT: a - b
    case .KERNEL_MULTIPLY: a * b
    case .KERNEL_DIVIDE: a / b
    case .KERNEL_POWER: pow(a, b)
    case .KERNEL_MOD: b == 0 ? a : a - b * (a / b).rounded(.down)
    case .KERNEL_MAXIMUM: a.isNaN || a < b ? b : a
    case .KERNEL_MINIMUM: a.isNaN || a > b ? b : a
    case .KERNEL_LESS: a < b ? 1 : 0
    case .KERNEL_LESS_OR_EQUAL: a <= b ? 1 : 0
    case .KERNEL_EQUAL: a == b ? 1 : 0
    case .KERNEL_NOT_EQUAL: a != b ? 1 : 0
    case .KERNEL_GREATER_OR_EQUAL: a >= b ? 1 : 0
    case .KERNEL_GREATER: a > b ? 1 : 0
    case .KERNEL_AND: a != 0 && b != 0 ? 1 : 0
    case .KERNEL_OR: a != 0 || b != 0 ? 1 : 0
    case .KERNEL_LEAKY_RELU: a > 0 ? a : b * a
    case .KERNEL_ELU: a > 0 ? a : b * expm1(a)
    case .KERNEL_THROUGH_TANH: a * (1 - b * b)
    case .KERNEL_THROUGH_SIGMOID: a * b * (1 - b)
    case .KERNEL_THROUGH_RELU: b > 0 ? a : 0
    case nil: .nan
    }
  }

  private var logistic: [Double] {
    let value = { (i: Int, j: Int) in
      Self.unary(step.function, a(i, j)) * (trial.b == nil ? 1 : b(i, j))
    }
    let slope = entries { i, j in Self.unary(step.other, a(i, j)) * (trial.c?[i, j] ?? 1) }
    return (step.sums ? sum(value) : entries(value)) + slope
  }

  private func reduced(_ numbers: [Double]) -> Double {
    let (largest, smallest) = (numbers.max(), numbers.min())
    return switch kernel_reduction(rawValue: step.function) {
    case .KERNEL_SUM: numbers.reduce(0, +)
    case .KERNEL_PRODUCT: numbers.reduce(1, *)
    case .KERNEL_LARGEST: largest ?? .nan
    case .KERNEL_SMALLEST: smallest ?? .nan
    case .KERNEL_PLACE_OF_LARGEST:
      Double((numbers.firstIndex { $0 == largest } ?? 0) + 1)
    case .KERNEL_PLACE_OF_SMALLEST:
      Double((numbers.firstIndex { $0 == smallest } ?? 0) + 1)
    case nil: .nan
    }
  }

  private func logSumExp(_ i: Int) -> Double {
    log(columns.reduce(0) { $0 + exp(a(i, $1)) })
  }

  private func logOfWeight(_ i: Int, _ j: Int) -> Double { a(i, j) - logSumExp(i) }
}
