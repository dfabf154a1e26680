import CKernels
import Testing

/// Steps beside loops that go entry by entry. Numbers are small multiples of ½: their sums and products are exact
/// in any order, and what is left are the roundings of the functions.
@Suite struct StepTests {
  static let families: [Family] = [
    Family("functions of one number") { $0.addMaps() },
    Family("functions of two numbers") { $0.addCombinations() },
    Family("linear steps") { $0.addLinearSteps() },
    Family("logistic steps") { $0.addLogisticSteps() },
    Family("reductions") { $0.addReductions() },
    Family("softmax") { $0.addSoftmaxes() },
    Family("entries that move") { $0.addMoves() },
  ]

  struct Family: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let add: @Sendable (inout Trials) -> Void

    init(_ name: String, _ add: @escaping @Sendable (inout Trials) -> Void) {
      (testDescription, self.add) = (name, add)
    }
  }

  /// A function is off by a few units in the last place of its result, or of 1 where a sum ends near 0; a sum of
  /// up to 1161 of them by that many times as much.
  private func isNear(_ seen: Double, _ wanted: Double, terms: Int) -> Bool {
    if seen == wanted || (seen.isNaN && wanted.isNaN) { return true }
    return abs(seen - wanted) <= 8 * 0x1p-53 * Double(terms) * max(1, abs(wanted))
  }

  @Test(arguments: TrialMemory.machines, families)
  func `steps give what loops give that go entry by entry`(machine: Int, family: Family) {
    let memory = TrialMemory(capacity: Trials.capacity)
    var trials = Trials(seed: 4) { $0.halves($1) }
    family.add(&trials)
    let problems = trials.all.firstProblems { trial in
      let result = memory.result(of: trial, on: machine)
      let seen = result.y + result.z
      let wanted = PlainStep(trial: trial).result
      let terms = max(1, trial.step.rows * trial.step.columns)
      guard seen.count == wanted.count else { return "\(seen.count) numbers" }
      for place in seen.indices
      where !isNear(seen[place], wanted[place], terms: place < result.y.count ? terms : 1) {
        return "\(seen[place]) instead of \(wanted[place]) at \(place)"
      }
      return nil
    }
    #expect(problems == [])
  }

  @Test func `what is in use is the best build`() {
    var trials = Trials(seed: 5) { $0.calm($1) }
    trials.addProducts([Trials.ProductSize(9, 40, 13)])
    let memory = TrialMemory(capacity: Trials.capacity)
    for trial in trials.all {
      #expect(memory.result(of: trial, on: nil).y == memory.result(of: trial, on: 0).y)
    }
    #expect(!String(cString: kernel_machine_name()).isEmpty)
  }
}
