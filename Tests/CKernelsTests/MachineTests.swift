import CKernels
import Testing

/// The loops exist once for each generation of CPUs.
@Suite struct MachineTests {
  private func everything(seed: Int, _ source: @escaping Trials.Source) -> [Trial] {
    var trials = Trials(seed: seed, source)
    trials.addEverything()
    return trials.all
  }

  /// Memory is guarded at both ends, and what is no result stays as it was.
  @Test(arguments: TrialMemory.machines)
  func `a step touches only its results and eight numbers behind each matrix`(machine: Int) {
    let memory = TrialMemory(capacity: Trials.capacity)
    let problems = everything(seed: 1) { $0.calm($1) }.firstProblems { trial in
      let atEnd = memory.result(of: trial, on: machine, at: .end)
      let atStart = memory.result(of: trial, on: machine, at: .start)
      guard atEnd.leavesOperandsAlone && atStart.leavesOperandsAlone else {
        return "writes to an operand"
      }
      return atEnd.bits == atStart.bits ? nil : "depends on where operands lie"
    }
    #expect(problems == [])
  }

  @Test(arguments: [2, 3])
  func `loops with fused multiplication give the same bits`(seed: Int) {
    let memory = TrialMemory(capacity: Trials.capacity)
    let machines = TrialMemory.alikeMachines
    guard let first = machines.first else { return }
    let problems = everything(seed: seed) { $0.wild($1) }.firstProblems { trial in
      let result = memory.result(of: trial, on: first)
      for machine in machines.dropFirst() {
        let other = memory.result(of: trial, on: machine)
        if other.bits != result.bits { return "build \(machine): \(other), first: \(result)" }
      }
      return nil
    }
    #expect(problems == [])
  }
}
