import EquationGraph
import LinearAlgebra
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

struct GraphTests {
  @Test func `the same expression twice is one node`() throws {
    let graph = Graph()
    let (a, b) = (graph.leaf([[1, 2]]), graph.leaf([[3, 4]]))
    #expect(try graph.apply(.add, [a, b]) == graph.apply(.add, [a, b]))
    #expect(try graph.apply(.add, [a, b]) != graph.apply(.add, [b, a]))
    #expect(graph.constant(2) == graph.constant(2))
    #expect(graph.constant(0) != graph.constant(-0.0))
    #expect(
      try graph.apply(.sum, [a], .axis(.down)) != graph.apply(.sum, [a], .axis(.along)))
  }

  @Test func `leaves and definitions keep their identity`() {
    let graph = Graph()
    #expect(graph.leaf([[1, 2]]) != graph.leaf([[1, 2]]))
    let zero = graph.constant(0)
    let (b1, b2) = (graph.define("b1", as: zero), graph.define("b2", as: zero))
    #expect(b1 != b2)
    #expect(graph.names == [b1: "b1", b2: "b2"])
    #expect(graph.underlying(b2) == zero)
  }

  @Test func `a parameter keeps its own gradient though another has the same value`() throws {
    let graph = Graph()
    let zeros = graph.constant(Matrix(Shape(1, 2), repeating: 0))
    let (a, b) = (graph.define("a", as: zeros), graph.define("b", as: zeros))
    let three = try graph.apply(.multiply, [b, graph.constant(3)])
    let loss = try graph.total(try graph.apply(.add, [a, three]))
    let gradients = try graph.gradient(of: loss, with: [a, b])
    #expect(graph.evaluate(gradients[0]) == Matrix(rows: [[1, 1]]))
    #expect(graph.evaluate(gradients[1]) == Matrix(rows: [[3, 3]]))
  }

  @Test func `a derivative passes a name and a gradient`() throws {
    let graph = Graph()
    let x = graph.define("x", as: graph.leaf([[3]]))
    let cube = try graph.apply(.raise, [x, graph.constant(3)])
    let loss = graph.define("C", as: cube)
    let first = try graph.gradientNode(of: loss, with: x)
    #expect(graph.evaluate(first).scalar == 27)
    let second = try graph.gradientNode(of: graph.define("d", as: first), with: x)
    #expect(graph.evaluate(second).scalar == 18)
    let along = try #require(try graph.tangent(of: first, along: [x: graph.constant(1)]))
    #expect(graph.evaluate(along).scalar == 18)
  }

  @Test func `a loss of more than one entry has no gradient`() {
    let graph = Graph()
    let w = graph.leaf([[1, 2]])
    #expect(throws: DifferentiationError.lossNotScalar(Shape(1, 2))) {
      try graph.gradient(of: w, with: [w])
    }
  }

  @Test func `a size or an index is no path to a parameter`() throws {
    let graph = Graph()
    let w = graph.leaf([[1, 2]])
    let count = try graph.apply(.numel, [w])
    #expect(throws: DifferentiationError.noPath(w)) {
      try graph.gradient(of: count, with: [w])
    }
    // The index comes from a rounded value of w, which is no obstacle.
    let index = try graph.apply(.round, [try graph.total(w)])
    let entry = try graph.select(graph.leaf([[5, 6, 7]]), [.node(index)]) { graph.evaluate($0) }
    let loss = try graph.apply(.multiply, [entry, try graph.total(w)])
    #expect(graph.evaluate(try graph.gradient(of: loss, with: [w])[0]) == Matrix(rows: [[7, 7]]))
  }

  @Test func `a chain of forty thousand steps is differentiated`() throws {
    let graph = Graph()
    let x = graph.leaf([[0.5]])
    var y = x
    var (angle, slope) = (0.5, 1.0)
    for _ in 0..<40_000 {
      y = try graph.apply(.sin, [y])
      slope *= cos(angle)
      angle = sin(angle)
    }
    let gradient = try graph.gradient(of: y, with: [x])[0]
    let tangent = try #require(try graph.tangent(of: y, along: [x: graph.constant(1)]))
    #expect(abs(graph.evaluate(gradient).scalar / slope - 1) < 1e-10)
    #expect(abs(graph.evaluate(tangent).scalar / slope - 1) < 1e-10)
    #expect(graph.stabilized([y], cut: [x])[y] == y)
    let other = try graph.substituting([x: graph.leaf([[0.25]])], in: y) { graph.evaluate($0) }
    #expect(other != y)
  }

  @Test func `a result that no memory holds is refused`() throws {
    let graph = Graph()
    let column = try graph.apply(
      resolving: .ones, [graph.constant(100_000), graph.constant(1)]
    ) { graph.evaluate($0) }
    let row = try graph.apply(.transpose, [column])
    #expect(throws: ShapeError.tooLarge(Shape(100_000, 100_000))) {
      try graph.apply(.matmul, [column, row])
    }
    #expect(throws: ShapeError.tooLarge(Shape(1_000_000_000_000, 1))) {
      try graph.apply(resolving: .ones, [graph.constant(1e12)]) { graph.evaluate($0) }
    }
  }

  @Test func `a released definition no longer depends on its equation`() throws {
    let graph = Graph()
    let s = graph.define("s", as: graph.leaf([[2]]))
    let w = graph.define("W", as: try graph.apply(.multiply, [s, graph.leaf([[1, 3]])]))
    let loss = try graph.total(try graph.apply(.multiply, [w, s]))
    #expect(graph.evaluate(try graph.gradient(of: loss, with: [s])[0]).scalar == 16)
    graph.release(w)
    #expect(!graph.dependents(of: [s]).contains(w))
    let gradient = try graph.gradient(of: loss, with: [s])[0]
    #expect(graph.evaluate(gradient, with: [w: Matrix(rows: [[5, 7]])]).scalar == 12)
  }
}
