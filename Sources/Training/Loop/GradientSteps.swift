import EquationGraph
import Execution
import LinearAlgebra

/// Steps whose update is a formula: a plan gives the loss and the next parameters, and makes many steps without
/// a look back.
///
/// Only afterwards it is seen whether all numbers remained finite. If not, the stretch is made again, step by
/// step, to find where it happened: what a step computes does not depend on how stretches are cut.
struct GradientSteps: StepMaker {
  let state: PlanState
  let longestStretch = 4096
  private(set) var operationCount = 0
  private let parameterCount: Int
  /// The plan for all rows, or for full batches and for the smaller last one.
  private let plans: [StepPlan]
  private var bursts: [Burst]
  private var batches: BatchRows?
  private var present = 0
  /// The loss of the present step has been computed.
  private var hasLooked = false
  /// Where the last stretch began.
  private var start: Origin
  private var kept: (origin: Origin, step: Int)?

  /// A step to come back to.
  private struct Origin {
    var step: Int
    var state: NumberMemory
  }

  init(_ task: TrainingTask, _ rule: any UpdateRule, _ workers: Workers) {
    let nodes = UpdateNodes(task, rule)
    let equations = task.batches?.equations ?? [task.equations]
    let built = equations.map { nodes.built(for: $0) }
    var carried = nodes.carried
    let countsSteps = task.graph.ancestors(of: built.flatMap { $0 }).contains(nodes.step)
    if countsSteps { carried.append((nodes.step, Matrix(scalar: 1))) }
    let state = PlanState(carried)
    let rows = task.batches.map { BatchRows($0) }
    self.state = state
    batches = rows
    parameterCount = task.parameters.count
    plans = zip(equations, built).enumerated().map { index, step in
      StepPlan(
        task.graph, step.0,
        updates: Dictionary(step.1.enumerated().map { ($0.offset, $0.element) }) { $1 },
        state: state, batch: rows?.batch(step.0, isRemainder: index > 0), workers: workers,
        fixed: task.fixed)
    }
    let capacity = min(longestStretch, task.steps)
    bursts = plans.map { plan in
      var burst = Burst(loss: plan.loss, capacity: capacity)
      burst.conditions = plan.conditions
      burst.stepNumber = countsSteps ? state.number(carried.count - 1) : nil
      return burst
    }
    start = Origin(step: 0, state: state.saved())
  }

  var explanation: String { plans.map(\.plan.explanation).joined(separator: "\n") }

  // MARK: - Stretches

  mutating func advance(from step: Int, to end: Int, limit: Double) -> Stretch {
    start.step = step
    state.save(to: start.state)
    let hadLooked = hasLooked
    let stretch = made(from: step, to: end, limit)
    if isFinite, stretch.losses.last?.isFinite ?? true { return stretch }
    state.restore(start.state)
    hasLooked = hadLooked
    return madeWithCare(from: step, to: end, limit)
  }

  private var isFinite: Bool { (0..<parameterCount).allSatisfy { state.isFinite($0) } }

  private mutating func made(from step: Int, to end: Int, _ limit: Double) -> Stretch {
    var stretch = Stretch()
    present = step
    repeat {
      let run = batches?.epochs.run(from: present)
      if let run { batches?.begin(run) }
      let index = run?.isRemainder == true ? 1 : 0
      bursts[index].steps = min(end - present, run?.steps ?? .max)
      bursts[index].endsWithUpdate = end > step
      bursts[index].beginsWithUpdate = hasLooked
      bursts[index].firstBatch = run?.firstRow ?? 0
      bursts[index].batchRows = batches?.epochs.size ?? 0
      bursts[index].limit = limit
      if hasLooked { stretch.losses.append(bursts[index].loss.value) }
      guard end > step || !hasLooked else { break }
      let ending = plans[index].plan.train(&bursts[index])
      stretch.losses += bursts[index].losses.prefix(bursts[index].lossesComputed)
      present += bursts[index].updatesMade
      operationCount += plans[index].plan.operationCount * bursts[index].updatesMade
      hasLooked = end == step
      switch ending {
      case .allStepsMade: continue
      case .lossOutOfBounds: stretch.ending = .beyondLimit
      case .conditionHolds: stretch.ending = plans[index].condition.map { .condition($0) }
      }
      hasLooked = true
      return stretch
    } while present < end
    return stretch
  }

  /// One step at a time, each of which is taken back if a parameter would not be finite.
  private mutating func madeWithCare(from step: Int, to end: Int, _ limit: Double) -> Stretch {
    var stretch = Stretch()
    let before = state.saved()
    for step in step..<max(step + 1, end) {
      state.save(to: before)
      let single = made(from: step, to: min(end, step + 1), limit)
      stretch.losses += single.losses
      stretch.ending = single.ending
      if !isFinite || !(single.losses.last?.isFinite ?? true) {
        state.restore(before)
        present = step
        hasLooked = false
        stretch.ending = .notFinite(notFinite(at: step))
      }
      if stretch.ending != nil { break }
    }
    return stretch
  }

  private mutating func notFinite(at step: Int) -> NotFinite {
    guard let run = batches?.epochs.run(from: step) else { return plans[0].notFinite() }
    return plans[run.isRemainder ? 1 : 0].notFinite(rows: batches?.rows(of: run) ?? [])
  }

  // MARK: - Going back

  mutating func goBack(to step: Int) { goBack(to: step, from: start) }

  private mutating func goBack(to step: Int, from origin: Origin) {
    state.restore(origin.state)
    present = origin.step
    hasLooked = false
    if step > origin.step { _ = made(from: origin.step, to: step, .infinity) }
  }

  mutating func keep(_ step: Int) {
    let memory = kept?.origin.state ?? state.saved()
    if step == present {
      state.save(to: memory)
      kept = (Origin(step: step, state: memory), step)
    } else {
      memory.copy(from: start.state)
      kept = (Origin(step: start.step, state: memory), step)
    }
  }

  mutating func goBackToKept() {
    if let kept { goBack(to: kept.step, from: kept.origin) }
  }
}
