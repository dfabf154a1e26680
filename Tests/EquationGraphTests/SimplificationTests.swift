import EquationGraph
import LinearAlgebra
import Testing

struct SimplificationTests {
  private let graph = Graph()

  private func value(_ rows: [[Double]]) -> Value { Value(graph, graph.leaf(rows)) }

  @Test func `trivial steps leave no node`() {
    let a = value([[1, 2], [3, 4]])
    for same in [
      1 .* a, a .* 1, a ./ 1, a .** 1, a + 0, 0 + a, a - 0, -(-a), a.transposed.transposed,
      a.stretched(to: a.shape), a.zeros + a,
    ] {
      #expect(same.id == a.id)
    }
    #expect((0 - a).id == (-a).id)
    #expect((-1 .* a).id == (-a).id)
    let b = value([[5, 6], [7, 8]])
    #expect((a + -b).id == (a - b).id)
    #expect((a - -b).id == (a + b).id)
    #expect((-a + b).id == (b - a).id)
    #expect((0 .* a).id == a.zeros.id)
    #expect((a .** 0).shape == a.shape)
  }

  @Test func `numbers are computed`() {
    let two = value([[1]]).constant(2)
    #expect((two .* 3 + 1).id == two.constant(7).id)
    #expect((2 ./ two .** 2 - 1).id == two.constant(-0.5).id)
  }

  @Test func `a sum over a single row is the row`() {
    let row = value([[1, 2, 3]])
    #expect(row.sum(.down).id == row.id)
    #expect(row.sum(.along).id != row.id)
  }

  @Test func `a column of ones times a row stays a table`() {
    let row = value([[1, 2, 3]])
    let ones = Value(graph, graph.constant(Matrix(Shape(2, 3), repeating: 1)))
    #expect((ones .* row).shape == Shape(2, 3))
    #expect((ones.zeros + row).shape == Shape(2, 3))
    #expect(graph.evaluate((ones.zeros + row).id) == Matrix(rows: [[1, 2, 3], [1, 2, 3]]))
  }

  @Test func `a stretch before an elementwise step falls away`() {
    let (row, table) = (value([[1, 2, 3]]), value([[1, 2, 3], [4, 5, 6]]))
    let stretched = row.stretched(to: table.shape)
    #expect((stretched .* table).id == (row .* table).id)
    #expect((table ./ stretched).id == (table ./ row).id)
    #expect((stretched ./ 2).id == (row ./ 2).stretched(to: table.shape).id)
    #expect((stretched + stretched).id == (row + row).stretched(to: table.shape).id)
    // A column and a row are both stretched in the table they make; one stretch must stay.
    let column = value([[1], [2]])
    let sum = stretched + column.stretched(to: table.shape)
    #expect(graph.evaluate(sum.id) == Matrix(rows: [[2, 3, 4], [3, 4, 5]]))
  }

  @Test func `the gradient of the seed's cost is the textbook's formula`() throws {
    // C = -sum(sum(p .* log(y_o))) / rows(X), y_o = sigmoid(y), y = X * W
    let x = graph.define("X", as: graph.leaf([[2, 4, -2]]))
    let w = graph.define("W", as: graph.leaf([[-1.5, -0.2], [-0.4, 1], [1.4, 0.7]]))
    let p = graph.define("p", as: graph.leaf([[1, 0]]))
    let y = graph.define("y", as: try graph.apply(.matmul, [x, w]))
    let output = graph.define("y_o", as: try graph.apply(.sigmoid, [y]))
    let logarithm = try graph.apply(.log, [output])
    let sum = try graph.total(try graph.apply(.multiply, [p, logarithm]))
    let cost = try graph.apply(
      .divide, [try graph.apply(.negate, [sum]), try graph.apply(.rows, [x])])

    let cotangents = try graph.cotangents(of: cost, with: [output])
    let expected = -Value(graph, p) ./ Value(graph, x).rowCount ./ Value(graph, output)
    #expect(cotangents[output] == expected.id)

    let gradient = try graph.gradient(of: cost, with: [w])[0]
    let sigmoid = Value(graph, graph.underlying(output))
    let local = expected .* sigmoid .* (1 - sigmoid)
    let named = Value(graph, x).transposed × local
    #expect(difference(graph.evaluate(gradient), graph.evaluate(named.id)) < 1e-15)
    #expect(graph[gradient].operation == .matmul)
    #expect(graph[graph[gradient].inputs[0]].operation == .transpose)
  }
}
