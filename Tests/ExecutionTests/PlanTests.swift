import EquationGraph
import LinearAlgebra
import Testing

@testable import Execution

@Suite struct PlanTests {
  let graph = Graph()
  let workers = Workers(count: 1)

  private func plan(
    _ outputs: [NodeID], _ state: PlanState, fixed: @escaping (NodeID) -> Matrix? = { _ in nil }
  ) -> Plan {
    Plan(graph, outputs: outputs, state: state, workers: workers, fixed: fixed)
  }

  @Test func `a plan computes its outputs for each state anew`() throws {
    let w = graph.define("W", as: graph.leaf(Matrix(rows: [[1, 2], [3, 4]])))
    let x = graph.leaf(Matrix(rows: [[1, 1]]))
    let y = try graph.apply(.matmul, [x, w])
    let state = PlanState([(w, Matrix(rows: [[1, 2], [3, 4]]))])
    let plan = plan([y, w], state)
    plan.run()
    #expect(plan.output(0) == Matrix(rows: [[4, 6]]))
    state[0] = Matrix(rows: [[0, 0], [1, -1]])
    plan.run()
    #expect(plan.output(0) == Matrix(rows: [[1, -1]]))
    #expect(plan.output(1) == Matrix(rows: [[0, 0], [1, -1]]))
  }

  @Test func `an output that does not depend on the state is there too`() throws {
    let w = graph.define("w", as: graph.constant(2))
    let y = try graph.apply(.exp, [graph.constant(Matrix(rows: [[0, 0]]))])
    let plan = plan([y], PlanState([(w, Matrix(scalar: 7))]))
    plan.run()
    #expect(plan.output(0) == Matrix(rows: [[1, 1]]))
  }

  @Test func `a fixed value stands for its equation`() throws {
    let v = graph.define("v", as: graph.constant(2))
    let w = graph.define("w", as: graph.constant(3))
    let y = try graph.apply(.multiply, [v, w])
    let plan = plan([y], PlanState([(w, Matrix(scalar: 3))])) {
      $0 == v ? Matrix(scalar: 10) : nil
    }
    plan.run()
    #expect(plan.output(0).scalar == 30)
  }

  @Test func `an update that needs the old value of another state gets it`() throws {
    let v = graph.define("v", as: graph.leaf(Matrix(rows: [[1, 2]])))
    let w = graph.define("w", as: graph.leaf(Matrix(rows: [[10, 20]])))
    let state = PlanState([(v, Matrix(rows: [[1, 2]])), (w, Matrix(rows: [[10, 20]]))])
    let sum = try graph.apply(.add, [v, w])
    let difference = try graph.apply(.subtract, [v, w])
    let plan = Plan(
      graph, outputs: [sum], state: state, updates: [0: sum, 1: difference], workers: workers,
      fixed: { _ in nil })
    plan.run()
    plan.update()
    #expect(state[0] == Matrix(rows: [[11, 22]]))
    #expect(state[1] == Matrix(rows: [[-9, -18]]))
  }

  @Test func `two states may change places`() throws {
    let v = graph.define("v", as: graph.leaf(Matrix(rows: [[1, 2, 3]])))
    let w = graph.define("w", as: graph.leaf(Matrix(rows: [[4, 5, 6]])))
    let state = PlanState([(v, Matrix(rows: [[1, 2, 3]])), (w, Matrix(rows: [[4, 5, 6]]))])
    let plan = Plan(
      graph, outputs: [v], state: state, updates: [0: w, 1: v], workers: workers,
      fixed: { _ in nil })
    plan.run()
    plan.update()
    #expect(state[0] == Matrix(rows: [[4, 5, 6]]))
    #expect(state[1] == Matrix(rows: [[1, 2, 3]]))
  }
}
