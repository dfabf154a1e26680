import LinearAlgebra

/// Which values are computed together, and in which order.
///
/// Most operations of a network compute each row of their result from the same row of their operands. Such
/// values of equal row count form a sweep: a block of rows is taken through all of them before the next one,
/// so that what lies between stays in the caches, and blocks can be shared out among cores. Sums over rows,
/// gradients of parameters among them, are added up block by block on the way.
struct Schedule {
  struct Group {
    /// Rows that are gone through in blocks; nil: the steps are carried out once.
    let rows: Int?
    /// Writes to the state, or needs what did.
    let isUpdate: Bool
    var members: [PlanValue.ID] = []
  }

  /// How a step reads an operand in a sweep.
  enum Access {
    /// The rows of the block.
    case rows
    /// The columns with the numbers of the block's rows: of a left operand that is transposed.
    case columns
    case whole
  }

  /// How a value comes about in a sweep.
  enum Role: Equatable {
    /// Row by row, in a sweep over so many rows.
    case rowwise(Int)
    /// As a sum over so many rows.
    case summed(Int)
    case once
  }

  let values: PlanValues
  private(set) var groups: [Group]
  private(set) var groupOf: [PlanValue.ID: Int] = [:]
  private let updates: Set<PlanValue.ID>
  private let sweeps: Plan.Options.Sweeps

  /// A network with no more numbers than this in all its values lies in the caches as it is.
  static let smallCount = 16_384
  /// A step with fewer entries is not worth a sweep.
  private static let smallestSweep = 2048
  private static let fewestRows = 16
  /// A gradient of so many entries is added up block by block; a larger one would travel through the caches
  /// with each block and is cut by its own rows.
  static let largestSum = 16_384
  /// From so many rows on, any gradient is added up in blocks of many rows: what it is made from need not lie in
  /// memory for all rows.
  private static let manyRows = 8192

  /// - Parameters:
  ///   - order: the values to be computed, operands first.
  ///   - outputs: those that are computed before anything is written to the state.
  ///   - updates: those that are written to the state.
  init(
    _ values: PlanValues, order: [PlanValue.ID], outputs: [PlanValue.ID],
    updates: Set<PlanValue.ID>, sweeps: Plan.Options.Sweeps
  ) {
    self.values = values
    self.sweeps = sweeps
    // What the outputs are computed from comes first, and a value that goes on as it was is no update.
    var late = updates.subtracting(values.order(of: outputs)).filter { !values[$0].isGiven }
    for id in order where values[id].operands.contains(where: late.contains) { late.insert(id) }
    self.updates = late
    groups = [Group(rows: nil, isUpdate: false)]
    for id in order where !values[id].isGiven { place(id) }
    // Stable: each half keeps its order.
    let sorted = groups.indices.sorted {
      (groups[$0].isUpdate ? 1 : 0, $0) < (groups[$1].isUpdate ? 1 : 0, $1)
    }
    groups = sorted.map { groups[$0] }.filter { !$0.members.isEmpty }
    for (index, group) in groups.enumerated() {
      for member in group.members { groupOf[member] = index }
    }
  }

  private mutating func place(_ id: PlanValue.ID) {
    let value = values[id]
    let role = role(of: id)
    let rows: Int? =
      switch role {
      case .rowwise(let rows), .summed(let rows): rows
      case .once: nil
      }
    // The second result of a step comes with the first.
    if value.rule == .second, let first = value.a, let group = groupOf[first],
      let index = groups[group].members.firstIndex(of: first)
    {
      groups[group].members.insert(id, at: index + 1)
      groupOf[id] = group
      return
    }
    var earliest = 0
    for (operand, access) in reads(of: id) {
      guard let group = groupOf[operand] else { continue }
      let isReady: Bool
      if let rows {
        isReady = groups[group].rows == rows && isRowwise(operand) && access == .rows
      } else {
        isReady = groups[group].rows == nil
      }
      earliest = max(earliest, isReady ? group : group + 1)
    }
    let isUpdate = updates.contains(id)
    let candidate = (earliest..<max(earliest, groups.count)).first {
      groups[$0].rows == rows && groups[$0].isUpdate == isUpdate
    }
    let group = candidate ?? groups.count
    if candidate == nil { groups.append(Group(rows: rows, isUpdate: isUpdate)) }
    groups[group].members.append(id)
    groupOf[id] = group
  }

  private func isRowwise(_ id: PlanValue.ID) -> Bool {
    if case .rowwise = role(of: id) { return true }
    return false
  }

  // MARK: - Roles

  func role(of id: PlanValue.ID) -> Role {
    guard sweeps != .never else { return .once }
    let value = values[id]
    let shape = value.shape
    switch value.rule {
    case .step(let kind):
      switch kind {
      case .sum, .dot, .mapSum, .logisticSum, .reduceColumns:
        if case .reduceColumns(let reduction) = kind, !reduction.isSumOfBlocks { return .once }
        guard let a = value.a, value.s.map({ values[$0].isGiven }) ?? true else { return .once }
        return large(values[a].shape, Role.summed)
      case .transpose, .gather, .scatter, .call, .fill, .addParts, .oneHot: return .once
      case .reduceRows, .weigh:
        return large(value.a.map { values[$0].shape } ?? shape, Role.rowwise)
      default: return large(shape, Role.rowwise)
      }
    case .productOfTranspose:
      guard let a = value.a else { return .once }
      let isSummed = shape.count <= Self.largestSum || values[a].shape.rows >= Self.manyRows
      return isSummed && value.others.isEmpty
        ? large(values[a].shape, Role.summed) : large(shape, Role.rowwise)
    case .joined(.along), .stretch: return large(shape, Role.rowwise)
    case .second:
      guard let first = value.a else { return .once }
      // A slope belongs to the rows although the sum beside it does not.
      switch role(of: first) {
      case .rowwise(let rows), .summed(let rows): return .rowwise(rows)
      case .once: return .once
      }
    default: return .once
    }
  }

  private func large(_ shape: Shape, _ role: (Int) -> Role) -> Role {
    let pays =
      sweeps == .everywhere
      ? shape.rows >= 2 : shape.rows >= Self.fewestRows && shape.count >= Self.smallestSweep
    return pays ? role(shape.rows) : .once
  }

  /// How the step of a value reads its operands in its sweep; a number is always read whole.
  struct Accesses {
    var a = Access.whole
    var b = Access.whole
    var c = Access.whole
    var others = Access.whole
  }

  func accesses(of id: PlanValue.ID) -> Accesses {
    let value = values[id]
    switch (value.rule, role(of: id)) {
    case (_, .once): return Accesses()
    case (.step(.product(.throughReLU)), _): return Accesses(a: .rows, c: .rows, others: .rows)
    case (.step(.product), _): return Accesses(a: .rows, others: .rows)
    case (.productOfTranspose, .summed): return Accesses(a: .rows, b: .rows)
    case (.productOfTranspose, _): return Accesses(a: .columns, others: .rows)
    case (_, .rowwise(let rows)), (_, .summed(let rows)):
      func access(_ operand: PlanValue.ID?) -> Access {
        operand.map { values[$0].shape.rows == rows } ?? false ? .rows : .whole
      }
      return Accesses(
        a: access(value.a), b: access(value.b), c: access(value.c), others: .rows)
    }
  }

  /// The operands with how they are read.
  private func reads(of id: PlanValue.ID) -> [(operand: PlanValue.ID, access: Access)] {
    let value = values[id]
    let accesses = accesses(of: id)
    let single: [(PlanValue.ID?, Access)] = [
      (value.a, accesses.a), (value.b, accesses.b), (value.c, accesses.c), (value.s, .whole),
      (value.t, .whole), (value.u, .whole),
    ]
    return single.compactMap { operand, access in operand.map { ($0, access) } }
      + value.others.map { ($0, accesses.others) }
  }
}

extension Reduction {
  /// What the blocks give can be put together.
  fileprivate var isSumOfBlocks: Bool {
    switch self {
    case .sum, .product, .maximum, .minimum: true
    case .placeOfMaximum, .placeOfMinimum, .logSumExp: false
    }
  }
}
