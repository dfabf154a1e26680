import EquationGraph
import LinearAlgebra
import Testing

@testable import Execution

/// What is large is computed by a plan. The reference is the evaluation node by node, which the tests of operations
/// check.
@Suite struct PlannedEvaluationTests {
  let graph = Graph()
  let workers = Workers(count: 2)

  /// A matrix without pattern, of numbers from −1 to 1.
  private func matrix(_ rows: Int, _ columns: Int) -> Matrix {
    var elements: [Double] = []
    var state: UInt64 = 88_172_645_463_325_252
    for _ in 0..<rows * columns {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      elements.append(Double(Int64(bitPattern: state)) / 0x1p63)
    }
    return Matrix(Shape(rows, columns), elements)
  }

  private func evaluations() -> (plain: Evaluation, planned: Evaluation) {
    let plain = Evaluation(graph)
    var planned = plain
    planned.workers = { [workers] in workers }
    return (plain, planned)
  }

  @Test func `a network on many rows has the values of its equations`() throws {
    let x = Value(graph, graph.leaf(matrix(3000, 40)))
    let w = Value(graph, graph.define("W", as: graph.leaf(matrix(40, 50))))
    let h = Value(graph, graph.define("H", as: (x × w).sigmoid.id))
    let scale = Value(graph, graph.define("s", as: (h.total ./ h.entryCount).id))
    let loss = (-((h .* scale).log.total)).id
    var (plain, planned) = evaluations()
    let (expected, value) = (try plain.value(of: loss).scalar, try planned.value(of: loss).scalar)
    #expect(abs(value - expected) <= 1e-12 * abs(expected))
    #expect(planned.isKnown(scale.id))
    #expect(!planned.isKnown(h.id))
    let (wanted, got) = (try plain.value(of: h.id), try planned.value(of: h.id))
    #expect(zip(wanted.elements, got.elements).allSatisfy { abs($0 - $1) <= 4 * $0.ulp })
  }

  @Test func `a single entry outside the domain is found among many`() throws {
    var entries = matrix(2000, 600).mapped(by: .abs)
    entries[1234, 567] = -0.25
    let x = graph.leaf(entries)
    let node = (Value(graph, x).log .> 0).total.id
    var planned = evaluations().planned
    let error = #expect(throws: EvaluationError.self) { try planned.value(of: node) }
    guard case .outsideDomain(let place) = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect((place.row, place.column, place.value) == (1234, 567, -0.25))
  }

  @Test func `whole powers of negative numbers are certain, roots are not`() throws {
    let x = Value(graph, graph.leaf(matrix(1500, 1000)))
    let (square, root) = ((x .** 2).total, (x.abs .** 0.5).total)
    var (plain, planned) = evaluations()
    let areCertain = [planned.isCertain(square.id), planned.isCertain(root.id)]
    #expect(areCertain == [true, false])
    for node in [square.id, root.id] {
      let (expected, value) = (try plain.value(of: node).scalar, try planned.value(of: node).scalar)
      #expect(abs(value - expected) <= 1e-12 * expected)
    }
  }

  @Test func `a value that parameters have moved is computed anew`() throws {
    let x = Value(graph, graph.leaf(matrix(3000, 400)))
    let w = graph.define("w", as: graph.constant(1), isFree: true)
    let y = (x .* Value(graph, w)).total.id
    var planned = evaluations().planned
    let before = try planned.value(of: y).scalar
    planned.assign([w: Matrix(scalar: 2)])
    #expect(abs(try planned.value(of: y).scalar - 2 * before) <= 1e-9)
  }
}
