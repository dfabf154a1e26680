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

  @Test func `a run leaves the state alone, even where an update is among what it computes`() throws
  {
    let w = graph.define("w", as: graph.leaf(Matrix(rows: [[1, 2, 3]])))
    let doubled = try graph.apply(.multiply, [w, graph.constant(2)])
    let output = try graph.apply(.exp, [try graph.apply(.negate, [doubled])])
    let state = PlanState([(w, Matrix(rows: [[1, 2, 3]]))])
    let plan = Plan(
      graph, outputs: [output], state: state, updates: [0: doubled], workers: workers,
      fixed: { _ in nil })
    plan.run()
    #expect(state[0] == Matrix(rows: [[1, 2, 3]]))
    #expect(plan.output(0) == Matrix(rows: [[-2, -4, -6]]).mapped(by: .exp))
    plan.update()
    #expect(state[0] == Matrix(rows: [[2, 4, 6]]))
  }

  @Test func `a state that stays as it is does not hold up what depends on it`() throws {
    let w = graph.define("w", as: graph.constant(3))
    let output = try graph.apply(.multiply, [w, w])
    let state = PlanState([(w, Matrix(scalar: 3))])
    let plan = Plan(
      graph, outputs: [output], state: state, updates: [0: w], workers: workers, fixed: { _ in nil }
    )
    plan.run()
    #expect(plan.output(0).scalar == 9)
  }
}

/// `sum(tanh(X W))` of the rows that a batch takes, beside what the rows give one by one.
@Suite struct PlanBatchTests {
  private static let rows = 45
  private let data = Matrix(
    Shape(Self.rows, 6), (0..<Self.rows * 6).map { Double($0 * 7 % 31) / 31 - 0.5 })
  private let weights = Matrix(
    Shape(6, 9), (0..<54).map { Double($0 * 5 % 17) / 17 - 0.5 })

  private func expected(_ rows: [Int]) throws -> Double {
    let graph = Graph()
    let x = graph.leaf(data.selecting(rows: rows, columns: Array(0..<6)))
    var evaluation = Evaluation(graph)
    return try evaluation.value(of: try total(graph, x, graph.leaf(weights))).scalar
  }

  private func total(_ graph: Graph, _ x: NodeID, _ w: NodeID) throws -> NodeID {
    Value.apply(.tanh, [Value(graph, try graph.apply(.matmul, [x, w]))]).total.id
  }

  private func plan(
    _ order: BatchOrder?, rows: Int, sweeps: Plan.Options.Sweeps
  ) throws -> Plan {
    let graph = Graph()
    let w = graph.define("W", as: graph.leaf(weights))
    let x = graph.leaf(Matrix(Shape(rows, 6), repeating: .nan))
    var options = Plan.Options()
    options.sweeps = sweeps
    options.block = 8
    return Plan(
      graph, outputs: [try total(graph, x, w)], state: PlanState([(w, weights)]),
      batch: PlanBatch(data: [(x, data)], rows: rows, order: order), workers: Workers(count: 1),
      options: options, fixed: { _ in nil })
  }

  @Test(arguments: [Plan.Options.Sweeps.never, .everywhere])
  func `rows are taken as they stand`(_ sweeps: Plan.Options.Sweeps) throws {
    let plan = try plan(nil, rows: 20, sweeps: sweeps)
    for first in [0, 20, 25] {
      plan.run(batch: first)
      #expect(
        plan.output(0).scalar.isClose(to: try expected(Array(first..<first + 20))))
    }
  }

  @Test(arguments: [Plan.Options.Sweeps.never, .everywhere])
  func `rows are taken in the order that was set`(_ sweeps: Plan.Options.Sweeps) throws {
    let order = BatchOrder(count: Self.rows)
    let plan = try plan(order, rows: 15, sweeps: sweeps)
    for factor in [1, 2, 7] {
      let rows = (0..<Self.rows).map { $0 * factor % Self.rows }
      order.set(rows)
      plan.run(batch: 30)
      #expect(plan.output(0).scalar.isClose(to: try expected(Array(rows[30..<45]))))
    }
  }

  /// Parts are cut by sizes alone, and what they give is put together in their order.
  @Test func `results do not depend on the number of threads`() throws {
    let graph = Graph()
    let x = graph.leaf(
      Matrix(Shape(5000, 24), (0..<120_000).map { Double($0 * 7919 % 1009) / 1009 - 0.5 }))
    let start = Matrix(Shape(24, 40), (0..<960).map { Double($0 * 5 % 17) / 17 - 0.5 })
    let w = graph.define("W", as: graph.leaf(start))
    let loss = graph.define("L", as: try total(graph, x, w))
    let gradient = try graph.gradient(of: loss, with: [w])[0]
    let results = [1, 2, 3].map { count in
      let state = PlanState([(w, start)])
      let plan = Plan(
        graph, outputs: [loss, gradient], state: state, workers: Workers(count: count),
        fixed: { _ in nil })
      plan.run()
      return [plan.output(0), plan.output(1)]
    }
    #expect(results[1] == results[0])
    #expect(results[2] == results[0])
  }
}

extension Double {
  fileprivate func isClose(to other: Double) -> Bool {
    abs(self - other) <= 1e-13 * max(1, abs(other))
  }
}
