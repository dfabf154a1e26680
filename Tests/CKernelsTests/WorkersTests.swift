import CKernels
import Synchronization
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Threads that share the parts of a stage. A part waits until another thread has begun one too, so that there really are
/// several at work, even on one core.
@Suite struct WorkersTests {
  /// Where parts meet. Nothing here orders what the threads do, so the thread sanitizer sees them as they are.
  private final class Meeting: Sendable {
    private let firstThread = Atomic<Int>(0)
    private let hasSecond = Atomic<Bool>(false)

    /// Waits for a second thread, if any comes.
    func enter() {
      let own = pthread_self().hashValue
      let first = firstThread.compareExchange(expected: 0, desired: own, ordering: .relaxed)
      if !first.exchanged && first.original != own { hasSecond.store(true, ordering: .relaxed) }
      for _ in 0..<100_000 where !hasSecond.load(ordering: .relaxed) {
        // Leaves the core to the others, where there is only one.
        usleep(20)
      }
    }

    /// Whether a second one came.
    func end() -> Bool {
      firstThread.store(0, ordering: .relaxed)
      return hasSecond.exchange(false, ordering: .relaxed)
    }
  }

  private static let rows = 61
  private static let columns = 8

  /// y = 2 x, row by row in blocks of eight, after a meeting in each block; then the sum of each part of y.
  private final class Doubling {
    private let meeting = Meeting()
    private let workers: OpaquePointer?
    private let x: UnsafeMutablePointer<Double>
    private let y: UnsafeMutablePointer<Double>
    private let sums: UnsafeMutablePointer<Double>
    private let steps: UnsafeMutablePointer<kernel_step>
    private let copies: [UnsafeMutablePointer<kernel_step>]
    static let parts = 4
    private static let count = WorkersTests.rows * WorkersTests.columns

    init(threads: Int) {
      workers = threads > 1 ? kernel_workers_start(threads - 1) : nil
      func numbers(_ count: Int) -> UnsafeMutablePointer<Double> {
        let memory = UnsafeMutablePointer<Double>.allocate(capacity: count + 8)
        memory.initialize(repeating: 0, count: count + 8)
        return memory
      }
      (x, y, sums) = (numbers(Self.count), numbers(Self.count), numbers(Self.parts * 8))
      for place in 0..<Self.count { x[place] = Double(place) }
      let rows = WorkersTests.rows
      let columns = WorkersTests.columns
      var meet = kernel_step()
      meet.kind = .KERNEL_STEP_CALL
      meet.context = Unmanaged.passUnretained(meeting).toOpaque()
      meet.call = { context in
        guard let context else { return }
        Unmanaged<Meeting>.fromOpaque(context).takeUnretainedValue().enter()
      }
      var double = kernel_step()
      double.kind = .KERNEL_STEP_COMBINE
      double.function = kernel_binary.KERNEL_ADD.rawValue
      (double.rows, double.columns) = (rows, columns)
      double.a = kernel_matrix(start: x, row: columns)
      double.b = double.a
      double.y = kernel_matrix(start: y, row: columns)
      var sum = kernel_step()
      sum.kind = .KERNEL_STEP_REDUCE_COLUMNS
      (sum.rows, sum.columns) = (rows, columns)
      sum.a = double.y
      sum.y = kernel_matrix(start: sums, row: columns)
      steps = .allocate(capacity: 3)
      steps.initialize(from: [meet, double, sum], count: 3)
      for step in 0..<3 { kernel_prepare(steps + step) }
      copies = (0..<max(1, threads)).map { [steps] _ in
        let copy = UnsafeMutablePointer<kernel_step>.allocate(capacity: 3)
        copy.initialize(from: steps, count: 3)
        return copy
      }
    }

    deinit {
      if let workers { kernel_workers_end(workers) }
      for numbers in [x, y, sums] { numbers.deallocate() }
      for steps in copies + [steps] { steps.deallocate() }
    }

    /// - Returns: whether several threads took part, and whether everything was found.
    func run() -> (isShared: Bool, isRight: Bool) {
      y.update(repeating: .nan, count: Self.count)
      sums.update(repeating: .nan, count: Self.parts * 8)
      let row = WorkersTests.columns * MemoryLayout<Double>.stride
      func move(
        _ step: UInt32, _ field: Int?, _ motion: kernel_motion
      ) -> kernel_movement {
        kernel_movement(
          step: step, field: UInt16(field ?? 0), motion: motion, goes_on: false, distance: row)
      }
      let movements = [
        move(1, MemoryLayout<kernel_step>.offset(of: \.a), .KERNEL_MOVES_WITH_ROW),
        move(1, MemoryLayout<kernel_step>.offset(of: \.b), .KERNEL_MOVES_WITH_ROW),
        move(1, MemoryLayout<kernel_step>.offset(of: \.y), .KERNEL_MOVES_WITH_ROW),
        move(2, MemoryLayout<kernel_step>.offset(of: \.a), .KERNEL_MOVES_WITH_ROW),
        move(2, MemoryLayout<kernel_step>.offset(of: \.y), .KERNEL_MOVES_WITH_PART),
      ]
      let sweeps: [kernel_sweep] = [
        .KERNEL_SIZE_FIXED, .KERNEL_ROWS_ARE_SWEPT, .KERNEL_ROWS_ARE_SWEPT,
      ]
      var copies = copies.map { Optional($0) }
      var memory = copies.map { _ in UnsafeMutablePointer<Double>?.none }
      movements.withUnsafeBufferPointer { movements in
        sweeps.withUnsafeBufferPointer { sweeps in
          [false, false, true].withUnsafeBufferPointer { beginsSums in
            var stage = kernel_stage()
            (stage.steps, stage.step_count) = (steps, 3)
            (stage.sweeps, stage.begins_sums) = (sweeps.baseAddress, beginsSums.baseAddress)
            (stage.movements, stage.movement_count) = (movements.baseAddress, movements.count)
            (stage.rows, stage.block, stage.parts) = (WorkersTests.rows, 8, Self.parts)
            stage.is_parallel = true
            let count = copies.count
            copies.withUnsafeMutableBufferPointer { copies in
              memory.withUnsafeMutableBufferPointer { memory in
                withUnsafePointer(to: stage) { stage in
                  var plan = kernel_plan()
                  (plan.stages, plan.stage_count, plan.first_update) = (stage, 1, 1)
                  (plan.worker_steps, plan.worker_memory) = (copies.baseAddress, memory.baseAddress)
                  (plan.worker_count, plan.workers) = (count, workers)
                  kernel_plan_run(&plan, 0, 1, 0)
                }
              }
            }
          }
        }
      }
      return (meeting.end(), isRight)
    }

    private var isRight: Bool {
      guard (0..<Self.count).allSatisfy({ y[$0] == 2 * Double($0) }) else { return false }
      // 61 rows are 8 blocks, two for each part.
      return (0..<Self.parts).allSatisfy { part in
        (0..<WorkersTests.columns).allSatisfy { column in
          let rows = part * 16..<min(WorkersTests.rows, (part + 1) * 16)
          let sum = rows.reduce(0) { $0 + 2 * ($1 * WorkersTests.columns + column) }
          return sums[part * WorkersTests.columns + column] == Double(sum)
        }
      }
    }
  }

  @Test(arguments: [2, 3, 5])
  func `threads share the parts of a stage`(count: Int) {
    let doubling = Doubling(threads: count)
    for _ in 0..<100 {
      let (isShared, isRight) = doubling.run()
      #expect(isShared)
      #expect(isRight)
    }
  }

  @Test func `workers may end before they have begun`() {
    for _ in 0..<50 { _ = Doubling(threads: 4) }
  }

  @Test func `a process has at least one core`() {
    #expect(kernel_core_count() >= 1)
  }
}
