import EquationGraph
import LinearAlgebra
import Testing

@testable import Execution

@Suite struct EvaluationTests {
  let graph = Graph()

  private func value(_ evaluation: inout Evaluation, _ id: NodeID) throws -> Double {
    try evaluation.value(of: id).scalar
  }

  @Test func `a value is computed from its equation`() throws {
    let x = graph.define("x", as: graph.constant(3))
    let y = graph.define("y", as: try graph.apply(.multiply, [x, x]))
    var evaluation = Evaluation(graph)
    #expect(try value(&evaluation, y) == 9)
  }

  @Test func `an assigned value moves everything that depends on it`() throws {
    let x = graph.define("x", as: graph.constant(3))
    let y = graph.define("y", as: try graph.apply(.multiply, [x, x]))
    let z = graph.define("z", as: try graph.apply(.add, [y, x]))
    let other = graph.define("other", as: graph.constant(3))
    var evaluation = Evaluation(graph)
    #expect(try value(&evaluation, z) == 12)
    evaluation.assign([x: Matrix(scalar: 5)])
    #expect(try value(&evaluation, z) == 30)
    #expect(try value(&evaluation, other) == 3)
  }

  @Test func `an assigned value ends the walk to what it was computed from`() throws {
    let x = graph.define("x", as: graph.constant(3))
    let y = graph.define("y", as: try graph.apply(.multiply, [x, x]))
    let z = graph.define("z", as: try graph.apply(.add, [y, x]))
    var evaluation = Evaluation(graph)
    evaluation.assign([y: Matrix(scalar: 1)])
    evaluation.assign([x: Matrix(scalar: 5)])
    #expect(try value(&evaluation, z) == 6)
  }

  @Test func `a logarithm of a sigmoid that came down to zero stays finite`() throws {
    let x = graph.define("x", as: graph.constant(-800))
    let y = graph.define("y", as: try graph.apply(.sigmoid, [x]))
    let z = try graph.apply(.log, [y])
    var evaluation = Evaluation(graph)
    #expect(try value(&evaluation, y) == 0)
    #expect(try value(&evaluation, z) == -800)
  }

  @Test(arguments: [
    (Operation.log, -1.0), (.sqrt, -0.5), (.log1p, -2), (.asin, 1.5), (.acos, -1.5),
  ])
  func `a result that would be complex is refused`(operation: Operation, operand: Double) throws {
    let x = graph.leaf(Matrix(rows: [[1, operand]]))
    let node = try graph.apply(operation, [x])
    var evaluation = Evaluation(graph)
    let error = #expect(throws: EvaluationError.self) { try evaluation.value(of: node) }
    guard case .outsideDomain(let place) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect((place.row, place.column) == (0, 1))
    #expect(place.value == operand)
  }

  @Test func `an index that is a computed value follows it`() throws {
    let x = graph.define("x", as: graph.leaf(Matrix(rows: [[10, 20, 30]])))
    let k = graph.define("k", as: graph.constant(1))
    let picked = try graph.select(x, [.node(k)]) { _ in Matrix(scalar: 1) }
    var evaluation = Evaluation(graph)
    #expect(try value(&evaluation, picked) == 10)
    evaluation.assign([k: Matrix(scalar: 3)])
    #expect(try value(&evaluation, picked) == 30)
    evaluation.assign([k: Matrix(scalar: 4)])
    #expect(throws: EvaluationError.self) { try evaluation.value(of: picked) }
  }

  @Test func `NaN made elsewhere is no reason to refuse`() throws {
    let x = graph.leaf(Matrix(scalar: .nan))
    let node = try graph.apply(.log, [x])
    var evaluation = Evaluation(graph)
    #expect(try value(&evaluation, node).isNaN)
  }

  @Test func `a chain of a hundred thousand nodes is evaluated without recursion`() throws {
    var node = graph.leaf(Matrix(scalar: 0))
    let one = graph.constant(1)
    for _ in 0..<100_000 { node = try graph.apply(.add, [node, one]) }
    var evaluation = Evaluation(graph)
    #expect(try value(&evaluation, node) == 100_000)
  }
}
