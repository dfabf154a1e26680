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
    if let simple = simplified(operation, inputs, attribute) { return simple }
    let graph = inputs[0].graph
    do {
      return Value(graph, try graph.apply(operation, inputs.map(\.id), attribute))
    } catch {
      preconditionFailure("a rule built \(operation.name) of \(inputs.map(\.shape)): \(error)")
    }
  }

  package func constant(_ value: Double) -> Value { Value(graph, graph.constant(value)) }

  /// Zeros of this value's shape.
  package var zeros: Value { Value(graph, graph.constant(Matrix(shape, repeating: 0))) }
}

precedencegroup PowerPrecedence {
  higherThan: MultiplicationPrecedence
}

infix operator .* : MultiplicationPrecedence
infix operator ./ : MultiplicationPrecedence
/// Octave's other spelling of `.^`, which Swift has taken: its own `.^`, exclusive or of SIMD vectors, would
/// bind as loosely as `+`.
infix operator .** : PowerPrecedence
infix operator × : MultiplicationPrecedence

extension Value {
  package static func + (a: Value, b: Value) -> Value { apply(.add, [a, b]) }
  package static func - (a: Value, b: Value) -> Value { apply(.subtract, [a, b]) }
  package static prefix func - (a: Value) -> Value { apply(.negate, [a]) }
  package static func .* (a: Value, b: Value) -> Value { apply(.multiply, [a, b]) }
  package static func ./ (a: Value, b: Value) -> Value { apply(.divide, [a, b]) }
  package static func .** (a: Value, b: Value) -> Value { apply(.raise, [a, b]) }
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
  package static func .** (a: Value, b: Double) -> Value { a .** a.constant(b) }
}

/// Masks of zeros and ones. A rule uses them to choose between branches, so they pass no derivative and
/// do not stop a second differentiation.
extension Value {
  package static func .> (a: Value, b: Value) -> Value { mask(.greater, a, b) }
  package static func .< (a: Value, b: Value) -> Value { mask(.less, a, b) }
  package static func .<= (a: Value, b: Value) -> Value { mask(.lessOrEqual, a, b) }
  package static func .== (a: Value, b: Value) -> Value { mask(.equal, a, b) }
  package static func .!= (a: Value, b: Value) -> Value { mask(.notEqual, a, b) }

  package static func .> (a: Value, b: Double) -> Value { a .> a.constant(b) }
  package static func .<= (a: Value, b: Double) -> Value { a .<= a.constant(b) }
  package static func .== (a: Value, b: Double) -> Value { a .== a.constant(b) }
  package static func .!= (a: Value, b: Double) -> Value { a .!= a.constant(b) }

  private static func mask(_ comparison: Operation, _ a: Value, _ b: Value) -> Value {
    apply(comparison, [a, b]).detached
  }

  package var detached: Value { .apply(.detach, [self]) }
}

/// Functions of the language, as rules use them.
extension Value {
  package var exp: Value { .apply(.exp, [self]) }
  package var expm1: Value { .apply(.expm1, [self]) }
  package var log: Value { .apply(.log, [self]) }
  package var sqrt: Value { .apply(.sqrt, [self]) }
  package var abs: Value { .apply(.abs, [self]) }
  package var sign: Value { Value.apply(.sign, [self]).detached }
  package var sin: Value { .apply(.sin, [self]) }
  package var cos: Value { .apply(.cos, [self]) }
  package var sinh: Value { .apply(.sinh, [self]) }
  package var cosh: Value { .apply(.cosh, [self]) }
  package var erf: Value { .apply(.erf, [self]) }
  package var sigmoid: Value { .apply(.sigmoid, [self]) }
  package var softplus: Value { .apply(.softplus, [self]) }
  package var logSigmoid: Value { .apply(.logSigmoid, [self]) }
  package var relu: Value { .apply(.relu, [self]) }
  package var squared: Value { self .* self }
  package var inverse: Value { .apply(.inv, [self]) }

  /// The larger of the two, entry by entry.
  package func maximum(_ other: Value) -> Value { .apply(.maximum, [self, other]) }
  package func maximum(_ other: Double) -> Value { maximum(constant(other)) }
  /// The smaller of the two, entry by entry.
  package func minimum(_ other: Value) -> Value { .apply(.minimum, [self, other]) }
  package func minimum(_ other: Double) -> Value { minimum(constant(other)) }

  package var transposed: Value { .apply(.transpose, [self]) }
  package func sum(_ axis: Axis) -> Value { .apply(.sum, [self], .axis(axis)) }
  /// The sum of all entries, 1×1.
  package var total: Value { sum(.down).sum(.along) }
  package func mean(_ axis: Axis) -> Value { .apply(.mean, [self], .axis(axis)) }
  package func softmax(_ axis: Axis) -> Value { .apply(.softmax, [self], .axis(axis)) }
  package func logSoftmax(_ axis: Axis) -> Value { .apply(.logSoftmax, [self], .axis(axis)) }

  /// `rows(A)`, `columns(A)` and `numel(A)`, as nodes: a formula says `/ rows(X)` rather than `/ 4`.
  package var rowCount: Value { .apply(.rows, [self]) }
  package var columnCount: Value { .apply(.columns, [self]) }
  package var entryCount: Value { .apply(.numel, [self]) }
  /// What a reduction along `axis` runs over.
  package func count(along axis: Axis) -> Value { axis == .down ? rowCount : columnCount }

  package func reshaped(like other: Value) -> Value {
    .apply(.reshape, [self, other.rowCount, other.columnCount], .shape(other.shape))
  }
}

extension Value {
  /// This value in the shape `target`: repeated where its own size is 1.
  package func stretched(to target: Shape) -> Value {
    shape == target ? self : .apply(.stretch, [self], .shape(target))
  }

  /// Sums over the dimensions in which an operand of shape `operand` was stretched.
  package func fitted(to operand: Shape) -> Value {
    var result = self
    if operand.rows == 1, result.shape.rows != 1 { result = result.sum(.down) }
    if operand.columns == 1, result.shape.columns != 1 { result = result.sum(.along) }
    return result
  }
}
