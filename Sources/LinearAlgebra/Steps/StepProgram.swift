import CKernels

/// Steps made ready to be carried out again and again: nothing is allocated, retained or released on the way.
package final class StepProgram {
  /// Steps carried out one after the other: once, or for one block of rows after the other.
  package struct Stage: Sendable {
    package var steps: [Step]
    package var sweep: Sweep?

    package init(_ steps: [Step], sweep: Sweep? = nil) {
      self.steps = steps
      self.sweep = sweep
    }
  }

  /// How a stage goes through rows.
  package struct Sweep: Sendable, Hashable {
    package var rows: Int
    /// Rows of a block, a multiple of eight unless there is only one.
    package var block: Int
    /// Runs of blocks that may go on at the same time.
    package var parts: Int
    /// Worth waking other threads for.
    package var isParallel: Bool

    package init(rows: Int, block: Int, parts: Int, isParallel: Bool) {
      self.rows = rows
      self.block = block
      self.parts = parts
      self.isParallel = isParallel
    }
  }

  private let plan: UnsafeMutablePointer<kernel_plan>
  private let workers: Workers
  private let stages: [Stage]
  private let order: BatchOrder?
  /// What the C structures point to, freed at the end.
  private var allocations: [UnsafeMutableRawPointer] = []
  private var calls: [StepCall] = []

  /// - Parameters:
  ///   - firstUpdate: from this stage on, stages write to what the ones before it read.
  ///   - scratch: numbers in each worker's own memory.
  ///   - order: the rows that `gatherRows` fetches.
  package init(
    _ stages: [Stage], firstUpdate: Int, scratch: Int, workers: Workers, order: BatchOrder? = nil
  ) {
    self.stages = stages
    self.workers = workers
    self.order = order
    plan = .allocate(capacity: 1)
    plan.initialize(to: kernel_plan())
    let filled = array(stages.map { stage($0) })
    plan.pointee.stages = UnsafePointer(filled)
    plan.pointee.stage_count = stages.count
    plan.pointee.first_update = firstUpdate
    plan.pointee.worker_count = workers.count
    plan.pointee.workers = workers.handle
    let moving = stages.indices.flatMap { index in
      (0..<filled[index].step_count).map { filled[index].steps[$0] }
    }
    plan.pointee.worker_steps = array((0..<workers.count).map { _ in array(moving) })
    plan.pointee.worker_memory = array(
      (0..<workers.count).map { _ in
        let memory = allocateNumbers(scratch)
        memory.initialize(repeating: 0, count: scratch + 8)
        allocations.append(UnsafeMutableRawPointer(memory))
        return memory
      })
  }

  deinit {
    for allocation in allocations { allocation.deallocate() }
    plan.deallocate()
  }

  // MARK: - Running

  /// Carries out the stages before the updates. Places that move with the batch begin at row `batch`.
  package func run(batch: Int = 0) {
    kernel_plan_run(plan, 0, plan.pointee.first_update, batch)
  }

  /// Carries out the updates.
  package func update(batch: Int = 0) {
    kernel_plan_run(plan, plan.pointee.first_update, plan.pointee.stage_count, batch)
  }

  /// Training steps made without a look back (`kernel_plan_train`).
  package func train(_ burst: inout Burst) -> Burst.Ending {
    precondition(
      burst.losses.count > burst.steps, "\(burst.losses.count) losses for \(burst.steps) steps")
    let conditions = burst.conditions.map { Optional(UnsafePointer($0.memory.start + $0.place)) }
    return burst.losses.withUnsafeMutableBufferPointer { losses in
      conditions.withUnsafeBufferPointer { conditions in
        var request = kernel_burst()
        request.steps = burst.steps
        request.begins_with_update = burst.beginsWithUpdate
        request.ends_with_update = burst.endsWithUpdate
        request.loss = UnsafePointer(burst.loss.memory.start + burst.loss.place)
        request.conditions = conditions.baseAddress
        request.condition_count = conditions.count
        request.limit = burst.limit
        request.losses = losses.baseAddress
        request.step_number = burst.stepNumber.map { $0.memory.start + $0.place }
        request.first_batch = burst.firstBatch
        request.batch_rows = burst.batchRows
        let ending = kernel_plan_train(plan, &request)
        burst.updatesMade = request.updates_made
        burst.lossesComputed = request.losses_computed
        return Burst.Ending(ending)
      }
    }
  }

  // MARK: - Building

  private func array<Element>(_ elements: [Element]) -> UnsafeMutablePointer<Element> {
    let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(1, elements.count))
    memory.initialize(from: elements, count: elements.count)
    allocations.append(UnsafeMutableRawPointer(memory))
    return memory
  }

  private func stage(_ stage: Stage) -> kernel_stage {
    var movements: [kernel_movement] = []
    var result = kernel_stage()
    result.steps = array(
      stage.steps.enumerated().map { index, step in
        var prepared = self.step(step, number: index, &movements)
        kernel_prepare(&prepared)
        return prepared
      })
    result.step_count = stage.steps.count
    kernel_join(result.steps, result.step_count)
    result.sweeps = UnsafePointer(array(stage.steps.map(\.sweep.code)))
    result.begins_sums = UnsafePointer(array(stage.steps.map(\.beginsSum)))
    result.movements = UnsafePointer(array(movements))
    result.movement_count = movements.count
    result.rows = stage.sweep?.rows ?? 0
    result.block = stage.sweep?.block ?? 0
    result.parts = stage.sweep?.parts ?? 1
    result.is_parallel = stage.sweep?.isParallel ?? false
    return result
  }

  private func step(
    _ step: Step, number: Int, _ movements: inout [kernel_movement]
  ) -> kernel_step {
    var result = kernel_step()
    result.kind = step.kind.code
    (result.function, result.other) = step.kind.functions
    if case .logisticSum = step.kind { result.sums = true }
    result.extent_of_a = step.extentOfA.code
    result.extent_of_b = step.extentOfB.code
    (result.rows, result.columns, result.inner) = (step.rows, step.columns, step.inner)
    result.column_of_a = step.columnOfA
    func place(_ place: Place?, _ field: Int) -> kernel_matrix {
      guard let place else { return kernel_matrix() }
      for (index, (motion, distance)) in place.movements.enumerated() {
        movements.append(
          kernel_movement(
            step: UInt32(number), field: UInt16(field), motion: motion, goes_on: index > 0,
            distance: distance))
      }
      return kernel_matrix(start: place.start, row: place.row)
    }
    result.a = place(step.a, MemoryLayout<kernel_step>.offset(of: \.a) ?? 0)
    result.b = place(step.b, MemoryLayout<kernel_step>.offset(of: \.b) ?? 0)
    result.c = place(step.c, MemoryLayout<kernel_step>.offset(of: \.c) ?? 0)
    result.y = place(step.y, MemoryLayout<kernel_step>.offset(of: \.y) ?? 0)
    result.z = place(step.z, MemoryLayout<kernel_step>.offset(of: \.z) ?? 0)
    result.s = UnsafePointer(step.s?.start)
    result.t = UnsafePointer(step.t?.start)
    result.u = UnsafePointer(step.u?.start)
    if step.kind == .gatherRows, let order {
      result.index = UnsafePointer(order.start)
      movements.append(
        kernel_movement(
          step: UInt32(number), field: UInt16(MemoryLayout<kernel_step>.offset(of: \.index) ?? 0),
          motion: .KERNEL_MOVES_WITH_BATCH, goes_on: false, distance: MemoryLayout<Int32>.stride))
      movements.append(
        kernel_movement(
          step: UInt32(number), field: UInt16(MemoryLayout<kernel_step>.offset(of: \.index) ?? 0),
          motion: .KERNEL_MOVES_WITH_ROW, goes_on: true, distance: MemoryLayout<Int32>.stride))
    } else if !step.places.isEmpty {
      result.index = UnsafePointer(array(step.places))
    }
    if let call = step.call {
      let box = StepCall(call)
      calls.append(box)
      result.context = Unmanaged.passUnretained(box).toOpaque()
      result.call = { context in
        guard let context else { return }
        Unmanaged<StepCall>.fromOpaque(context).takeUnretainedValue().perform()
      }
    }
    return result
  }
}

/// A closure that C code can call.
private final class StepCall {
  let perform: @Sendable () -> Void

  init(_ perform: @escaping @Sendable () -> Void) { self.perform = perform }
}

extension Place {
  /// Where the place is for row and part 0.
  fileprivate var start: UnsafeMutablePointer<Double>? {
    switch area {
    case .memory(let memory, let place): memory.start + place
    case .elements(let elements): UnsafeMutablePointer(mutating: elements.start)
    case .scratch(let place):
      UnsafeMutablePointer(bitPattern: place * MemoryLayout<Double>.stride)
    }
  }

  /// How it moves, and the bytes for each row or part.
  fileprivate var movements: [(kernel_motion, Int)] {
    if case .scratch = area { return [(.KERNEL_LIES_WITH_WORKER, 0)] }
    let stride = MemoryLayout<Double>.stride
    return motions.map { motion in
      switch motion {
      case .withRow(let distance): (.KERNEL_MOVES_WITH_ROW, distance * stride)
      case .withBatch(let distance): (.KERNEL_MOVES_WITH_BATCH, distance * stride)
      case .withPart(let distance): (.KERNEL_MOVES_WITH_PART, distance * stride)
      }
    }
  }
}

extension Step.Sweep {
  fileprivate var code: kernel_sweep {
    switch self {
    case .none: .KERNEL_SIZE_FIXED
    case .rows: .KERNEL_ROWS_ARE_SWEPT
    case .inner: .KERNEL_INNER_IS_SWEPT
    }
  }
}
