package import LinearAlgebra

/// How the value of an operation is computed from those of its operands.
///
/// The rule is data as far as possible, so that an evaluation of single nodes and a plan for many runs read
/// the same one.
package enum ValueRule: Sendable {
  /// The operand itself.
  case same
  /// Of every entry.
  case elementwise(ElementwiseFunction)
  /// Of every pair of entries, one operand being stretched where its size is 1.
  case pairwise(BinaryFunction)
  case product
  case transpose
  /// One number for each row or column, along the attribute's axis.
  case reduction(Reduction)
  /// A row or column of the same length, along the attribute's axis.
  case weighing(Weighing)
  /// The operand repeated to the result's shape where its size is 1.
  case stretch
  /// Matrices side by side (`along`) or below one another (`down`).
  case joined(Axis)
  /// Entry k of the result, counted along its rows, is the operand's entry of that number; a negative number
  /// stands for 0. Of the first operand.
  case moved(@Sendable (_ operands: Operands<Shape>, _ result: Shape) -> [Int32])
  /// Entry k of the first operand is added to the result's entry of that number, which begins as 0.
  case scattered(@Sendable (_ operands: Operands<Shape>, _ result: Shape) -> [Int32])
  /// For each label of the first operand a row with a one in its place.
  case oneHot
  /// What the shapes and the attribute say, whatever the values.
  case ofShape(@Sendable (_ operands: Operands<Shape>, _ result: Shape) -> Matrix)
  /// Written in other operations.
  case composed(@Sendable (_ operands: Operands<Value>) -> Value)
  case computed(@Sendable (_ operands: Operands<Matrix>, _ result: Shape) -> Matrix)
}

extension Operation {
  /// The value for `operands`, whose shapes have passed `shapeRule`.
  package func value(of operands: Operands<Matrix>, _ shape: Shape) -> Matrix {
    switch valueRule {
    case .same: operands[0]
    case .elementwise(let function): operands[0].mapped(by: function)
    case .pairwise(let function): LinearAlgebra.elementwise(function, operands[0], operands[1])
    case .product: LinearAlgebra.matmul(operands[0], operands[1])
    case .transpose: operands[0].transposed()
    case .reduction(let reduction): operands[0].reduced(by: reduction, operands.axis)
    case .weighing(let weighing): operands[0].weighed(by: weighing, operands.axis)
    case .stretch: operands[0].stretched(to: shape)
    case .joined(.along): LinearAlgebra.horzcat(operands.inputs)
    case .joined(.down): LinearAlgebra.vertcat(operands.inputs)
    case .moved(let places): operands[0].moved(places(operands.shapes, shape), into: shape)
    case .scattered(let places): operands[0].scattered(places(operands.shapes, shape), into: shape)
    case .oneHot: LinearAlgebra.oneHot(operands[0], classes: shape.columns)
    case .ofShape(let make): make(operands.shapes, shape)
    case .composed(let formula): Self.value(of: formula, operands)
    case .computed(let compute): compute(operands, shape)
    }
  }

  /// The value of a formula in other operations: a graph of its own, evaluated node by node.
  private static func value(
    of formula: (Operands<Value>) -> Value, _ operands: Operands<Matrix>
  ) -> Matrix {
    let graph = Graph()
    let leaves = operands.inputs.map { Value(graph, graph.leaf($0)) }
    let root = formula(Operands<Value>(leaves, operands.attribute)).id
    var values: [NodeID: Matrix] = graph.leafValues
    for id in graph.ancestors(of: [root]) where values[id] == nil {
      let node = graph[id]
      values[id] = node.operation.value(
        of: Operands<Matrix>(node.inputs.compactMap { values[$0] }, node.attribute), node.shape)
    }
    return values[root] ?? Matrix(Shape(0, 0), repeating: 0)
  }
}

extension Operands<Matrix> {
  var shapes: Operands<Shape> { Operands<Shape>(inputs.map(\.shape), attribute) }
}
