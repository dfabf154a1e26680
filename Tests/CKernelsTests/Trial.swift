import CKernels

/// An operand or a result of a step that is tried, with what stands in it before.
struct Operand {
  var rows: Int
  var columns: Int
  /// Numbers between the starts of two rows.
  var row: Int
  /// Row by row, without gaps.
  var numbers: [Double]
  /// The only row or number is read for every row of the result.
  var isRepeated = false

  /// - Parameter gap: numbers between two rows.
  init(_ rows: Int, _ columns: Int, gap: Int = 0, _ numbers: [Double]) {
    precondition(numbers.count == rows * columns, "\(numbers.count) for \(rows)×\(columns)")
    (self.rows, self.columns, row, self.numbers) = (rows, columns, columns + gap, numbers)
  }

  var repeated: Operand {
    var result = self
    result.isRepeated = true
    return result
  }

  /// Gaps included.
  var count: Int { rows * row }

  subscript(i: Int, j: Int) -> Double {
    numbers[(isRepeated ? 0 : i) * columns + j]
  }
}

/// A step with its operands and results, to be carried out by each build of the loops.
struct Trial: CustomStringConvertible {
  var step: kernel_step
  var a, b, c, y, z: Operand?
  var s, t, u: Double?
  var index: [Int32] = []
  /// Of a product: a lies in memory as its transpose.
  var isTurned = false

  init(_ kind: kernel_step_kind, rows: Int, columns: Int, function: UInt16 = 0) {
    step = kernel_step()
    step.kind = kind
    (step.rows, step.columns, step.function) = (rows, columns, function)
    step.column_of_a = 1
  }

  var operands: [Operand?] { [a, b, c, y, z] }

  var description: String {
    let places = zip(["a", "b", "c", "y", "z"], operands).compactMap { name, operand in
      operand.map { "\(name) \($0.rows)×\($0.columns) rows \($0.isRepeated ? 0 : $0.row) apart" }
    }
    let scalars = [s.map { "s \($0)" }, t.map { "t \($0)" }, u.map { "u \($0)" }].compactMap { $0 }
    let flags = [
      step.adds ? "adds" : nil, step.sums ? "sums" : nil, isTurned ? "a is turned" : nil,
    ].compactMap { $0 }
    let sizes = "\(step.rows)×\(step.columns), inner \(step.inner)"
    return
      (["kind \(step.kind.rawValue), function \(step.function) \(step.other)", sizes] + places
      + scalars + flags)
      .joined(separator: ", ")
  }
}

/// Carries out trials, in memory of its own.
final class TrialMemory {
  private let memories: [GuardedMemory]
  /// What stands in gaps between rows and behind the last one: it must not come into any result.
  private let filler = -Double.nan

  init(capacity: Int) { memories = (0..<5).map { _ in GuardedMemory(capacity: capacity) } }

  /// The builds of the loops that this CPU can run.
  static let machines = Array(0..<kernel_machine_count())

  /// Those with fused multiplication, which have to give the same bits.
  static var alikeMachines: [Int] {
    #if arch(x86_64)
      machines.dropLast()
    #else
      machines
    #endif
  }

  struct Result {
    var y: [Double]
    var z: [Double]
    /// Everything but the results is as it was.
    var leavesOperandsAlone: Bool

    /// Of y and then of z, all NaN alike.
    var bits: [UInt64] { (y + z).map { $0.isNaN ? UInt64.max : $0.bitPattern } }
  }

  /// What the build `machine` makes of the trial, or with nil the one in use.
  func result(
    of trial: Trial, on machine: Int?, at side: GuardedMemory.Side = .end
  ) -> Result {
    result(of: trial, at: side) { step in
      if let machine {
        kernel_perform_on_machine(machine, &step)
      } else {
        kernel_perform(&step)
      }
    }
  }

  /// The same by a step that was prepared for all rows and does the first few.
  func result(of trial: Trial, ofRows rows: Int) -> Result {
    result(of: trial, at: .end) { step in
      kernel_prepare(&step)
      step.rows = rows
      step.run(&step)
    }
  }

  private func result(
    of trial: Trial, at side: GuardedMemory.Side, performing perform: (inout kernel_step) -> Void
  ) -> Result {
    var step = trial.step
    step.a = put(trial.a, 0, side)
    step.b = put(trial.b, 1, side)
    step.c = put(trial.c, 2, side)
    step.y = put(trial.y, 3, side)
    step.z = put(trial.z, 4, side)
    if trial.isTurned { (step.a.row, step.column_of_a) = (1, step.a.row) }
    let scalars = [trial.s ?? 0, trial.t ?? 0, trial.u ?? 0]
    let before = [0, 1, 2].map { everything(of: trial.operands[$0], $0, side) }
    scalars.withUnsafeBufferPointer { scalars in
      trial.index.withUnsafeBufferPointer { index in
        if trial.s != nil { step.s = scalars.baseAddress }
        if trial.t != nil { step.t = scalars.baseAddress.map { $0 + 1 } }
        if trial.u != nil { step.u = scalars.baseAddress.map { $0 + 2 } }
        step.index = index.baseAddress
        perform(&step)
      }
    }
    let after = [0, 1, 2].map { everything(of: trial.operands[$0], $0, side) }
    return Result(
      y: numbers(of: trial.y, step.y), z: numbers(of: trial.z, step.z),
      leavesOperandsAlone: before == after)
  }

  private func put(
    _ operand: Operand?, _ number: Int, _ side: GuardedMemory.Side
  ) -> kernel_matrix {
    guard let operand else { return kernel_matrix() }
    let start = memories[number].place(of: operand.count, at: side)
    start.update(repeating: filler, count: operand.count + GuardedMemory.behind)
    operand.numbers.withUnsafeBufferPointer { numbers in
      guard let source = numbers.baseAddress else { return }
      for i in 0..<operand.rows {
        (start + i * operand.row).update(
          from: source + i * operand.columns, count: operand.columns)
      }
    }
    return kernel_matrix(start: start, row: operand.isRepeated ? 0 : operand.row)
  }

  /// The bits of the operand, of its gaps and of what stands behind it.
  private func everything(
    of operand: Operand?, _ number: Int, _ side: GuardedMemory.Side
  ) -> [UInt64] {
    guard let operand else { return [] }
    let start = memories[number].place(of: operand.count, at: side)
    let count = operand.count + GuardedMemory.behind
    return start.withMemoryRebound(to: UInt64.self, capacity: count) {
      Array(UnsafeBufferPointer(start: $0, count: count))
    }
  }

  private func numbers(of operand: Operand?, _ place: kernel_matrix) -> [Double] {
    guard let operand, let start = place.start else { return [] }
    var result: [Double] = []
    for i in 0..<operand.rows {
      result += UnsafeBufferPointer(start: start + i * operand.row, count: operand.columns)
    }
    return result
  }
}

extension [Trial] {
  /// What is wrong with the first five trials with which something is.
  ///
  /// - Parameter problem: says what is wrong, if anything.
  func firstProblems(_ problem: (Trial) -> String?) -> [String] {
    var problems: [String] = []
    for trial in self where problems.count < 5 {
      if let text = problem(trial) { problems.append("\(text): \(trial)") }
    }
    return problems
  }
}
