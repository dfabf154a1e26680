import EquationGraph
import LinearAlgebra
import Testing

/// Derivatives where the plain formula would be 0 · ∞ or 0/0, and at kinks.
struct SpecialPointTests {
  /// The gradient of the total of `operation` with respect to the operand of that place.
  private func gradient(
    _ operation: Operation, _ operands: [Matrix], _ attribute: Attribute = .none, operand: Int = 0
  ) throws -> Matrix {
    let graph = Graph()
    let inputs = operands.map { graph.leaf($0) }
    let total = try graph.total(try graph.apply(operation, inputs, attribute))
    return graph.evaluate(try graph.gradient(of: total, with: [inputs[operand]])[0])
  }

  @Test func `powers are differentiated at zero`() throws {
    let graph = Graph()
    let x = graph.leaf([[0, 1, -2]])
    for (exponent, expected) in [
      (0.0, [0.0, 0, 0]), (1, [1, 1, 1]), (2, [0, 2, -4]), (3, [0, 3, 12]),
    ] {
      let power = try graph.total(try graph.apply(.raise, [x, graph.constant(exponent)]))
      let gradient = try graph.gradient(of: power, with: [x])[0]
      #expect(Array(graph.evaluate(gradient).elements) == expected)
    }
    // The exponents are not constants here.
    let rows = [Matrix(rows: [[0, 0, 0]]), Matrix(rows: [[0, 1, 2]])]
    #expect(try gradient(.raise, rows).elements == [0, 1, 0])
  }

  @Test(arguments: [
    ([2.0, 0, 5, 3], [0.0, 30, 0, 0]), ([0, 4, 0, 3], [0, 0, 0, 0]), ([2, 3], [3, 2]),
    ([0], [1]),
  ])
  func `a product with zeros has its exact gradient`(_ row: [Double], _ expected: [Double]) throws {
    #expect(
      Array(try gradient(.prod, [Matrix(rows: [row])], .axis(.along)).elements) == expected)
    #expect(
      Array(try gradient(.prod, [Matrix(rows: row.map { [$0] })], .axis(.down)).elements)
        == expected)
  }

  @Test func `a product with a zero has its exact second derivative`() throws {
    let graph = Graph()
    let a = graph.leaf([[2, 0, 5]])
    let product = try graph.apply(.prod, [a], .axis(.along))
    let gradient = try graph.gradient(of: product, with: [a])[0]
    let weighted = try graph.weightedTotal(gradient, graph.leaf([[1, 10, 100]]))
    // ∂²/∂a₁∂a₂ = 5, ∂²/∂a₁∂a₃ = 0, ∂²/∂a₂∂a₃ = 2.
    #expect(
      graph.evaluate(try graph.gradient(of: weighted, with: [a])[0]).elements == [50, 205, 20])
  }

  @Test func `what passes over NaN gives its gradient to the number beside it`() throws {
    let (data, w) = (Matrix(rows: [[.nan, 1, 3]]), Matrix(rows: [[2, 2, 2]]))
    #expect(try gradient(.maximum, [data, w], operand: 1).elements == [1, 1, 0])
    #expect(try gradient(.maximum, [w, data], operand: 0).elements == [1, 1, 0])
    #expect(try gradient(.minimum, [data, w], operand: 1).elements == [1, 0, 1])
    #expect(try gradient(.minimum, [w, data], operand: 0).elements == [1, 0, 1])
  }

  @Test func `the norm and the deviation of equal entries have gradient zero`() throws {
    let equal = Matrix(rows: [[0, 0], [0, 0]])
    #expect(try gradient(.norm, [equal]) == equal)
    #expect(try gradient(.standardDeviation, [equal], .axis(.down)) == equal)
    let single = Matrix(rows: [[3, 4]])
    #expect(try gradient(.variance, [single], .axis(.down)).elements == [0, 0])
    #expect(try gradient(.standardDeviation, [single], .axis(.down)).elements == [0, 0])
  }

  @Test func `the norm of very large and very small entries is right`() throws {
    let graph = Graph()
    for scale in [1e200, 1e-200] {
      let norm = try graph.apply(.norm, [graph.leaf([[3 * scale, 4 * scale]])])
      #expect(abs(graph.evaluate(norm).scalar / (5 * scale) - 1) < 1e-15)
    }
    let infinite = try graph.apply(.norm, [graph.leaf([[1, -.infinity]])])
    #expect(graph.evaluate(infinite).scalar == .infinity)
    let undefined = try graph.apply(.norm, [graph.leaf([[1, .nan, 2]])])
    #expect(graph.evaluate(undefined).scalar.isNaN)
  }

  @Test func `kinks have the slopes that the language promises`() throws {
    let row = Matrix(rows: [[-1, 0, 2]])
    let zero = Matrix(scalar: 0)
    #expect(try gradient(.abs, [row]).elements == [-1, 0, 1])
    #expect(try gradient(.relu, [row]).elements == [0, 0, 1])
    #expect(try gradient(.maximum, [row, zero]).elements == [0, 0.5, 1])
    #expect(try gradient(.minimum, [row, zero]).elements == [1, 0.5, 0])
    #expect(try gradient(.maximum, [row, zero], operand: 1).elements == [1.5])
    #expect(try gradient(.leakyReLU, [row, Matrix(scalar: 0.1)]).elements == [0.1, 0.1, 1])
  }

  @Test func `the first of equal extremes takes the gradient`() throws {
    let table = Matrix(rows: [[3, 1, 3], [1, 1, 3]])
    #expect(
      try gradient(.reduceMax, [table], .axis(.along))
        == Matrix(rows: [[1, 0, 0], [0, 0, 1]]))
    #expect(
      try gradient(.reduceMax, [table], .axis(.down)) == Matrix(rows: [[1, 1, 1], [0, 0, 0]]))
    #expect(
      try gradient(.reduceMin, [table], .axis(.along))
        == Matrix(rows: [[0, 1, 0], [1, 0, 0]]))
  }

  @Test func `elu stays finite for large operands`() throws {
    let row = Matrix(rows: [[800, -800]])
    let alpha = Matrix(scalar: 1.5)
    #expect(try gradient(.elu, [row, alpha]).elements == [1, 0])
    #expect(try gradient(.elu, [row, alpha], operand: 1).elements == [-1])
  }

  @Test func `losses from scores are finite at any score`() throws {
    let scores = Matrix(rows: [[800, -800], [-800, 800]])
    let targets = Matrix(rows: [[1, 0], [1, 0]])
    let graph = Graph()
    let (z, p) = (graph.leaf(scores), graph.leaf(targets))
    let softmax = try graph.apply(.softmaxCrossentropy, [z, p])
    #expect(graph.evaluate(softmax).scalar == 800)
    let sigmoid = try graph.apply(.sigmoidCrossentropy, [z, p])
    #expect(graph.evaluate(sigmoid).scalar == 400)
    #expect(
      try gradient(.softmaxCrossentropy, [scores, targets])
        == Matrix(rows: [[0, 0], [-0.5, 0.5]]))
    #expect(
      try gradient(.sigmoidCrossentropy, [scores, targets])
        == Matrix(rows: [[0, 0], [-0.25, 0.25]]))
  }
}
