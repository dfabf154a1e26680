import EquationGraph
import Execution
import LinearAlgebra

/// The steps of L-BFGS, each a direction from what is known of the curvature and a line search along it: what
/// PyTorch's `LBFGS` with `line_search_fn="strong_wolfe"` does in one iteration, with at most 25 trials.
struct LBFGSSteps: StepMaker {
  let state: PlanState
  let longestStretch = 1
  private let plan: StepPlan
  private var evaluations = 0
  private let rate: Double
  private let gradientTolerance: Double
  private let changeTolerance: Double
  private var memory: LBFGSMemory

  /// What the last look found.
  private var loss = Double.nan
  private var gradient: [Double] = []
  private var direction: [Double] = []
  private var hasLooked = false
  /// The gradient before the last move, and the move.
  private var last: (gradient: [Double], move: [Double])?
  /// No step from here lowers the loss.
  private var isStuck = false
  private var present = 0
  private var parametersBefore: [Matrix] = []
  private var kept: [Matrix] = []

  init(_ task: TrainingTask, _ workers: Workers) {
    state = PlanState(task.parameters)
    plan = StepPlan(
      task.graph, task.equations, results: task.equations.gradients, state: state,
      workers: workers, fixed: task.fixed)
    rate = task.optimizer.learningRate
    gradientTolerance = task.optimizer["tolerance_grad"]
    changeTolerance = task.optimizer["tolerance_change"]
    memory = LBFGSMemory(capacity: Int(task.optimizer["history"]))
  }

  var operationCount: Int { evaluations * plan.plan.operationCount }
  var explanation: String { plan.plan.explanation }

  mutating func advance(from step: Int, to end: Int, limit: Double) -> Stretch {
    present = step
    if !hasLooked { look() }
    var stretch = Stretch(losses: [loss])
    if !loss.isFinite || end > step && !gradient.allSatisfy(\.isFinite) {
      stretch.ending = .notFinite(plan.notFinite())
    } else if let condition = plan.condition {
      stretch.ending = .condition(condition)
    } else if loss > limit {
      stretch.ending = .beyondLimit
    } else if isConverged {
      stretch.ending = .converged
    } else if end > step {
      move()
      present = step + 1
    }
    return stretch
  }

  private mutating func look() {
    (loss, gradient) = evaluate(parameters)
    if let last {
      memory.learn(move: last.move, change: zip(gradient, last.gradient).map { $0 - $1 })
    }
    direction = memory.direction(for: gradient)
    hasLooked = true
  }

  private var isConverged: Bool {
    isStuck || gradient.allSatisfy { abs($0) <= gradientTolerance }
      || dot(gradient, direction) > -changeTolerance
  }

  private mutating func move() {
    let start = parameters
    parametersBefore = start
    var search = StrongWolfe(
      from: LinePoint(
        length: 0, loss: loss, slope: dot(gradient, direction)),
      along: direction, tolerance: changeTolerance)
    // Nothing is known of the length of the first step but that it should be short.
    let size = gradient.reduce(0) { $0 + abs($1) }
    let point = search.search(last == nil ? min(1, 1 / size) * rate : rate) { length in
      let (loss, gradient) = evaluate(moved(start, by: length))
      return LinePoint(
        length: length, loss: loss, slope: dot(gradient, direction))
    }
    last = (gradient, direction.map { $0 * point.length })
    set(moved(start, by: point.length))
    isStuck = point.length == 0
    hasLooked = false
  }

  /// `start + length · direction`
  private func moved(_ start: [Matrix], by length: Double) -> [Matrix] {
    var rest = direction[...]
    return start.map { matrix in
      let part = rest.prefix(matrix.shape.count)
      rest = rest.dropFirst(matrix.shape.count)
      return Matrix(matrix.shape, zip(matrix.elements, part).map { $0 + length * $1 })
    }
  }

  // MARK: - Parameters

  private var parameters: [Matrix] { state.nodes.indices.map { state[$0] } }

  private func set(_ parameters: [Matrix]) {
    for (index, value) in parameters.enumerated() { state[index] = value }
  }

  private mutating func evaluate(_ parameters: [Matrix]) -> (Double, [Double]) {
    set(parameters)
    evaluations += 1
    plan.plan.run()
    return (
      plan.loss.value, parameters.indices.flatMap { Array(plan.result($0).elements) }
    )
  }

  mutating func goBack(to step: Int) {
    if step < present { set(parametersBefore) }
    present = step
  }

  mutating func keep(_ step: Int) { kept = step < present ? parametersBefore : parameters }

  mutating func goBackToKept() { set(kept) }
}
