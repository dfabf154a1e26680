import EquationGraph
import LinearAlgebra
import Testing

@testable import Execution

/// What must hold of every graph, tried on random ones.
@Suite struct RandomGraphTests {
  /// A graph, and a way to make plans of it. Small matrices reach every special case of a size; larger ones are cut into
  /// blocks.
  struct Case: Sendable, CustomTestStringConvertible {
    let seed: UInt64

    private static let ways: [Plan.Options] = [true, false].flatMap { fuses in
      [Plan.Options.Sweeps.everywhere, .never, .wherePaying].flatMap { sweeps in
        [true, false].map { folds in
          var options = Plan.Options()
          (options.fuses, options.sweeps, options.foldsConstants) = (fuses, sweeps, folds)
          options.block = sweeps == .everywhere ? 8 : nil
          return options
        }
      }
    }

    var sizes: [Int] { seed % 5 < 3 ? [1, 2, 3] : [1, 3, 8, 21] }
    var options: Plan.Options { Self.ways[Int(seed) % Self.ways.count] }
    /// Without the gradients as outputs, more steps can be joined.
    var showsGradients: Bool { Int(seed) / Self.ways.count % 2 == 0 }
    var testDescription: String { "graph \(seed)" }

    func graph() throws -> RandomGraph { try RandomGraph(seed: seed, count: 25, rows: sizes) }
  }

  private static let cases = (0..<UInt64(78)).map { Case(seed: $0) }
  private static let workers = Workers(count: 3)

  private func isNear(_ a: Double, _ b: Double, scale: Double) -> Bool {
    abs(a - b) <= 1e-9 * max(1, scale)
  }

  @Test(arguments: cases)
  func `a value, a plan and the written equations agree`(_ test: Case) throws {
    var random = try test.graph()
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

  @Test(arguments: cases)
  func `a plan finds the loss, the gradients and the steps however it is made`(
    _ test: Case
  ) throws {
    let random = try test.graph()
    let graph = random.graph
    let gradients = try graph.gradient(of: random.loss, with: random.parameters)
    let updates = try random.updates(gradients)
    let outputs = [random.loss] + (test.showsGradients ? gradients : [])
    let state = PlanState(random.parameters.map { ($0, graph.value(of: $0)) })
    let plan = Plan(
      graph, outputs: outputs, state: state,
      updates: Dictionary(uniqueKeysWithValues: updates.indices.map { ($0, updates[$0]) }),
      workers: Self.workers, options: test.options, fixed: { _ in nil })
    plan.run()
    plan.update()
    for (index, node) in outputs.enumerated() {
      expectNear(
        plan.output(index), graph.value(of: node), "output \(index), \(test.options)")
    }
    for (index, node) in updates.enumerated() {
      expectNear(state[index], graph.value(of: node), "parameter \(index), \(test.options)")
    }
  }

  @Test(arguments: cases)
  func `a plan finds every value on the way`(_ test: Case) throws {
    let random = try test.graph()
    let graph = random.graph
    let gradients = try graph.gradient(of: random.loss, with: random.parameters)
    let nodes = graph.ancestors(of: [random.loss] + gradients, cut: Set(random.parameters))
    var known: [NodeID: Matrix] = [:]
    let state = PlanState(random.parameters.map { ($0, graph.value(of: $0)) })
    let plan = Plan(
      graph, outputs: nodes, state: state, workers: Self.workers, options: test.options,
      fixed: { _ in nil })
    plan.run()
    for (index, node) in nodes.enumerated() {
      expectNear(
        plan.output(index), graph.value(of: node, known: &known),
        "\(graph[node].operation.name), \(graph[node].inputs.map { graph.shape(of: $0) }), \(test.options)"
      )
    }
  }

  /// Matrices so large that their rows are shared out among threads.
  @Test(arguments: [0, 7, 10, 15] as [UInt64])
  func `any number of threads gives the same bits, again and again`(seed: UInt64) throws {
    let random = try RandomGraph(seed: seed, count: 12, rows: [1600, 1], columns: [40, 24, 1])
    let graph = random.graph
    let gradients = try graph.gradient(of: random.loss, with: random.parameters)
    let updates = try random.updates(gradients)
    let results = [1, 2, 3, 3].map { count in
      let state = PlanState(random.parameters.map { ($0, graph.value(of: $0)) })
      let plan = Plan(
        graph, outputs: [random.loss] + gradients, state: state,
        updates: Dictionary(uniqueKeysWithValues: updates.indices.map { ($0, updates[$0]) }),
        workers: Workers(count: count), fixed: { _ in nil })
      #expect(plan.explanation.contains("8 parts on \(count) threads"))
      for _ in 0..<3 {
        plan.run()
        plan.update()
      }
      let outputs = (0...gradients.count).map { plan.output($0) }
      return (outputs + random.parameters.indices.map { state[$0] }).map(\.bits)
    }
    for result in results.dropFirst() { #expect(result == results[0]) }
  }

  private func expectNear(_ seen: Matrix, _ wanted: Matrix, _ what: @autoclosure () -> String) {
    #expect(seen.shape == wanted.shape, "\(what())")
    let scale = wanted.elements.reduce(1) { $1.isFinite ? max($0, abs($1)) : $0 }
    for (a, b) in zip(seen.elements, wanted.elements) where a != b {
      guard a.isFinite || b.isFinite else { continue }
      #expect(isNear(a, b, scale: scale), "\(what()): \(a) instead of \(b)")
    }
  }

  @Test(arguments: cases)
  func `gradients agree with tangents`(_ test: Case) throws {
    var random = try test.graph()
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
    for test in Self.cases { missing.subtract(try test.graph().used) }
    #expect(missing.map(\.name).sorted() == [])
  }
}

extension RandomGraph {
  /// What parameters become by a step against their gradients.
  fileprivate func updates(_ gradients: [NodeID]) throws -> [NodeID] {
    let rate = graph.constant(0.01)
    return try zip(parameters, gradients).map { parameter, gradient in
      try graph.apply(.subtract, [parameter, graph.apply(.multiply, [rate, gradient])])
    }
  }
}

extension Matrix {
  /// Of all entries.
  fileprivate var bits: [UInt64] { elements.map(\.bitPattern) }
}
