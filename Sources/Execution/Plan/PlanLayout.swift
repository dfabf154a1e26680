import LinearAlgebra

/// Where the values of a plan lie, and how its sweeps are cut.
struct PlanLayout {
  /// Where a computed value lies.
  enum Home {
    /// In the plan's memory.
    case memory(Int)
    /// In the memory of a worker, one block at a time.
    case scratch(Int)
    /// In the state, in place of the value that was there.
    case state(Int)
  }

  struct LateWrite {
    let value: PlanValue.ID
    let state: Int
    /// A place in the memory to be kept at meanwhile: the value is another state's, which may be written first.
    let meanwhile: Int?
  }

  private(set) var homes: [PlanValue.ID: Home] = [:]
  /// Where the parts of a sum lie that are added up after the sweep, and how far apart.
  private(set) var partsOfSums: [PlanValue.ID: (place: Int, distance: Int)] = [:]
  /// One for each group of the schedule.
  private(set) var sweeps: [StepProgram.Sweep?] = []
  /// Values that take the place of a state at the end, since somebody still needs the old one.
  private(set) var lateWrites: [LateWrite] = []
  private(set) var memory = IntervalAllocator()
  private(set) var scratchCount = 0

  private let schedule: Schedule
  private var values: PlanValues { schedule.values }
  /// The last moment at which a value is read. Moments count the steps of groups without sweep; a sweep is
  /// one moment, and the adding up of its parts another.
  private var lastUse: [PlanValue.ID: Int] = [:]
  private var moments: [[Int]] = []

  /// - Parameters:
  ///   - kept: values that are read after a run.
  ///   - updates: the value that each state gets.
  ///   - block: rows of a block; nil decides by the sizes.
  init(
    _ schedule: Schedule, kept: Set<PlanValue.ID>, updates: [Int: PlanValue.ID], block: Int?
  ) {
    self.schedule = schedule
    findMoments(kept)
    sweeps = schedule.groups.map { group in
      group.rows.map { Sweeping(schedule, group).sweep(rows: $0, block: block) }
    }
    let writes = directWrites(updates)
    findLateWrites(updates, writes)
    for (index, group) in schedule.groups.enumerated() {
      if group.rows == nil {
        for (member, moment) in zip(group.members, moments[index]) {
          settle(member, at: moment, writes[member])
        }
      } else {
        settleSweep(index, group, kept, writes)
      }
    }
  }

  // MARK: - Time

  private mutating func findMoments(_ kept: Set<PlanValue.ID>) {
    var now = 0
    for group in schedule.groups {
      moments.append(
        group.members.map { member in
          // A second result is written along with the first.
          if group.rows == nil && values[member].rule != .second { now += 1 }
          return now
        })
      now += 2
    }
    for (index, group) in schedule.groups.enumerated() {
      for (member, moment) in zip(group.members, moments[index]) {
        lastUse[member] = max(lastUse[member] ?? 0, moment)
        for operand in values[member].operands { noteUse(of: operand, at: moment) }
      }
    }
    for id in kept { noteUse(of: id, at: .max) }
  }

  /// A use of a view is one of what it is a view of.
  private mutating func noteUse(of id: PlanValue.ID, at moment: Int) {
    var next: PlanValue.ID? = id
    while let id = next {
      lastUse[id] = max(lastUse[id] ?? 0, moment)
      next = values[id].rule == .view ? values[id].a : nil
    }
  }

  // MARK: - State

  /// The values that can be written to the state where they are computed: nobody reads the old value
  /// afterwards, and the step reads it entry by entry.
  private func directWrites(_ updates: [Int: PlanValue.ID]) -> [PlanValue.ID: Int] {
    var position: [PlanValue.ID: (Int, Int)] = [:]
    for (index, group) in schedule.groups.enumerated() {
      for (place, member) in group.members.enumerated() { position[member] = (index, place) }
    }
    var writes: [PlanValue.ID: Int] = [:]
    for (state, value) in updates.sorted(by: { $0.key < $1.key }) {
      guard writes[value] == nil, let own = position[value],
        schedule.groups[own.0].isUpdate, reads(value, entryByEntry: state)
      else { continue }
      let readers = position.keys.filter { id in
        id != value && values[id].operands.contains { isState($0, state) }
      }
      let isLast = readers.allSatisfy { reader in
        position[reader].map { $0 < own } ?? true
      }
      if isLast { writes[value] = state }
    }
    return writes
  }

  private mutating func findLateWrites(
    _ updates: [Int: PlanValue.ID], _ writes: [PlanValue.ID: Int]
  ) {
    for (state, value) in updates.sorted(by: { $0.key < $1.key })
    where writes[value] != state && !isState(value, state) {
      var source = value
      while values[source].rule == .view, let next = values[source].a { source = next }
      let shape = values[value].shape
      let isOther = if case .state = values[source].rule { true } else { false }
      let meanwhile =
        isOther || writes[source] != nil
        ? memory.allocate(shape.rows * shape.pitch, from: 0, to: .max) : nil
      noteUse(of: value, at: .max)
      lateWrites.append(LateWrite(value: value, state: state, meanwhile: meanwhile))
    }
  }

  /// The operand is the state, or a view of it.
  private func isState(_ id: PlanValue.ID, _ state: Int) -> Bool {
    var next: PlanValue.ID? = id
    while let id = next {
      if values[id].rule == .state(state) { return true }
      next = values[id].rule == .view ? values[id].a : nil
    }
    return false
  }

  private func reads(_ value: PlanValue.ID, entryByEntry state: Int) -> Bool {
    let reading = values[value].operands.filter { isState($0, state) }
    guard !reading.isEmpty else { return !values[value].isGiven && values[value].rule != .view }
    switch values[value].rule {
    case .step(.product), .productOfTranspose:
      return reading.allSatisfy(values[value].others.contains)
    case .step(.reduceColumns): return reading.allSatisfy(values[value].others.contains)
    case .step(let kind):
      return kind.isElementwise
        && reading.allSatisfy { values[$0].shape == values[value].shape }
    default: return false
    }
  }

  // MARK: - Homes

  private mutating func settle(_ id: PlanValue.ID, at moment: Int, _ state: Int?) {
    let value = values[id]
    guard value.rule != .view else { return }
    if let state {
      homes[id] = .state(state)
      return
    }
    if let operand = dying(id, at: moment), case .memory(let place)? = homes[operand] {
      memory.extend(place, to: lastUse[id] ?? moment)
      homes[id] = .memory(place)
      return
    }
    homes[id] = .memory(
      memory.allocate(
        value.shape.rows * value.shape.pitch, from: moment, to: lastUse[id] ?? moment))
  }

  private mutating func settleSweep(
    _ index: Int, _ group: Schedule.Group, _ kept: Set<PlanValue.ID>,
    _ writes: [PlanValue.ID: Int]
  ) {
    guard let moment = moments[index].first, let sweep = sweeps[index] else { return }
    var scratch = IntervalAllocator()
    let users = Set(
      schedule.groups.enumerated().filter { $0.offset != index }.flatMap { $0.element.members })
    // When each member is read for the last time within the block.
    var lastMember: [PlanValue.ID: Int] = [:]
    for (place, member) in group.members.enumerated() {
      for operand in values[member].operands { lastMember[operand] = place }
      lastMember[member] = max(lastMember[member] ?? 0, place)
    }
    let usedOutside = Set(users.flatMap { values[$0].operands })
    for (place, id) in group.members.enumerated() {
      let shape = values[id].shape
      if let state = writes[id] {
        homes[id] = .state(state)
      } else if case .summed = schedule.role(of: id) {
        let size = (shape.rows * shape.pitch + 7) / 8 * 8
        if sweep.parts > 1 {
          let parts = memory.allocate(size * sweep.parts, from: moment, to: moment + 1)
          partsOfSums[id] = (parts, size)
        }
        homes[id] = .memory(memory.allocate(size, from: moment, to: lastUse[id] ?? moment + 1))
      } else if usedOutside.contains(id) || kept.contains(id) {
        homes[id] = .memory(
          memory.allocate(shape.rows * shape.pitch, from: moment, to: lastUse[id] ?? moment))
      } else if let operand = dyingInBlock(id, at: place, lastMember, usedOutside, kept),
        case .scratch(let home)? = homes[operand]
      {
        scratch.extend(home, to: lastMember[id] ?? place)
        homes[id] = .scratch(home)
      } else {
        // A second result is written along with the first, which stands before it.
        let start = values[id].rule == .second ? place - 1 : place
        homes[id] = .scratch(
          scratch.allocate(sweep.block * shape.pitch, from: start, to: lastMember[id] ?? place))
      }
    }
    scratchCount = max(scratchCount, scratch.count)
  }

  /// An operand that is read for the last time here, and whose place the result may take.
  private func dying(_ id: PlanValue.ID, at moment: Int) -> PlanValue.ID? {
    inPlaceOperands(of: id).first { lastUse[$0] == moment && homes[$0] != nil }
  }

  private func dyingInBlock(
    _ id: PlanValue.ID, at place: Int, _ lastMember: [PlanValue.ID: Int],
    _ usedOutside: Set<PlanValue.ID>, _ kept: Set<PlanValue.ID>
  ) -> PlanValue.ID? {
    inPlaceOperands(of: id).first {
      lastMember[$0] == place && !usedOutside.contains($0) && !kept.contains($0)
    }
  }

  /// The operands of an elementwise step that lie as its result does.
  private func inPlaceOperands(of id: PlanValue.ID) -> [PlanValue.ID] {
    guard case .step(let kind) = values[id].rule, kind.isElementwise else { return [] }
    return [values[id].a, values[id].b].compactMap { $0 }.filter {
      values[$0].shape == values[id].shape && !values[$0].isGiven && values[$0].rule != .view
    }
  }
}

extension Step.Kind {
  /// Each entry of y is computed from the entries at its place, and z is not written.
  var isElementwise: Bool {
    switch self {
    case .map, .mapTimes, .combine, .addScaled, .scaledDifference, .mix, .mixSquare, .overRoot: true
    default: false
    }
  }
}

extension PlanLayout.Home: Equatable {}
