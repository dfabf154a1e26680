import EquationGraph
import LinearAlgebra

/// The nodes of the update of all parameters.
struct UpdateNodes {
  /// Parameters and the optimiser's states, which a step is given and gives back, with their first values.
  let carried: [(node: NodeID, value: Matrix)]
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
    let starts = task.parameters.map { parameter in
      rule.states.map { Matrix(parameter.value.shape, repeating: $0.start) }
    }
    carried =
      task.parameters + zip(states.joined(), starts.joined()).map { ($0.id, $1) }
  }

  /// The values of `carried` after an update, as nodes.
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
