import LinearAlgebra

/// How a sweep is cut into blocks and parts. Only the sizes decide, so every machine cuts alike.
struct Sweeping {
  private let schedule: Schedule
  private let group: Schedule.Group

  init(_ schedule: Schedule, _ group: Schedule.Group) {
    self.schedule = schedule
    self.group = group
  }

  /// Numbers that the rows of a block may take: half of a first cache of 32 KiB.
  private static let blockCount = 2048
  /// Right operands of products: from this size on, they have to be fetched from the third cache for each block.
  private static let thirdCache = 65_536
  /// Rows that make up for the way of a large sum through the caches.
  private static let rowsOfLargeSum = 512
  private static let mostParts = 8
  /// Operations that a part should have, and that a sweep must have for others to be woken.
  private static let operationsOfPart = 400_000
  private static let operationsWorthSharing = 3_000_000

  func sweep(rows: Int, block: Int?) -> StepProgram.Sweep {
    let values = schedule.values
    var numbersOfRow = 0
    var rightOperand = 0
    var operations = 0
    var hasLargeSum = false
    for id in group.members {
      let value = values[id]
      if case .rowwise = schedule.role(of: id) { numbersOfRow += value.shape.pitch }
      if case .step(.product) = value.rule, let b = value.b {
        rightOperand = max(rightOperand, values[b].shape.count)
      }
      if value.rule == .productOfTranspose, case .rowwise = schedule.role(of: id), let b = value.b {
        rightOperand = max(rightOperand, values[b].shape.count)
      }
      if case .summed = schedule.role(of: id), value.shape.count > Schedule.largestSum {
        hasLargeSum = true
      }
      operations += Self.operations(value, values)
    }
    let fewest = hasLargeSum ? Self.rowsOfLargeSum : Self.fewestRows(rightOperand: rightOperand)
    let fitting = max(fewest, Self.blockCount / max(1, numbersOfRow))
    let isShared = operations >= Self.operationsWorthSharing
    let wanted =
      isShared ? max(2, min(Self.mostParts, operations / Self.operationsOfPart)) : 1
    // A block for each part at least.
    let evenly = max(fewest, (rows + wanted - 1) / wanted)
    let blockRows = min((rows + 7) / 8 * 8, (block ?? min(fitting, evenly) + 7) / 8 * 8)
    let blocks = (rows + blockRows - 1) / blockRows
    let parts = min(blocks, wanted)
    return StepProgram.Sweep(rows: rows, block: blockRows, parts: parts, isParallel: parts > 1)
  }

  /// - Parameter rightOperand: entries of the largest right operand of a product; 0 without products.
  private static func fewestRows(rightOperand: Int) -> Int {
    switch rightOperand {
    case 0: 8
    case ...thirdCache: 64
    default: 128
    }
  }

  /// Arithmetic operations; those of a function of the C library's kind are many.
  static func operations(_ value: PlanValue, _ values: PlanValues) -> Int {
    let count = value.a.map { max(values[$0].shape.count, value.shape.count) } ?? value.shape.count
    switch value.rule {
    case .step(.product), .productOfTranspose:
      let inner = value.b.map { values[$0].shape.rows } ?? 0
      return 2 * value.shape.count * inner
    case .step(.map(let function)), .step(.mapTimes(let function)), .step(.mapSum(let function)):
      return count * function.cost
    case .step(.logistic), .step(.logisticSum): return count * 60
    case .step(.weigh): return count * 40
    case .second, .view: return 0
    default: return count
    }
  }
}

extension ElementwiseFunction {
  /// Arithmetic operations that an entry takes, roughly.
  fileprivate var cost: Int {
    switch self {
    case .copy, .negate, .not, .abs, .sign, .round, .floor, .ceil, .relu, .square: 1
    case .sqrt, .softsign: 8
    case .exp, .expm1, .sigmoid, .sigmoidOfNegative, .tanh, .silu: 24
    case .log, .log1p: 30
    case .logSigmoid, .logOnePlusPower, .softplus: 50
    case .log2, .log10, .sin, .cos, .tan, .asin, .acos, .atan, .sinh, .cosh, .erf, .gelu: 100
    }
  }
}
