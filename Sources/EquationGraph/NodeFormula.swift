import LinearAlgebra

extension Graph {
  /// What `root` is computed from, as a reader sees it, down to the nodes that `known` writes otherwise.
  ///
  /// Each operation is written as its row says, `.*` and `./` of a number as `*` and `/`. Meant for
  /// formulas that rules build: a definition is looked through.
  package func formula(of root: NodeID, known: [NodeID: Formula]) -> Formula {
    var formulas = known
    for id in ancestors(of: [root], cut: Set(known.keys)) where formulas[id] == nil {
      formulas[id] = written(id, self[id].inputs.map { formulas[$0] ?? .name("?") })
    }
    return formulas[root] ?? .name("?")
  }

  private func written(_ id: NodeID, _ operands: [Formula]) -> Formula {
    let node = self[id]
    if case .value(let value) = node.attribute {
      return value == Matrix(scalar: .pi) ? .name("pi") : .value(value)
    }
    switch (node.operation.notation, operands.count) {
    case (.infix(let symbol), 2):
      let areScalar = node.inputs.map { shape(of: $0).isScalar }
      return .infix(
        symbol.written(leftIsScalar: areScalar[0], rightIsScalar: areScalar[1]), operands[0],
        operands[1])
    case (.prefix(let symbol), 1): return .prefix(symbol, operands[0])
    case (.transpose, 1): return .transpose(operands[0])
    case (.transparent, 1...): return operands[0]
    default:
      // A repetition goes without saying, as in what the author writes.
      return node.operation == .stretch ? operands[0] : .call(node.operation.name, operands)
    }
  }
}

extension InfixSymbol {
  /// The operator that an author would write between these operands.
  fileprivate func written(leftIsScalar: Bool, rightIsScalar: Bool) -> InfixSymbol {
    switch self {
    case .hadamard: leftIsScalar || rightIsScalar ? .scale : self
    case .elementwiseDivide: rightIsScalar ? .divide : self
    case .elementwisePower: leftIsScalar && rightIsScalar ? .power : self
    default: self
    }
  }
}
