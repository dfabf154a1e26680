import EquationGraph
import LinearAlgebra

/// The steps of L-BFGS, each a direction from what is known of the curvature and a line search along it: what
/// PyTorch's `LBFGS` with `line_search_fn="strong_wolfe"` does in one iteration, with at most 25 trials.
struct LBFGSSteps: StepMaker {
  private(set) var parameters: [Matrix]
  private var plan: StepPlan
  private let rate: Double
  private let gradientTolerance: Double
  private let changeTolerance: Double
  private var memory: LBFGSMemory

  /// What the last look found.
  private var loss = Double.nan
  private var gradient: [Double] = []
  private var direction: [Double] = []
  /// The gradient before the last move, and the move.
  private var last: (gradient: [Double], move: [Double])?
  /// No step from here lowers the loss.
  private var isStuck = false

  init(_ task: TrainingTask) {
    parameters = task.parameters.map(\.value)
    plan = StepPlan(
      task.graph, task.equations, results: task.equations.gradients,
      occasional: task.records.map(\.node), inputs: task.parameters.map(\.node), fixed: task.fixed)
    rate = task.optimizer.learningRate
    gradientTolerance = task.optimizer["tolerance_grad"]
    changeTolerance = task.optimizer["tolerance_change"]
    memory = LBFGSMemory(capacity: Int(task.optimizer["history"]))
  }

  mutating func look(at step: Int) -> Double {
    (loss, gradient) = evaluate(parameters)
    if let last {
      memory.learn(move: last.move, change: zip(gradient, last.gradient).map { $0 - $1 })
    }
    direction = memory.direction(for: gradient)
    return loss
  }

  private mutating func evaluate(_ parameters: [Matrix]) -> (Double, [Double]) {
    plan.run(parameters)
    return (plan.loss, parameters.indices.flatMap { Array(plan.result($0).elements) })
  }

  var condition: Int? { plan.condition }

  var isConverged: Bool {
    isStuck || gradient.allSatisfy { abs($0) <= gradientTolerance }
      || dot(gradient, direction) > -changeTolerance
  }

  var canMove: Bool { gradient.allSatisfy(\.isFinite) }

  var firstNotFinite: NotFinite { plan.firstNotFinite }

  mutating func occasional() -> [Matrix] { plan.occasional() }

  mutating func move() {
    let start = parameters
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
    parameters = moved(start, by: point.length)
    isStuck = point.length == 0
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
}
