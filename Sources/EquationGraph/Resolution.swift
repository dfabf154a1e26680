package import LinearAlgebra

/// Making nodes whose operation depends on the operands' shapes or values. The engine builds the
/// author's expressions with these; a substitution repeats them with the new operands.
extension Graph {
  /// Applies an operation whose size, index or exponent inputs stand last among `inputs`.
  ///
  /// - Parameters:
  ///   - attribute: for an index `.selection(…, arguments)`, of which only the arguments count;
  ///     otherwise `.none`.
  ///   - value: evaluates a node of this graph with the values its leaves have now. It is asked for the
  ///     size inputs alone.
  package func apply(
    resolving operation: Operation, _ inputs: [NodeID], _ attribute: Attribute = .none,
    value: (NodeID) throws(ShapeError) -> Matrix
  ) throws(ShapeError) -> NodeID {
    guard let resolution = operation.resolution else {
      return try apply(operation, inputs, attribute)
    }
    var values: [Matrix] = []
    for input in inputs.dropFirst(resolution.firstInput) { values.append(try value(input)) }
    let request = Resolution.Request(
      shapes: inputs.map { shape(of: $0) }, values: values, attribute: attribute)
    return try apply(operation, inputs, try resolution.attribute(request))
  }

  /// One argument of an index.
  package enum Index {
    case colon
    /// A node whose value holds numbers from 1.
    case node(NodeID)
  }

  /// `a(indices…)` with one or two indices. `end` is the node of `rows(a)`, `columns(a)` or `numel(a)`.
  package func select(
    _ a: NodeID, _ indices: [Index], value: (NodeID) throws(ShapeError) -> Matrix
  ) throws(ShapeError) -> NodeID {
    precondition((1...2).contains(indices.count), "\(indices.count) indices")
    var inputs = [a]
    var arguments: [IndexArgument] = []
    for index in indices {
      switch index {
      case .colon: arguments.append(.colon)
      case .node(let id):
        inputs.append(id)
        arguments.append(.input)
      }
    }
    return try apply(
      resolving: .selection, inputs, .selection(.block(rows: [], columns: []), arguments),
      value: value)
  }

  /// The author's `a * b`: elementwise if one of them is a scalar, else the matrix product.
  package func product(_ a: NodeID, _ b: NodeID) throws(ShapeError) -> NodeID {
    shape(of: a).isScalar || shape(of: b).isScalar
      ? try apply(.multiply, [a, b], .matrixOperator) : try apply(.matmul, [a, b])
  }

  /// The author's `a ^ b`: of two scalars, or of a square matrix and a whole number.
  package func power(
    _ a: NodeID, _ b: NodeID, value: (NodeID) throws(ShapeError) -> Matrix
  ) throws(ShapeError) -> NodeID {
    shape(of: a).isScalar && shape(of: b).isScalar
      ? try apply(.raise, [a, b], .matrixOperator)
      : try apply(resolving: .matrixPower, [a, b], value: value)
  }
}
