import EquationGraph
import LinearAlgebra

/// Turns scheduled values with their places into the steps of a program.
struct PlanEmission {
  /// The text of a step, for people.
  struct Line {
    let value: PlanValue.ID
    /// Floating-point operations of a run, all blocks together.
    let operations: Int
  }

  let schedule: Schedule
  let layout: PlanLayout
  private let state: PlanState
  private let batch: PlanBatch?
  private let constantValue: (NodeID) -> Matrix
  let memory: NumberMemory
  var values: PlanValues { schedule.values }

  private(set) var stages: [StepProgram.Stage] = []
  /// One for each stage and step.
  private(set) var lines: [[Line]] = []
  private(set) var firstUpdate = 0
  /// Numbers and small matrices that do not change, and where they stand behind the computed ones.
  private var constants: [PlanValue.ID: Place] = [:]
  private var constantsEnd: Int
  let zero: Int
  let negativeZero: Int

  /// A constant with no more numbers is copied, so that its rows lie as those of computed values do.
  private static let smallConstant = 4096

  init(
    _ schedule: Schedule, _ layout: PlanLayout, state: PlanState, batch: PlanBatch?,
    order: [PlanValue.ID], constantValue: @escaping (NodeID) -> Matrix
  ) {
    self.schedule = schedule
    self.layout = layout
    self.state = state
    self.batch = batch
    self.constantValue = constantValue
    // Two numbers that steps are made with: 0, and −0, which changes nothing when it is added.
    zero = layout.memory.count
    negativeZero = zero + 8
    constantsEnd = zero + 16
    var matrices: [(PlanValue.ID, Matrix)] = []
    var count = constantsEnd
    for id in order {
      switch schedule.values[id].rule {
      case .number(let number): matrices.append((id, Matrix(scalar: number.value)))
      case .constant(let node): matrices.append((id, constantValue(node)))
      default: continue
      }
      count += Self.room(for: matrices[matrices.count - 1].1)
    }
    memory = NumberMemory(count: count)
    memory[negativeZero] = -0.0
    for (id, matrix) in matrices { keep(matrix, as: id) }
    for (index, group) in schedule.groups.enumerated() {
      if !group.isUpdate { firstUpdate = index + 1 }
    }
    let updates = firstUpdate
    for (index, group) in schedule.groups.enumerated() {
      if index == updates { firstUpdate = stages.count }
      emit(index, group)
    }
    if updates == schedule.groups.count { firstUpdate = stages.count }
    emitLateWrites()
  }

  // MARK: - Constants

  private static func room(for matrix: Matrix) -> Int {
    let shape = matrix.shape
    return shape.count > smallConstant ? 0 : (shape.rows * shape.pitch + 7) / 8 * 8
  }

  private mutating func keep(_ matrix: Matrix, as id: PlanValue.ID) {
    let room = Self.room(for: matrix)
    guard room > 0 else {
      constants[id] = Place(.elements(matrix.elements), row: matrix.columns)
      return
    }
    let pitch = matrix.shape.pitch
    memory.write(matrix, at: constantsEnd, row: pitch)
    constants[id] = Place(.memory(memory, constantsEnd), row: pitch)
    constantsEnd += room
  }

  // MARK: - Places

  /// Where the value lies as a whole, for the first row of the first batch.
  func place(of id: PlanValue.ID) -> Place {
    let value = values[id]
    switch value.rule {
    case .state(let index):
      return Place(.memory(state.memory, state.cells[index].place), row: value.shape.pitch)
    case .batch(let index):
      let all = batch.map { $0.data[index].all } ?? Matrix(value.shape, repeating: .nan)
      return Place(
        .elements(all.elements), row: all.columns, motions: [.withBatch(all.columns)])
    case .number, .constant:
      return constants[id] ?? Place(.memory(memory, 0), row: value.shape.pitch)
    case .view:
      var place = value.a.map { self.place(of: $0) } ?? Place(.memory(memory, 0), row: 1)
      // A column's numbers lie side by side, as a row's do.
      if value.shape.columns == 1 { place.row = 1 } else { place.row = value.shape.pitch }
      return place
    default:
      let row = value.shape.pitch
      switch layout.homes[id] {
      case .memory(let place)?: return Place(.memory(memory, place), row: row)
      case .scratch(let place)?: return Place(.scratch(place), row: row)
      case .state(let index)?:
        return Place(.memory(state.memory, state.cells[index].place), row: row)
      case nil: return Place(.memory(memory, 0), row: row)
      }
    }
  }

  /// The same, as a step of a sweep reads it.
  func place(of id: PlanValue.ID, _ access: Schedule.Access, inSweep: Bool) -> Place {
    var place = place(of: id)
    guard inSweep else { return place }
    if case .scratch = place.area { return place }
    switch access {
    case .rows: place.motions.append(.withRow(place.row))
    case .columns: place.motions.append(.withRow(1))
    case .whole: break
    }
    return place
  }

  // MARK: - Groups

  private mutating func emit(_ index: Int, _ group: Schedule.Group) {
    var stage = StepProgram.Stage([], sweep: layout.sweeps[index])
    var lines: [Line] = []
    for id in group.members {
      for step in steps(for: id, layout.sweeps[index]) {
        stage.steps.append(step)
        lines.append(
          Line(value: id, operations: operations(of: step, layout.sweeps[index])))
      }
    }
    guard !stage.steps.isEmpty else { return }
    append(stage, lines)
    let summed = group.members.filter { layout.partsOfSums[$0] != nil }
    guard let sweep = layout.sweeps[index], !summed.isEmpty else { return }
    let additions = summed.map { adding($0, sweep.parts) }
    append(
      StepProgram.Stage(additions),
      zip(summed, additions).map { Line(value: $0, operations: $1.operationCount) })
  }

  private mutating func append(_ stage: StepProgram.Stage, _ lines: [Line]) {
    stages.append(stage)
    self.lines.append(lines)
  }

  private func operations(of step: Step, _ sweep: StepProgram.Sweep?) -> Int {
    var whole = step
    if let sweep {
      if step.sweep == .rows { whole.rows = sweep.rows }
      if step.sweep == .inner { whole.inner = sweep.rows }
    }
    return whole.operationCount
  }

  /// The sum of what the parts of a sweep found.
  private func adding(_ id: PlanValue.ID, _ parts: Int) -> Step {
    let shape = values[id].shape
    let (place, distance) = layout.partsOfSums[id] ?? (0, 0)
    var step = Step(.addParts, rows: shape.rows, columns: shape.columns)
    step.inner = parts
    step.columnOfA = distance
    step.a = Place(.memory(memory, place), row: shape.pitch)
    step.y = self.place(of: id)
    return step
  }

  private mutating func emitLateWrites() {
    var copies: [Step] = []
    var writes: [Step] = []
    for late in layout.lateWrites {
      let shape = values[late.value].shape
      var source = place(of: late.value)
      if let meanwhile = late.meanwhile {
        let kept = Place(.memory(memory, meanwhile), row: shape.pitch)
        copies.append(copying(shape, from: source, to: kept))
        source = kept
      }
      let cell = state.cells[late.state]
      writes.append(
        copying(
          shape, from: source, to: Place(.memory(state.memory, cell.place), row: shape.pitch)))
    }
    guard !writes.isEmpty else { return }
    let values =
      layout.lateWrites.filter { $0.meanwhile != nil }.map(\.value)
      + layout.lateWrites.map(\.value)
    append(
      StepProgram.Stage(copies + writes), values.map { Line(value: $0, operations: 0) })
  }

  private func copying(_ shape: Shape, from source: Place, to target: Place) -> Step {
    var step = Step(.copyRows, rows: shape.rows, columns: shape.columns)
    (step.a, step.y) = (source, target)
    return step
  }

  /// The memory of the values and constants.
  var programMemory: NumberMemory { memory }

  /// The value of `id` after a run.
  func value(of id: PlanValue.ID) -> Matrix { place(of: id).matrix(values[id].shape) }

  /// Where a single number lies.
  func number(_ id: PlanValue.ID) -> Burst.Number {
    guard case .memory(let memory, let start) = place(of: id).area else {
      return Burst.Number(memory, zero)
    }
    return Burst.Number(memory, start)
  }
}
