import EquationGraph
import LinearAlgebra
import Testing

@testable import Execution

@Suite struct PlanTests {
  let graph = Graph()

  @Test func `a plan computes its outputs for each input anew`() throws {
    let w = graph.define("W", as: graph.leaf(Matrix(rows: [[1, 2], [3, 4]])))
    let x = graph.leaf(Matrix(rows: [[1, 1]]))
    let y = try graph.apply(.matmul, [x, w])
    var plan = Plan(graph, outputs: [y, w], inputs: [w], fixed: { _ in nil })
    plan.run([Matrix(rows: [[1, 2], [3, 4]])])
    #expect(plan.output(0) == Matrix(rows: [[4, 6]]))
    plan.run([Matrix(rows: [[0, 0], [1, -1]])])
    #expect(plan.output(0) == Matrix(rows: [[1, -1]]))
    #expect(plan.output(1) == Matrix(rows: [[0, 0], [1, -1]]))
  }

  @Test func `an output that does not depend on the inputs is there too`() throws {
    let w = graph.define("w", as: graph.constant(2))
    let y = try graph.apply(.exp, [graph.constant(0)])
    var plan = Plan(graph, outputs: [y], inputs: [w], fixed: { _ in nil })
    plan.run([Matrix(scalar: 7)])
    #expect(plan.output(0).scalar == 1)
  }

  @Test func `a fixed value stands for its equation`() throws {
    let v = graph.define("v", as: graph.constant(2))
    let w = graph.define("w", as: graph.constant(3))
    let y = try graph.apply(.multiply, [v, w])
    var plan = Plan(graph, outputs: [y], inputs: [w]) { $0 == v ? Matrix(scalar: 10) : nil }
    plan.run([Matrix(scalar: 3)])
    #expect(plan.output(0).scalar == 30)
  }

  @Test func `the first operation that left the finite numbers is named`() throws {
    let w = graph.define("w", as: graph.leaf(Matrix(rows: [[1, 2]])))
    let logarithm = try graph.apply(.log, [w])
    let negative = try graph.apply(.negate, [logarithm])
    var plan = Plan(graph, outputs: [negative], inputs: [w], fixed: { _ in nil })
    plan.run([Matrix(rows: [[1, 2]])])
    #expect(plan.firstNotFinite == nil)
    plan.run([Matrix(rows: [[1, 0]])])
    #expect(plan.firstNotFinite == logarithm)
    #expect(plan.value(of: logarithm)?.elements[1] == -.infinity)
  }
}
