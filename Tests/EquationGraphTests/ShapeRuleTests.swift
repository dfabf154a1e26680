import EquationGraph
import LinearAlgebra
import Testing

struct ShapeRuleTests {
  struct Misfit: CustomTestStringConvertible {
    let operation: Operation
    let shapes: [Shape]
    let attribute: Attribute
    let error: ShapeError

    init(
      _ operation: Operation, _ shapes: [(Int, Int)], _ error: ShapeError,
      _ attribute: Attribute = .none
    ) {
      self.operation = operation
      self.shapes = shapes.map { Shape($0.0, $0.1) }
      self.attribute = attribute
      self.error = error
    }

    var testDescription: String { "\(operation.name) of \(shapes)" }
  }

  static let misfits: [Misfit] = [
    Misfit(.matmul, [(1, 3), (2, 3)], .innerDimensionsDiffer(Shape(1, 3), Shape(2, 3))),
    Misfit(.add, [(4, 3), (4, 2)], .doNotFit(Shape(4, 3), Shape(4, 2))),
    Misfit(.subtract, [(4, 1), (1, 4)], .bothStretched(Shape(4, 1), Shape(1, 4))),
    Misfit(.maximum, [(4, 1), (1, 4)], .bothStretched(Shape(4, 1), Shape(1, 4))),
    Misfit(.less, [(2, 2), (3, 3)], .doNotFit(Shape(2, 2), Shape(3, 3))),
    Misfit(.mse, [(4, 1), (4, 2)], .shapesDiffer(Shape(4, 1), Shape(4, 2))),
    Misfit(.crossentropy, [(4, 3), (1, 3)], .shapesDiffer(Shape(4, 3), Shape(1, 3))),
    Misfit(.huber, [(2, 1), (2, 1), (2, 1)], .notScalar(Shape(2, 1))),
    Misfit(.mse, [(0, 3), (0, 3)], .empty(Shape(0, 3))),
    Misfit(.accuracy, [(4, 3), (4, 1)], .shapesDiffer(Shape(4, 3), Shape(4, 1))),
    Misfit(.det, [(2, 3)], .notSquare(Shape(2, 3))),
    Misfit(.inv, [(2, 3)], .notSquare(Shape(2, 3))),
    Misfit(.trace, [(2, 3)], .notSquare(Shape(2, 3))),
    Misfit(.horzcat, [(2, 3), (3, 3)], .rowsDiffer(Shape(2, 3), Shape(3, 3))),
    Misfit(.vertcat, [(2, 3), (2, 2)], .columnsDiffer(Shape(2, 3), Shape(2, 2))),
    Misfit(.reduceMax, [(0, 3)], .empty(Shape(0, 3)), .axis(.down)),
    Misfit(.mean, [(3, 0)], .empty(Shape(3, 0)), .axis(.along)),
  ]

  @Test(arguments: misfits)
  func `operands that do not fit are refused with their shapes`(_ misfit: Misfit) {
    let graph = Graph()
    let inputs = misfit.shapes.map { graph.leaf(Matrix($0, repeating: 1)) }
    #expect(throws: misfit.error) {
      try graph.apply(misfit.operation, inputs, misfit.attribute)
    }
  }

  @Test func `sizes and indices that cannot be are refused`() throws {
    let graph = Graph()
    let a = graph.leaf(Matrix(Shape(2, 3), repeating: 1))
    func refuse(_ error: ShapeError, _ build: (Graph) throws -> NodeID) {
      #expect(throws: error) { try build(graph) }
    }
    func index(_ values: Double...) throws -> NodeID {
      try graph.select(a, values.map { .node(graph.constant($0)) }) { graph.evaluate($0) }
    }
    func resolve(_ operation: Operation, _ values: [[[Double]]]) throws -> NodeID {
      let constants = values.map { graph.constant(Matrix(rows: $0)) }
      return try graph.apply(
        resolving: operation, operation.resolution?.firstInput == 0 ? constants : [a] + constants
      ) { graph.evaluate($0) }
    }
    refuse(.rowOutside(3, Shape(2, 3))) { _ in try index(3, 1) }
    refuse(.columnOutside(4, Shape(2, 3))) { _ in try index(1, 4) }
    refuse(.entryOutside(7, Shape(2, 3))) { _ in try index(7) }
    refuse(.notAnIndex(0)) { _ in try index(0, 1) }
    refuse(.notAnIndex(1.5)) { _ in try index(1.5) }
    refuse(.notAnIndex(1e300)) { _ in try index(1e300) }
    refuse(.notASize(2.5)) { _ in try resolve(.zeros, [[[2.5]]]) }
    refuse(.notScalar(Shape(1, 3))) { _ in try resolve(.zeros, [[[1, 2, 3]]]) }
    refuse(.countsDiffer(Shape(2, 3), Shape(4, 2))) { _ in try resolve(.reshape, [[[4]], [[2]]]) }
    refuse(.labelOutside(4, classes: 3)) { _ in try resolve(.onehot, [[[4]], [[3]]]) }
    refuse(.notAnIndex(0)) { _ in try resolve(.onehot, [[[0]], [[3]]]) }
    refuse(.notAVector(Shape(2, 2))) { _ in try resolve(.onehot, [[[1, 2], [2, 1]], [[3]]]) }
    refuse(.notAnExponent(-1)) { _ in try resolve(.matrixPower, [[[-1]]]) }
    refuse(.notSquare(Shape(2, 3))) { _ in try resolve(.matrixPower, [[[2]]]) }
    refuse(.tooLarge(Shape(1, Graph.maximalCount))) { _ in
      try resolve(.range, [[[1]], [[1]], [[1e15]]])
    }
  }

  @Test func `a negative size is none, as in Octave`() throws {
    let graph = Graph()
    let id = try graph.apply(
      resolving: .zeros, [graph.constant(-2), graph.constant(3)]
    ) { graph.evaluate($0) }
    #expect(graph.shape(of: id) == Shape(0, 3))
  }

  @Test func `a size left empty is what is left`() throws {
    let graph = Graph()
    let a = graph.leaf([[1, 2, 3], [4, 5, 6]])
    let open = graph.constant(Matrix(Shape(0, 0), []))
    let id = try graph.apply(resolving: .reshape, [a, open, graph.constant(2)]) {
      graph.evaluate($0)
    }
    #expect(graph.evaluate(id) == Matrix(rows: [[1, 5], [4, 3], [2, 6]]))
  }
}
