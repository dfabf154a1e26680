import EquationGraph
import LinearAlgebra
import Testing

@testable import Execution

/// What must hold of every graph, tried on random ones.
@Suite struct RandomGraphTests {
  private static let seeds: Range<UInt64> = 0..<150
  private static let workers = Workers(count: 3)

  private func isNear(_ a: Double, _ b: Double, scale: Double) -> Bool {
    abs(a - b) <= 1e-9 * max(1, scale)
  }

  @Test(arguments: seeds)
  func `a value, a plan and the written equations agree`(seed: UInt64) throws {
    var random = try RandomGraph(seed: seed, count: 25)
    let graph = random.graph
    var evaluation = Evaluation(graph)
    let value = try evaluation.value(of: random.loss).scalar
    #expect(isNear(value, graph.value(of: random.loss).scalar, scale: abs(value)))

    let state = PlanState(random.parameters.map { ($0, graph.value(of: $0)) })
    let stable = evaluation.stable(random.loss)
    let plan = Plan(
      graph, outputs: [stable], state: state, workers: Self.workers, fixed: { _ in nil })
    plan.run()
    #expect(isNear(plan.output(0).scalar, value, scale: abs(value)))

    // The same again with other parameters, as after a step of training.
    let moved = random.parameters.map { random.matrix(graph.shape(of: $0)) }
    for (index, value) in moved.enumerated() { state[index] = value }
    plan.run()
    evaluation.assign(Dictionary(uniqueKeysWithValues: zip(random.parameters, moved)))
    let after = plan.output(0)
    if let now = try? evaluation.value(of: random.loss).scalar {
      #expect(isNear(after.scalar, now, scale: abs(now)) || (now.isNaN && after.scalar.isNaN))
    } else {
      #expect(after.scalar.isNaN, "what evaluation refuses, a plan has no number for")
    }
  }

  /// Ways to make a plan: everything else than the choice that pays.
  static let options: [Plan.Options] = [true, false].flatMap { fuses in
    [Plan.Options.Sweeps.never, .everywhere].map { sweeps in
      var options = Plan.Options()
      (options.fuses, options.sweeps, options.block) = (fuses, sweeps, 8)
      return options
    }
  }

  @Test(arguments: seeds)
  func `a plan finds the loss, the gradients and the steps however it is made`(
    seed: UInt64
  ) throws {
    let random = try RandomGraph(seed: seed, count: 25)
    let graph = random.graph
    let gradients = try graph.gradient(of: random.loss, with: random.parameters)
    let rate = graph.constant(0.01)
    let updates = try zip(random.parameters, gradients).map { parameter, gradient in
      try graph.apply(.subtract, [parameter, graph.apply(.multiply, [rate, gradient])])
    }
    let wanted = ([random.loss] + gradients).map { graph.value(of: $0) }
    let moved = updates.map { graph.value(of: $0) }
    for options in Self.options {
      let state = PlanState(random.parameters.map { ($0, graph.value(of: $0)) })
      let plan = Plan(
        graph, outputs: [random.loss] + gradients, state: state,
        updates: Dictionary(uniqueKeysWithValues: updates.indices.map { ($0, updates[$0]) }),
        workers: Self.workers, options: options, fixed: { _ in nil })
      plan.run()
      for (index, value) in wanted.enumerated() {
        expectNear(plan.output(index), value, "output \(index), \(options)")
      }
      plan.update()
      for (index, value) in moved.enumerated() {
        expectNear(state[index], value, "parameter \(index), \(options)")
      }
      // Without the gradients as outputs, more steps can be joined.
      for (index, node) in random.parameters.enumerated() { state[index] = graph.value(of: node) }
      let bare = Plan(
        graph, outputs: [random.loss], state: state,
        updates: Dictionary(uniqueKeysWithValues: updates.indices.map { ($0, updates[$0]) }),
        workers: Self.workers, options: options, fixed: { _ in nil })
      bare.run()
      bare.update()
      expectNear(bare.output(0), wanted[0], "loss, \(options)")
      for (index, value) in moved.enumerated() {
        expectNear(state[index], value, "parameter \(index) without outputs, \(options)")
      }
    }
  }

  @Test(arguments: seeds)
  func `a plan finds every value on the way`(seed: UInt64) throws {
    let random = try RandomGraph(seed: seed, count: 25)
    let graph = random.graph
    let gradients = try graph.gradient(of: random.loss, with: random.parameters)
    let nodes = graph.ancestors(of: [random.loss] + gradients, cut: Set(random.parameters))
    for options in Self.options {
      let state = PlanState(random.parameters.map { ($0, graph.value(of: $0)) })
      let plan = Plan(
        graph, outputs: nodes, state: state, workers: Self.workers, options: options,
        fixed: { _ in nil })
      plan.run()
      for (index, node) in nodes.enumerated() {
        let operands = graph[node].inputs.map { graph.shape(of: $0).description }
        expectNear(
          plan.output(index), graph.value(of: node),
          "\(graph[node].operation.name) of \(operands), \(options)")
      }
    }
  }

  private func expectNear(_ seen: Matrix, _ wanted: Matrix, _ what: String) {
    #expect(seen.shape == wanted.shape, "\(what)")
    let scale = wanted.elements.reduce(1) { $1.isFinite ? max($0, abs($1)) : $0 }
    for (a, b) in zip(seen.elements, wanted.elements) where a != b {
      guard a.isFinite || b.isFinite else { continue }
      #expect(isNear(a, b, scale: scale), "\(what): \(a) instead of \(b)")
    }
  }

  @Test(arguments: seeds)
  func `gradients agree with tangents`(seed: UInt64) throws {
    var random = try RandomGraph(seed: seed, count: 25)
    let graph = random.graph
    let gradients = try graph.gradient(of: random.loss, with: random.parameters)
    var slope = 0.0
    var scale = 0.0
    var directions: [NodeID: NodeID] = [:]
    for (parameter, gradient) in zip(random.parameters, gradients) {
      let direction = random.matrix(graph.shape(of: parameter))
      directions[parameter] = graph.leaf(direction)
      let value = graph.value(of: gradient)
      #expect(value.shape == direction.shape)
      slope += zip(value.elements, direction.elements).reduce(0) { $0 + $1.0 * $1.1 }
      scale += value.elements.reduce(0) { $0 + abs($1) }
    }
    let tangent = try #require(try graph.tangent(of: random.loss, along: directions))
    let forward = graph.value(of: tangent).scalar
    // At a point such as sqrt(0) both are without a value.
    #expect(isNear(forward, slope, scale: scale) || (!forward.isFinite && !slope.isFinite))
  }

  @Test func `every row of the table stands in one of the graphs`() throws {
    var missing = Set(RandomGraph.operations)
    for seed in Self.seeds { missing.subtract(try RandomGraph(seed: seed, count: 25).used) }
    #expect(missing.map(\.name).sorted() == [])
  }
}
