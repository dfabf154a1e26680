package import LinearAlgebra

/// Why a value cannot be computed again with other inputs.
package enum SubstitutionError: Error, Hashable {
  /// `node` does not fit its new operands.
  case shape(ShapeError, at: NodeID)
  /// A gradient inside cannot be taken anew.
  case gradient(DifferentiationError, at: NodeID)
}

extension Graph {
  /// `root` with other inputs: the nodes that depend on a key of `replacements` are built again on top of
  /// the replacement, with their shape rules and sizes, so that another number of rows is right. What
  /// does not depend on a key stays shared. Names in between are dropped; a gradient (`grad(C, W)`) is
  /// taken anew, since the sums in it belong to the shapes it was made for.
  ///
  /// - Parameter value: evaluates a node of this graph; it is asked for sizes and indices (see
  ///   `apply(resolving:)`), also of nodes that this call has just made.
  package func substituting(
    _ replacements: [NodeID: NodeID], in root: NodeID,
    value: (NodeID) throws(ShapeError) -> Matrix
  ) throws(SubstitutionError) -> NodeID {
    try rebuilding(replacements, below: [root], value: value)[root] ?? root
  }

  /// What becomes of each node below `roots` that a substitution builds again; see
  /// `substituting(_:in:value:)`. A root that is not in it stays as it is.
  package func rebuilding(
    _ replacements: [NodeID: NodeID], below roots: [NodeID],
    value: (NodeID) throws(ShapeError) -> Matrix
  ) throws(SubstitutionError) -> [NodeID: NodeID] {
    let affected = nodesToRebuild(roots, cut: Set(replacements.keys))
    var rebuilt = replacements
    if affected.contains(where: { self[$0].operation == .gradient }) {
      // A gradient with respect to a replaced value must not see other uses of the replacement.
      for (key, replacement) in replacements {
        rebuilt[key] = define(names[key] ?? "", as: replacement)
      }
    }
    for id in affected where rebuilt[id] == nil {
      let node = self[id]
      guard node.inputs.contains(where: { rebuilt[$0] != nil }) else { continue }
      let inputs = node.inputs.map { rebuilt[$0] ?? $0 }
      do {
        rebuilt[id] = try rebuild(node, inputs, value: value)
      } catch .shape(let error, _) {
        throw .shape(error, at: id)
      } catch .gradient(let error, _) {
        throw .gradient(error, at: id)
      }
    }
    return rebuilt
  }

  /// The ancestors of `roots` in order of evaluation. Of a gradient, those of its loss and parameter: the
  /// sums inside it are for the old shapes.
  private func nodesToRebuild(_ roots: [NodeID], cut: Set<NodeID>) -> [NodeID] {
    var seen: Set<NodeID> = []
    var stack = roots
    while let id = stack.popLast() {
      guard seen.insert(id).inserted, !cut.contains(id) else { continue }
      let node = self[id]
      stack.append(contentsOf: node.operation == .gradient ? node.inputs[1...] : node.inputs[...])
    }
    return seen.sorted()
  }

  private func rebuild(
    _ node: Node, _ inputs: [NodeID], value: (NodeID) throws(ShapeError) -> Matrix
  ) throws(SubstitutionError) -> NodeID {
    switch node.operation {
    case .definition: return inputs[0]
    case .gradient:
      do {
        return try gradientNode(of: inputs[1], with: inputs[2])
      } catch {
        throw .gradient(error, at: inputs[0])
      }
    default: break
    }
    do {
      switch (node.operation, node.attribute) {
      case (.matmul, _), (.multiply, .matrixOperator): return try product(inputs[0], inputs[1])
      case (.matrixPower, _), (.raise, .matrixOperator):
        return try power(inputs[0], inputs[1], value: value)
      default: return try apply(resolving: node.operation, inputs, node.attribute, value: value)
      }
    } catch {
      throw .shape(error, at: inputs[0])
    }
  }
}
