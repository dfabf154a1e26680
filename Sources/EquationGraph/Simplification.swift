package import LinearAlgebra

extension Graph {
  /// The node that a rule's step comes down to, if it is a trivial one (`1 .* a`, `a + 0`, `a''`).
  func simplified(
    _ operation: Operation, _ inputs: [NodeID], _ attribute: Attribute
  ) -> NodeID? {
    nil
  }
}

extension Value {
  /// This value in the shape `target`: repeated where its own size is 1.
  package func stretched(to target: Shape) -> Value {
    shape == target ? self : self + Value(graph, graph.constant(Matrix(target, repeating: 0)))
  }
}
