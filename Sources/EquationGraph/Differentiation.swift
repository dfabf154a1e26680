package import LinearAlgebra

/// Why a derivative does not exist as asked.
package enum DifferentiationError: Error, Hashable {
  /// The value to differentiate is not 1×1.
  case lossNotScalar(Shape)
  /// The loss does not depend on this node.
  case noPath(NodeID)
  /// This node lies on a path and its derivative is zero almost everywhere.
  case flat(NodeID)
}

extension Graph {
  /// The gradients of the scalar `loss` with respect to `parameters`, as nodes of this graph.
  ///
  /// A parameter is where the walk ends: what it was computed from plays no part.
  package func gradient(
    of loss: NodeID, with parameters: [NodeID]
  ) throws(DifferentiationError) -> [NodeID] {
    let cotangents = try cotangents(of: loss, with: parameters)
    var gradients: [NodeID] = []
    for parameter in parameters {
      guard let gradient = cotangents[parameter] else { throw .noPath(parameter) }
      gradients.append(gradient)
    }
    return gradients
  }

  /// The author's `grad(loss, parameter)`: the gradient of the loss in its stable form, as a node that
  /// remembers both, so that `substituting` can take it anew for other shapes.
  package func gradientNode(
    of loss: NodeID, with parameter: NodeID
  ) throws(DifferentiationError) -> NodeID {
    var stabilizer = Stabilizer(self, cut: [parameter])
    let stable = stabilizer.stable(loss)
    let value = try gradient(of: stable, with: [parameter])[0]
    return share(.gradient, [value, loss, parameter], .none, shape(of: value))
  }

  /// Reverse mode: the cotangent of every node on a path from `parameters` to `loss`.
  package func cotangents(
    of loss: NodeID, with parameters: [NodeID]
  ) throws(DifferentiationError) -> [NodeID: NodeID] {
    guard shape(of: loss).isScalar else { throw .lossNotScalar(shape(of: loss)) }
    let cut = Set(parameters)
    let active = activeNodes(from: cut, to: loss)
    var cotangents: [NodeID: NodeID] = [:]
    if active.contains(loss) { cotangents[loss] = constant(1) }
    for id in active.sorted().reversed() where !cut.contains(id) {
      guard let cotangent = cotangents[id] else { continue }
      let node = self[id]
      switch node.operation.derivative {
      case .none: continue
      case .flat: throw .flat(id)
      case .rule(let vjp, _):
        let pullback = Pullback(
          operands: node.inputs.map { Value(self, $0) }, result: Value(self, id),
          cotangent: Value(self, cotangent), attribute: node.attribute)
        for (operand, input) in node.differentiableInputs.enumerated()
        where active.contains(input) {
          let contribution = vjp(pullback, operand)
          cotangents[input] =
            cotangents[input].map { (Value(self, $0) + contribution).id } ?? contribution.id
        }
      }
    }
    return cotangents
  }

  /// Forward mode: the tangent of `output` when each key of `directions` moves along its value (a node
  /// of the same shape). Nil when `output` does not depend on any of them.
  package func tangent(
    of output: NodeID, along directions: [NodeID: NodeID]
  ) throws(DifferentiationError) -> NodeID? {
    let cut = Set(directions.keys)
    var tangents = directions
    for id in activeNodes(from: cut, to: output).sorted() where !cut.contains(id) {
      let node = self[id]
      switch node.operation.derivative {
      case .none: continue
      case .flat: throw .flat(id)
      case .rule(_, let jvp):
        for (operand, input) in node.differentiableInputs.enumerated() {
          guard let tangent = tangents[input] else { continue }
          let pushforward = Pushforward(
            operands: node.inputs.map { Value(self, $0) }, result: Value(self, id),
            tangent: Value(self, tangent), attribute: node.attribute)
          let contribution = jvp(pushforward, operand)
          tangents[id] =
            tangents[id].map { (Value(self, $0) + contribution).id } ?? contribution.id
        }
      }
    }
    return tangents[output]
  }

  /// The nodes through which `output` depends on `sources`, both included.
  ///
  /// A path ends at an operation that passes no derivative on purpose, and does not enter an input of
  /// which only a size or an index is read.
  private func activeNodes(from sources: Set<NodeID>, to output: NodeID) -> Set<NodeID> {
    var dependent: Set<NodeID> = []
    for id in ancestors(of: [output], cut: sources) {
      if sources.contains(id) {
        dependent.insert(id)
      } else if passesDerivative(id),
        self[id].differentiableInputs.contains(where: dependent.contains)
      {
        dependent.insert(id)
      }
    }
    var active: Set<NodeID> = []
    var stack = [output]
    while let id = stack.popLast() {
      guard dependent.contains(id), active.insert(id).inserted, !sources.contains(id) else {
        continue
      }
      stack.append(contentsOf: self[id].differentiableInputs)
    }
    return active
  }

  private func passesDerivative(_ id: NodeID) -> Bool {
    if case .none = self[id].operation.derivative { return false }
    return true
  }
}

extension Node {
  /// The inputs that a derivative can pass to.
  package var differentiableInputs: ArraySlice<NodeID> {
    inputs.prefix(operation.differentiableCount ?? inputs.count)
  }
}
