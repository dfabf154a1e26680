package import LinearAlgebra

/// A node with its graph, so that rules can be written as formulas.
///
/// Operators build nodes; shapes are right by construction in a rule, so a misfit is a fault of the
/// rule and stops the program. Trivial steps (times one, plus zero) leave no node.
package struct Value {
  package let graph: Graph
  package let id: NodeID

  package init(_ graph: Graph, _ id: NodeID) {
    self.graph = graph
    self.id = id
  }

  package var shape: Shape { graph.shape(of: id) }

  /// Applies `operation` to operands that fit by construction, and simplifies.
  package static func apply(
    _ operation: Operation, _ inputs: [Value], _ attribute: Attribute = .none
  ) -> Value {
    let graph = inputs[0].graph
    if let simple = graph.simplified(operation, inputs.map(\.id), attribute) {
      return Value(graph, simple)
    }
    do {
      return Value(graph, try graph.apply(operation, inputs.map(\.id), attribute))
    } catch {
      preconditionFailure("a rule built \(operation.name) of \(inputs.map(\.shape)): \(error)")
    }
  }

  package func constant(_ value: Double) -> Value { Value(graph, graph.constant(value)) }
}

infix operator .* : MultiplicationPrecedence
infix operator ./ : MultiplicationPrecedence
infix operator .^ : BitwiseShiftPrecedence
infix operator × : MultiplicationPrecedence

extension Value {
  package static func + (a: Value, b: Value) -> Value { apply(.add, [a, b]) }
  package static func - (a: Value, b: Value) -> Value { apply(.subtract, [a, b]) }
  package static prefix func - (a: Value) -> Value { apply(.negate, [a]) }
  package static func .* (a: Value, b: Value) -> Value { apply(.multiply, [a, b]) }
  package static func ./ (a: Value, b: Value) -> Value { apply(.divide, [a, b]) }
  package static func .^ (a: Value, b: Value) -> Value { apply(.raise, [a, b]) }
  /// The matrix product.
  package static func × (a: Value, b: Value) -> Value { apply(.matmul, [a, b]) }

  package static func + (a: Double, b: Value) -> Value { b.constant(a) + b }
  package static func + (a: Value, b: Double) -> Value { a + a.constant(b) }
  package static func - (a: Double, b: Value) -> Value { b.constant(a) - b }
  package static func - (a: Value, b: Double) -> Value { a - a.constant(b) }
  package static func .* (a: Double, b: Value) -> Value { b.constant(a) .* b }
  package static func .* (a: Value, b: Double) -> Value { a .* a.constant(b) }
  package static func ./ (a: Double, b: Value) -> Value { b.constant(a) ./ b }
  package static func ./ (a: Value, b: Double) -> Value { a ./ a.constant(b) }
  package static func .^ (a: Value, b: Double) -> Value { a .^ a.constant(b) }

  package var transposed: Value { .apply(.transpose, [self]) }

  package func sum(_ axis: Axis) -> Value { .apply(.sum, [self], .axis(axis)) }

  /// Sums over the dimensions in which an operand of shape `operand` was stretched.
  package func fitted(to operand: Shape) -> Value {
    var result = self
    if operand.rows == 1, result.shape.rows != 1 { result = result.sum(.down) }
    if operand.columns == 1, result.shape.columns != 1 { result = result.sum(.along) }
    return result
  }
}
