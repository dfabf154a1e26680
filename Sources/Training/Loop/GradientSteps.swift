import EquationGraph
import LinearAlgebra

/// Steps whose update is a formula: one run of a plan gives the loss and the next parameters.
struct GradientSteps: StepMaker {
  /// The values that are carried from step to step: the parameters, then the optimiser's states.
  private var carried: [Matrix]
  private let parameterCount: Int
  /// The plan for all rows, or one for each number of rows.
  private var plans: [StepPlan]
  private var current = 0
  private var batches: BatchRows?
  /// The update's formula has the step in it.
  private let countsSteps: Bool

  init(_ task: TrainingTask, _ rule: any UpdateRule) {
    let updates = UpdateNodes(task, rule)
    carried = updates.starts
    parameterCount = task.parameters.count
    let equations = task.batches?.equations ?? [task.equations]
    let built = equations.map { updates.built(for: $0) }
    let dependsOnStep = task.graph.ancestors(of: built.flatMap { $0 }).contains(updates.step)
    countsSteps = dependsOnStep
    plans = zip(equations, built).map { equations, results in
      StepPlan(
        task.graph, equations, results: results,
        occasional: task.batches == nil ? task.records.map(\.node) : [],
        inputs: updates.inputs + (dependsOnStep ? [updates.step] : []), fixed: task.fixed)
    }
    batches = task.batches.map { BatchRows($0) }
  }

  var parameters: [Matrix] { Array(carried[..<parameterCount]) }

  mutating func look(at step: Int) -> Double {
    var inputs = carried
    if countsSteps { inputs.append(Matrix(scalar: Double(step + 1))) }
    if let batch = batches?.next(at: step) {
      inputs += batch.matrices
      current = batch.size
    }
    plans[current].run(inputs)
    return plans[current].loss
  }

  var condition: Int? { plans[current].condition }

  var isConverged: Bool { false }

  var canMove: Bool { (0..<parameterCount).allSatisfy { plans[current].result($0).isFinite } }

  var firstNotFinite: NotFinite { plans[current].firstNotFinite }

  mutating func occasional() -> [Matrix] { plans[current].occasional() }

  mutating func move() {
    for index in carried.indices { carried[index] = plans[current].result(index) }
  }
}

/// The rows that a step takes, cut out of the whole matrices.
private struct BatchRows {
  private var order: BatchOrder
  private let matrices: [Matrix]

  init(_ batches: TrainingTask.Batches) {
    order = batches.order
    matrices = batches.matrices
  }

  /// - size: which of the equations fit: those of a full batch, 0, or those of the smaller last one, 1.
  mutating func next(at step: Int) -> (matrices: [Matrix], size: Int) {
    let rows = order.rows(of: step)
    return (
      matrices.map { $0.selecting(rows: rows, columns: Array(0..<$0.columns)) },
      rows.count == order.size ? 0 : 1
    )
  }
}

/// The nodes of the update of all parameters.
private struct UpdateNodes {
  /// Parameters and states, which a step is given and gives back.
  let inputs: [NodeID]
  let starts: [Matrix]
  /// The number of the update, from 1.
  let step: NodeID

  private let task: TrainingTask
  private let rule: any UpdateRule
  private let states: [[Value]]
  private let rate: Value

  init(_ task: TrainingTask, _ rule: any UpdateRule) {
    self.task = task
    self.rule = rule
    let graph = task.graph
    states = task.parameters.map { parameter in
      rule.states.map { _ in Value(graph, graph.input(parameter.value.shape)) }
    }
    step = graph.input(.scalar)
    rate = task.schedule.rate(
      Value(graph, graph.constant(task.optimizer.learningRate)), step: Value(graph, step),
      of: task.steps)
    inputs = task.parameters.map(\.node) + states.joined().map(\.id)
    let values = task.parameters.map(\.value)
    starts =
      values
      + values.flatMap { value in
        rule.states.map { Matrix(value.shape, repeating: $0.start) }
      }
  }

  /// The values of `inputs` after an update, as nodes.
  func built(for equations: StepEquations) -> [NodeID] {
    let graph = task.graph
    var gradients = equations.gradients.map { Value(graph, $0) }
    if let clip = task.clip {
      gradients = clip.clipped(
        gradients, norm: jointNorm(of: gradients), task.optimizer.convention)
    }
    let updated = task.parameters.indices.map { index in
      rule.updated(
        Update(
          parameter: Value(graph, task.parameters[index].node), gradient: gradients[index],
          states: states[index], rate: rate, step: Value(graph, step)))
    }
    return updated.map(\.parameter.id) + updated.flatMap(\.states).map(\.id)
  }
}
