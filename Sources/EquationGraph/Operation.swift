package import LinearAlgebra

/// One row of the table of operations: everything nbrun knows about an operation stands here once.
///
/// The rows themselves are static members of `Operation`, one file for each family under `Operations/`.
package final class Operation: Sendable {
  /// What the language calls it: a function's name or an operator.
  package let name: String
  /// The shape of the result, or why the operands do not fit.
  package let shapeRule: @Sendable (Operands<Shape>) throws(ShapeError) -> Shape
  /// The value of the result. The operands' shapes have passed `shapeRule`.
  package let kernel: @Sendable (Operands<Matrix>, Shape) -> Matrix
  package let derivative: Derivative
  package let notation: Notation

  package init(
    _ name: String, notation: Notation? = nil,
    shape: @escaping @Sendable (Operands<Shape>) throws(ShapeError) -> Shape,
    kernel: @escaping @Sendable (Operands<Matrix>, Shape) -> Matrix,
    derivative: Derivative
  ) {
    self.name = name
    shapeRule = shape
    self.kernel = kernel
    self.derivative = derivative
    self.notation = notation ?? .function(tex: nil)
  }
}

extension Operation: Hashable {
  package static func == (a: Operation, b: Operation) -> Bool { a === b }
  package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

/// What an operation is applied to: its inputs (shapes or values) and the node's attribute.
package struct Operands<Element> {
  package let inputs: [Element]
  package let attribute: Attribute

  package init(_ inputs: [Element], _ attribute: Attribute = .none) {
    self.inputs = inputs
    self.attribute = attribute
  }

  package subscript(_ index: Int) -> Element { inputs[index] }
}

/// What distinguishes two nodes of the same operation and inputs.
package enum Attribute: Hashable, Sendable {
  case none
  case axis(Axis)
  /// The result's shape, for makers, `reshape` and `repmat` (there: tiles down and across).
  case shape(Shape)
  /// The entries an index picks.
  case selection(Selection)
  /// The value of a constant.
  case value(Matrix)
  /// Keeps leaves and definitions apart.
  case identity(Int)
}

/// The entries that `A(…)` picks, counted from 0, with the shape of the result.
package enum Selection: Hashable, Sendable {
  /// `A(rows, columns)`
  case block(rows: [Int], columns: [Int])
  /// `A(k)` and `A(:)`: entries counted down the columns, as Octave does.
  case linear([Int], shape: Shape)
}

/// How an operation is differentiated. Rules are written as graph builders, so that a derivative is a
/// graph in the same operations.
package enum Derivative: Sendable {
  /// - vjp: for operand `k`, the cotangent of that operand (its shape) from the cotangent of the result.
  /// - jvp: for operand `k`, what its tangent adds to the tangent of the result.
  case rule(
    vjp: @Sendable (Pullback, Int) -> Value,
    jvp: @Sendable (Pushforward, Int) -> Value)
  /// Zero almost everywhere: an error between a parameter and the loss (`round`, `argmax`, `<`).
  case flat
  /// Zero on purpose (`detach`), or because only the operand's shape is read (`rows`).
  case none
}

/// What a VJP rule is given: the operation's operands, its result and the result's cotangent.
package struct Pullback {
  package let operands: [Value]
  package let result: Value
  /// The cotangent of the result, of the result's shape.
  package let cotangent: Value
  package let attribute: Attribute

  package subscript(_ index: Int) -> Value { operands[index] }
}

/// What a JVP rule is given: the operands, the result and the tangent of the operand in question.
package struct Pushforward {
  package let operands: [Value]
  package let result: Value
  /// The tangent of the operand asked for, of the operand's shape.
  package let tangent: Value
  package let attribute: Attribute

  package subscript(_ index: Int) -> Value { operands[index] }
}
