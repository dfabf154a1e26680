import LinearAlgebra

/// Nodes that carry values and names.
extension Operation {
  /// A value without an equation. Its value is kept by the graph, or given by a plan.
  package static let leaf: Operation = Operation(
    "leaf",
    shape: { _ in preconditionFailure("a leaf brings its shape") },
    value: .computed { _, _ in preconditionFailure("a leaf brings its value") },
    derivative: .none)

  package static let constant: Operation = Operation(
    "constant",
    shape: { _ in preconditionFailure("a constant brings its shape") },
    value: .ofShape { operands, _ in
      guard case .value(let value) = operands.attribute else {
        preconditionFailure("a constant without value")
      }
      return value
    },
    derivative: .none)

  /// `name = value`
  package static let definition: Operation = Operation(
    "definition", notation: .transparent,
    shape: { $0[0] },
    value: .same,
    derivative: .rule(
      vjp: { c, _ in c.cotangent },
      jvp: { c, _ in c.tangent }))

  /// `grad(C, W)`: the gradient's own value, with the loss and the parameter it belongs to, so that a
  /// substitution can differentiate anew. Inputs: gradient, C, W.
  package static let gradient: Operation = Operation(
    "grad", notation: .transparent, differentiable: 1,
    shape: { $0[0] },
    value: .same,
    derivative: .rule(
      vjp: { c, _ in c.cotangent },
      jvp: { c, _ in c.tangent }))
}
