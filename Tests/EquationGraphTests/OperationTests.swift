import EquationGraph
import LinearAlgebra
import Testing

struct OperationTests {
  @Test(arguments: OperationCase.all)
  func `an operation has NumPy's value`(_ example: OperationCase) throws {
    let graph = Graph()
    let output = try example.apply(graph, example.operands.map { graph.leaf($0) })
    #expect(graph.shape(of: output) == example.result.shape)
    #expect(difference(graph.evaluate(output), example.result) < 1e-13)
  }

  @Test(arguments: OperationCase.differentiable)
  func `the rules agree with differences and with one another`(_ example: OperationCase) throws {
    let operation = try #require(example.operation)
    let checker = DerivativeChecker(build: example.apply, operands: example.operands)
    let count = operation.differentiableCount ?? example.operands.count
    for operand in 0..<count {
      let errors = try checker.errors(operand: operand, differentiable: count)
      #expect(errors.vjp < 1e-8, "VJP of operand \(operand)")
      #expect(errors.jvp < 1e-8, "JVP of operand \(operand)")
      #expect(errors.transposition < 1e-12, "VJP against JVP of operand \(operand)")
      #expect(errors.second < 1e-7, "second derivative of operand \(operand)")
    }
  }

  @Test func `every row of the table has a case`() {
    let covered = Set(OperationCase.all.compactMap(\.operation))
    // Their values and rules stand in GraphTests.
    let elsewhere: Set<Operation> = [.leaf, .constant, .definition, .gradient]
    #expect(
      Set(Operation.all).subtracting(covered).map(\.name).sorted() == elsewhere.map(\.name).sorted()
    )
    #expect(Set(Operation.all).count == Operation.all.count)
  }

  @Test func `a wrong rule fails the checker`() throws {
    let wrong = Operation(
      "exp", shape: { $0[0] }, value: .elementwise(.exp),
      derivative: .rule(
        vjp: { c, _ in c.cotangent .* c[0] }, jvp: { c, _ in c.tangent .* c.result }))
    let checker = DerivativeChecker(
      build: { graph, inputs in try graph.apply(wrong, inputs) },
      operands: [Matrix(rows: [[0.3, -0.4], [1.2, 0.9]])])
    let errors = try checker.errors(operand: 0, differentiable: 1)
    #expect(errors.vjp > 0.01)
    #expect(errors.jvp < 1e-8)
    #expect(errors.transposition > 0.01)
  }

  @Test func `softmax rows sum to one at any size of the scores`() throws {
    let graph = Graph()
    let scores = graph.leaf([[1, 2, 3], [-800, 0, 800], [1e300, 1e300, -1e300]])
    let sums = try graph.apply(
      .sum, [try graph.apply(.softmax, [scores], .axis(.along))], .axis(.along))
    #expect(difference(graph.evaluate(sums), Matrix(rows: [[1], [1], [1]])) < 1e-15)
  }

  @Test func `a flat operation on the path is named`() throws {
    let graph = Graph()
    let w = graph.leaf([[1.2, 3.4]])
    let rounded = try graph.apply(.round, [w])
    let loss = try graph.total(rounded)
    #expect(throws: DifferentiationError.flat(rounded)) {
      try graph.gradient(of: loss, with: [w])
    }
    let detached = try graph.total(
      try graph.apply(.multiply, [w, try graph.apply(.detach, [rounded])]))
    let gradient = try graph.gradient(of: detached, with: [w])[0]
    #expect(graph.evaluate(gradient) == Matrix(rows: [[1, 3]]))
    #expect(try graph.tangent(of: detached, along: [w: w]) != nil)
  }
}
