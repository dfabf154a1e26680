import EquationGraph
import LinearAlgebra
import Testing

@testable import Execution

/// What must hold of every graph, tried on random ones.
@Suite struct RandomGraphTests {
  private static let seeds: Range<UInt64> = 0..<150

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

    var plan = Plan(
      graph, outputs: [evaluation.stable(random.loss)], inputs: random.parameters,
      fixed: { _ in nil })
    plan.run(random.parameters.map { graph.value(of: $0) })
    #expect(plan.output(0).scalar == value)

    // The same again with other parameters, as after a step of training.
    let moved = random.parameters.map { random.matrix(graph.shape(of: $0)) }
    plan.run(moved)
    evaluation.assign(Dictionary(uniqueKeysWithValues: zip(random.parameters, moved)))
    let after = plan.output(0)
    if let now = try? evaluation.value(of: random.loss) {
      #expect(now == after || (now.scalar.isNaN && after.scalar.isNaN))
    } else {
      #expect(after.scalar.isNaN, "what evaluation refuses, a plan has no number for")
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
