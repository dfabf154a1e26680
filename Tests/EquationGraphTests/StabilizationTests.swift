import EquationGraph
import LinearAlgebra
import Testing

struct StabilizationTests {
  typealias Build = @Sendable (Graph, NodeID) throws -> NodeID

  struct Composition: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let build: Build

    init(_ text: String, _ build: @escaping Build) {
      testDescription = text
      self.build = build
    }
  }

  private static func one(_ graph: Graph) -> NodeID { graph.constant(1) }

  static let compositions: [Composition] = [
    Composition("log(sigmoid(x))") { g, x in try g.apply(.log, [try g.apply(.sigmoid, [x])]) },
    Composition("log2(softmax(x))") { g, x in
      try g.apply(.log2, [try g.apply(.softmax, [x], .axis(.along))])
    },
    Composition("log10(sigmoid(x))") { g, x in
      try g.apply(.log10, [try g.apply(.sigmoid, [x])])
    },
    Composition("log(1 - sigmoid(x))") { g, x in
      try g.apply(.log, [try g.apply(.subtract, [one(g), try g.apply(.sigmoid, [x])])])
    },
    Composition("log1p(-sigmoid(x))") { g, x in
      try g.apply(.log1p, [try g.apply(.negate, [try g.apply(.sigmoid, [x])])])
    },
    Composition("log(1 ./ (1 + exp(-x)))") { g, x in
      let exponential = try g.apply(.exp, [try g.apply(.negate, [x])])
      return try g.apply(
        .log, [try g.apply(.divide, [one(g), try g.apply(.add, [one(g), exponential])])])
    },
    Composition("exp(x) ./ (exp(x) + 1)") { g, x in
      let exponential = try g.apply(.exp, [x])
      return try g.apply(.divide, [exponential, try g.apply(.add, [exponential, one(g)])])
    },
    Composition("1 ./ (1 + exp(x))") { g, x in
      try g.apply(.divide, [one(g), try g.apply(.add, [one(g), try g.apply(.exp, [x])])])
    },
    Composition("log(1 + exp(x))") { g, x in
      try g.apply(.log, [try g.apply(.add, [one(g), try g.apply(.exp, [x])])])
    },
    Composition("log1p(exp(x))") { g, x in try g.apply(.log1p, [try g.apply(.exp, [x])]) },
    Composition("log(softmax(x))") { g, x in
      try g.apply(.log, [try g.apply(.softmax, [x], .axis(.along))])
    },
    Composition("log(softmax(x, 1))") { g, x in
      try g.apply(.log, [try g.apply(.softmax, [x], .axis(.down))])
    },
    Composition("exp(x) ./ sum(exp(x), 2)") { g, x in
      let exponential = try g.apply(.exp, [x])
      return try g.apply(
        .divide, [exponential, try g.apply(.sum, [exponential], .axis(.along))])
    },
    Composition("log of the same") { g, x in
      let exponential = try g.apply(.exp, [x])
      let share = try g.apply(
        .divide, [exponential, try g.apply(.sum, [exponential], .axis(.along))])
      return try g.apply(.log, [share])
    },
    Composition("log(sum(exp(x), 2))") { g, x in
      try g.apply(.log, [try g.apply(.sum, [try g.apply(.exp, [x])], .axis(.along))])
    },
    Composition("log(sum(sum(exp(x))))") { g, x in
      try g.apply(.log, [try g.total(try g.apply(.exp, [x]))])
    },
    Composition("crossentropy(softmax(x), P)") { g, x in
      try g.apply(.crossentropy, [try g.apply(.softmax, [x], .axis(.along)), targets(g)])
    },
    Composition("crossentropy(softmax(x, 1), P)") { g, x in
      try g.apply(.crossentropy, [try g.apply(.softmax, [x], .axis(.down)), targets(g)])
    },
    Composition("crossentropy(sigmoid(x), P)") { g, x in
      try g.apply(.crossentropy, [try g.apply(.sigmoid, [x]), targets(g)])
    },
    Composition("bce(sigmoid(x), P)") { g, x in
      try g.apply(.bce, [try g.apply(.sigmoid, [x]), targets(g)])
    },
    Composition("log(q(2, 1)), q = softmax(x)") { g, x in
      let q = g.define("q", as: try g.apply(.softmax, [x], .axis(.along)))
      let entry = try g.select(q, [.node(g.constant(2)), .node(one(g))]) { g.evaluate($0) }
      return try g.apply(.log, [entry])
    },
    Composition("log(q'), q = sigmoid(x)") { g, x in
      let q = g.define("q", as: try g.apply(.sigmoid, [x]))
      return try g.apply(.log, [try g.apply(.transpose, [q])])
    },
  ]

  private static func targets(_ graph: Graph) -> NodeID {
    graph.constant(Matrix(rows: [[1, 0, 0], [0.25, 0.25, 0.5]]))
  }

  @Test(arguments: compositions)
  func `a stable form equals the written one where that is safe`(_ example: Composition) throws {
    let graph = Graph()
    let x = graph.leaf([[0.3, -1.2, 2], [1.5, 0.4, -0.7]])
    let written = try example.build(graph, x)
    let stable = try #require(graph.stabilized([written], cut: [x])[written])
    #expect(stable != written)
    #expect(graph.shape(of: stable) == graph.shape(of: written))
    #expect(difference(graph.evaluate(stable), graph.evaluate(written)) < 1e-14)
    let gradients = try [written, stable].map {
      graph.evaluate(try graph.gradient(of: try graph.total($0), with: [x])[0])
    }
    #expect(difference(gradients[1], gradients[0]) < 1e-13)
  }

  @Test(arguments: compositions)
  func `a stable form is finite at 800, its gradient too`(_ example: Composition) throws {
    let graph = Graph()
    let x = graph.leaf([[800, -800, 0], [-800, -800.5, 800]])
    let written = try example.build(graph, x)
    let stable = try #require(graph.stabilized([written], cut: [x])[written])
    #expect(graph.evaluate(stable).elements.allSatisfy { $0.isFinite })
    let gradient = try graph.gradient(of: try graph.total(stable), with: [x])[0]
    #expect(graph.evaluate(gradient).elements.allSatisfy { $0.isFinite })
  }

  @Test func `the author's sigmoid keeps its value while the cost above it is finite`() throws {
    let graph = Graph()
    let x = graph.leaf([[1]])
    let w = graph.define("W", as: graph.leaf([[-800]]))
    let y = graph.define("y", as: try graph.apply(.matmul, [x, w]))
    let output = graph.define("y_o", as: try graph.apply(.sigmoid, [y]))
    let logarithm = try graph.apply(.log, [output])
    let cost = graph.define("C", as: try graph.apply(.negate, [try graph.total(logarithm)]))
    #expect(graph.evaluate(cost).scalar == .infinity)

    let stable = graph.stabilized([cost], cut: [w])
    let stableCost = try #require(stable[cost])
    #expect(stable[output] == output)
    #expect(graph.evaluate(output).scalar == 0)
    #expect(graph.evaluate(stableCost).scalar == 800)
    let gradient = try graph.gradient(of: stableCost, with: [w])[0]
    #expect(graph.evaluate(gradient).scalar == -1)
    #expect(graph.evaluate(try graph.gradientNode(of: cost, with: w)).scalar == -1)
  }

  @Test func `nothing is looked for below a parameter`() throws {
    let graph = Graph()
    let y = graph.leaf([[0.5, -1]])
    let output = graph.define("y_o", as: try graph.apply(.sigmoid, [y]))
    let cost = try graph.total(try graph.apply(.log, [output]))
    #expect(graph.stabilized([cost], cut: [output])[cost] == cost)
    let gradient = try graph.gradientNode(of: cost, with: output)
    let values = graph.evaluate(output).elements.map { 1 / $0 }
    #expect(difference(graph.evaluate(gradient), Matrix(rows: [values])) < 1e-15)
  }

  @Test func `what may be trained is taken for its value and not for its equation`() throws {
    // 1 ./ (k + exp(-x)) is a sigmoid while k is 1, but k may come to be 3.
    let graph = Graph()
    let x = graph.define("x", as: graph.leaf([[0]]))
    let k = graph.define("k", as: graph.constant(1), isFree: true)
    let power = try graph.apply(.exp, [try graph.apply(.negate, [x])])
    let y = try graph.apply(.divide, [graph.constant(1), try graph.apply(.add, [k, power])])
    #expect(graph.stabilized([y], cut: [])[y] == y)
    let gradient = try graph.gradientNode(of: y, with: x)
    #expect(graph.evaluate(gradient).scalar == 0.25)
    #expect(graph.evaluate(gradient, with: [k: Matrix(scalar: 3)]).scalar == 0.0625)

    let q = graph.define("q", as: try graph.apply(.sigmoid, [graph.leaf([[0]])]), isFree: true)
    let logarithm = try graph.apply(.log, [q])
    #expect(graph.stabilized([logarithm], cut: [])[logarithm] == logarithm)
  }
}
