import EquationGraph
import LinearAlgebra
import Testing

struct SubstitutionTests {
  private let graph = Graph()

  private func substitute(_ key: NodeID, _ replacement: NodeID, in root: NodeID) throws -> Matrix {
    graph.evaluate(
      try graph.substituting([key: replacement], in: root) { graph.evaluate($0) })
  }

  private func resolve(
    _ operation: Operation, _ inputs: [NodeID]
  ) throws(ShapeError) -> NodeID {
    try graph.apply(resolving: operation, inputs) { graph.evaluate($0) }
  }

  @Test func `another number of rows goes through names, biases and reductions`() throws {
    let x = graph.define("X", as: graph.leaf([[1, 2], [3, 4], [5, 6]]))
    let w = graph.define("W", as: graph.leaf([[1], [-1]]))
    let b = graph.define("b", as: graph.leaf([[0.5]]))
    let h = graph.define(
      "H", as: try graph.apply(.add, [try graph.apply(.matmul, [x, w]), b]))
    let mean = try graph.apply(
      .divide, [try graph.total(h), try graph.apply(.rows, [x])])
    let other = graph.leaf([[1, 0]])
    #expect(try substitute(x, other, in: h) == Matrix(rows: [[1.5]]))
    #expect(try substitute(x, other, in: mean).scalar == 1.5)
    #expect(graph.evaluate(mean).scalar == -0.5)
  }

  @Test func `what does not depend on the replaced value is shared`() throws {
    let (x, y) = (graph.leaf([[1]]), graph.leaf([[2]]))
    let shared = graph.define("s", as: try graph.apply(.exp, [y]))
    let root = try graph.apply(.add, [x, shared])
    let rebuilt = try graph.substituting([x: y], in: root) { graph.evaluate($0) }
    #expect(graph[rebuilt].inputs == [y, shared])
    #expect(try graph.substituting([root: x], in: shared) { graph.evaluate($0) } == shared)
    #expect(try graph.substituting([shared: x], in: shared) { graph.evaluate($0) } == x)
  }

  @Test func `sizes, indices with end and a colon, and tiles follow the new shape`() throws {
    let x = graph.leaf([[1, 2], [3, 4], [5, 6]])
    let rows = try graph.apply(.rows, [x])
    let zeros = try resolve(.zeros, [rows, graph.constant(2)])
    let last = try graph.select(x, [.node(rows), .colon]) { graph.evaluate($0) }
    let column = try graph.select(x, [.colon, .node(graph.constant(1))]) { graph.evaluate($0) }
    let all = try graph.select(x, [.colon]) { graph.evaluate($0) }
    let bias = try resolve(.repmat, [graph.leaf([[7]]), rows, graph.constant(1)])
    let counted = try resolve(.range, [graph.constant(1), graph.constant(1), rows])
    let flat = try resolve(
      .reshape, [x, graph.constant(1), try graph.apply(.numel, [x])])
    let other = graph.leaf([[9, 8], [7, 6]])
    #expect(try substitute(x, other, in: zeros).shape == Shape(2, 2))
    #expect(try substitute(x, other, in: last) == Matrix(rows: [[7, 6]]))
    #expect(try substitute(x, other, in: column) == Matrix(rows: [[9], [7]]))
    #expect(try substitute(x, other, in: all) == Matrix(rows: [[9], [7], [8], [6]]))
    #expect(try substitute(x, other, in: bias) == Matrix(rows: [[7], [7]]))
    #expect(try substitute(x, other, in: counted) == Matrix(rows: [[1, 2]]))
    #expect(try substitute(x, other, in: flat) == Matrix(rows: [[9, 7, 8, 6]]))
  }

  @Test func `the author's product and power become those of matrices`() throws {
    let s = graph.leaf([[3]])
    let twice = try graph.product(s, graph.leaf([[1, 2]]))
    let square = try graph.power(s, graph.constant(2)) { graph.evaluate($0) }
    let elementwise = try graph.apply(.raise, [s, graph.constant(2)])
    #expect(graph.evaluate(square).scalar == 9)
    #expect(
      try substitute(s, graph.leaf([[1], [10]]), in: twice)
        == Matrix(rows: [[1, 2], [10, 20]]))
    let matrix = graph.leaf([[1, 1], [0, 1]])
    #expect(try substitute(s, matrix, in: square) == Matrix(rows: [[1, 2], [0, 1]]))
    #expect(try substitute(s, matrix, in: elementwise) == Matrix(rows: [[1, 1], [0, 1]]))
  }

  @Test func `a gradient is taken anew for the new rows`() throws {
    // One row at first: the bias is not stretched, its gradient has no sum.
    let x = graph.define("X", as: graph.leaf([[1, 2]]))
    let b = graph.define("b", as: graph.leaf([[0.5, 0.25]]))
    let h = try graph.apply(.raise, [try graph.apply(.add, [x, b]), graph.constant(2)])
    let loss = graph.define("C", as: try graph.total(h))
    let gradient = graph.define("dC_db", as: try graph.gradientNode(of: loss, with: b))
    #expect(graph.evaluate(gradient) == Matrix(rows: [[3, 4.5]]))
    let other = graph.leaf([[1, 2], [0, 0], [1, 1]])
    #expect(try substitute(x, other, in: gradient) == Matrix(rows: [[7, 7.5]]))
    let moved = graph.leaf([[1, 1]])
    #expect(try substitute(b, moved, in: gradient) == Matrix(rows: [[4, 6]]))
    // Put in place of the parameter, X is still only the parameter's value.
    #expect(try substitute(b, x, in: gradient) == Matrix(rows: [[4, 8]]))
  }

  @Test func `a misfit names the node that no longer fits`() throws {
    let x = graph.leaf([[1, 2], [3, 4]])
    let product = graph.define("H", as: try graph.apply(.matmul, [x, graph.leaf([[1], [2]])]))
    let error = SubstitutionError.shape(
      .innerDimensionsDiffer(Shape(1, 3), Shape(2, 1)), at: graph.underlying(product))
    #expect(throws: error) { try substitute(x, graph.leaf([[1, 2, 3]]), in: product) }
    let entry = try graph.select(x, [.node(graph.constant(2)), .colon]) { graph.evaluate($0) }
    #expect(throws: SubstitutionError.shape(.rowOutside(2, Shape(1, 2)), at: entry)) {
      try substitute(x, graph.leaf([[1, 2]]), in: entry)
    }
  }
}
