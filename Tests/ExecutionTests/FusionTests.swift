import EquationGraph
import LinearAlgebra
import Testing

@testable import Execution

/// What becomes one step, and that it computes what its parts would have.
@Suite struct FusionTests {
  let graph = Graph()

  /// Numbers between −1 and 1 without a pattern that a mistake could hide in.
  private func numbers(_ rows: Int, _ columns: Int, from start: Int) -> Matrix {
    Matrix(
      Shape(rows, columns), (0..<rows * columns).map { Double(($0 + start) * 37 % 101) / 50 - 1 })
  }

  private func leaf(_ rows: Int, _ columns: Int, from start: Int) -> Value {
    Value(graph, graph.leaf(numbers(rows, columns, from: start)))
  }

  private func expect(
    _ plan: Plan, toHave nodes: [NodeID], within tolerance: Double = 1e-13,
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    var evaluation = Evaluation(graph)
    for (index, node) in nodes.enumerated() {
      let (got, wanted) = (plan.output(index), try evaluation.value(of: node))
      let scale = wanted.elements.map(abs).max() ?? 0
      #expect(
        zip(got.elements, wanted.elements).allSatisfy { abs($0 - $1) <= tolerance * scale },
        "output \(index)", sourceLocation: location)
    }
  }

  @Test(arguments: [Plan.Options.Sweeps.never, .everywhere])
  func `relu is part of the product before it, and its slope of the one behind`(
    _ sweeps: Plan.Options.Sweeps
  ) throws {
    let (first, second) = (numbers(9, 12, from: 2), numbers(12, 7, from: 3))
    let w = graph.define("W", as: graph.leaf(first))
    let v = graph.define("V", as: graph.leaf(second))
    let x = leaf(20, 9, from: 1)
    let h = (x × Value(graph, w) + leaf(1, 12, from: 5)).relu
    let hidden = graph.define("H", as: h.id)
    let loss = ((Value(graph, hidden) × Value(graph, v)) .** 2).total.id
    let outputs = [loss] + (try graph.gradient(of: loss, with: [w, v]))
    var options = Plan.Options()
    options.sweeps = sweeps
    options.block = 8
    let plan = Plan(
      graph, outputs: outputs, state: PlanState([(w, first), (v, second)]),
      workers: Workers(count: 1), options: options, fixed: { _ in nil })
    plan.run()
    #expect(plan.explanation.contains(" · W + "))
    #expect(plan.explanation.contains("relu("))
    #expect(plan.explanation.contains(" ⊙ (H > 0)"))
    try expect(plan, toHave: outputs)
  }

  /// The steps that PyTorch's Adam, RMSprop and Adagrad end with, on one row and on several with a gap behind each.
  @Test(arguments: [Shape(1, 2), Shape(1, 37), Shape(3, 5), Shape(40, 9)])
  func `an update over the root of averages is one step`(_ shape: Shape) throws {
    let start = numbers(shape.rows, shape.columns, from: 7)
    let values = [start, start.mapped(by: .sigmoid), start.mapped(by: .square)]
    let nodes = zip(["W", "m", "v"], values).map { graph.define($0, as: graph.leaf($1)) }
    let state = PlanState(Array(zip(nodes, values)))
    let (w, m, v) = (Value(graph, nodes[0]), Value(graph, nodes[1]), Value(graph, nodes[2]))
    let g = leaf(shape.rows, shape.columns, from: 11)
    let count = Value(graph, graph.define("t", as: graph.constant(3)))
    let correction = (1 - w.constant(0.999) .** count).sqrt
    let mean = 0.9 .* m + 0.1 .* g
    let square = 0.999 .* v + 0.001 .* g .** 2
    let moved = w - 0.01 .* mean ./ (square.sqrt ./ correction + 1e-8)
    let plan = Plan(
      graph, outputs: [], state: state, updates: [0: moved.id, 1: mean.id, 2: square.id],
      workers: Workers(count: 1), fixed: { _ in nil })
    #expect(plan.explanation.contains("⊘ (√new v ⊘ "))
    var evaluation = Evaluation(graph)
    let wanted = try [moved, mean, square].map { try evaluation.value(of: $0.id) }
    plan.run()
    plan.update()
    for index in 0..<3 {
      #expect(
        zip(state[index].elements, wanted[index].elements).allSatisfy { abs($0 - $1) <= 1e-15 },
        "state \(index)")
    }
  }

  /// As an author may write it: the second average goes on from the first one.
  @Test func `an average of an average is computed after it`() throws {
    let g = leaf(6, 9, from: 1)
    let mean = 0.9 .* leaf(6, 9, from: 4).sigmoid + 0.1 .* g
    let square = 0.5 .* mean + 0.5 .* g .** 2
    let moved = leaf(6, 9, from: 8) - 0.01 .* mean ./ (square.sqrt + 1e-3)
    let outputs = [mean.id, square.id, moved.id]
    var options = Plan.Options()
    options.foldsConstants = false
    let plan = Plan(
      graph, outputs: outputs, state: PlanState([]), workers: Workers(count: 1), options: options,
      fixed: { _ in nil })
    plan.run()
    #expect(plan.explanation.contains("⊘ (√"))
    try expect(plan, toHave: outputs)
  }

  @Test func `a gradient of many rows is added up block by block`() throws {
    let start = numbers(150, 130, from: 3)
    let w = graph.define("W", as: graph.leaf(start))
    let x = leaf(9000, 150, from: 1)
    let loss = (x × Value(graph, w)).sigmoid.total.id
    let gradient = try graph.gradient(of: loss, with: [w])[0]
    let plan = Plan(
      graph, outputs: [loss, gradient], state: PlanState([(w, start)]),
      workers: Workers(count: 2), fixed: { _ in nil })
    plan.run()
    // What lies between would take 9000 · 130 numbers of eight bytes.
    #expect(plan.byteCount < 9000 * 130 * 8 / 2)
    try expect(plan, toHave: [loss, gradient], within: 1e-12)
  }
}
