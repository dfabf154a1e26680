package import LinearAlgebra

/// One row of the table of operations: everything nbrun knows about an operation stands here once.
///
/// The rows themselves are static members of `Operation`, one file for each family under `Operations/`;
/// `Operation.all` lists them.
package final class Operation: Sendable {
  /// What the language calls it: a function's name or an operator.
  package let name: String
  /// The shape of the result, or why the operands do not fit.
  package let shapeRule: @Sendable (Operands<Shape>) throws(ShapeError) -> Shape
  /// The value of the result.
  package let valueRule: ValueRule
  package let derivative: Derivative
  package let notation: Notation
  /// How many of the first inputs have a derivative; nil when all have. Of the others only the shape
  /// is read, or the value says a size or an index.
  package let differentiableCount: Int?
  /// For operations whose result's shape depends on values, such as `zeros(rows(X), 1)`.
  package let resolution: Resolution?

  package init(
    _ name: String, notation: Notation? = nil, differentiable: Int? = nil,
    resolution: Resolution? = nil,
    shape: @escaping @Sendable (Operands<Shape>) throws(ShapeError) -> Shape,
    value: ValueRule,
    derivative: Derivative
  ) {
    self.name = name
    shapeRule = shape
    valueRule = value
    self.derivative = derivative
    self.notation = notation ?? .function(tex: nil)
    differentiableCount = differentiable
    self.resolution = resolution
  }

  /// The first row of that name, as the language writes it.
  package static func named(_ name: String) -> Operation? { byName[name] }

  private static let byName: [String: Operation] = Dictionary(
    all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
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
  /// The result's shape, for makers and `reshape`; for `repmat` the tiles down and across.
  case shape(Shape)
  /// The entries an index picks, and how the author gave them.
  case selection(Selection, [IndexArgument])
  /// The exponent of a matrix power, the classes of `onehot`.
  case whole(Int)
  /// An elementwise operation of scalars that the author wrote as the matrix operator: `*` or `^`.
  /// With larger operands it becomes the matrix operation.
  case matrixOperator
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

/// One argument of an index.
package enum IndexArgument: Hashable, Sendable {
  /// A bare `:`.
  case colon
  /// The value of the next of the node's index inputs.
  case input
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

/// Inputs whose values fix the shape of the result: sizes, indices, exponents.
///
/// They stand last among a node's inputs and have no derivative. What they say is kept in the node's
/// attribute, so that shapes are known before anything runs; `Graph.apply(resolving:…)` reads it from
/// their values when a node is first made and again when a substitution changes them.
package struct Resolution: Sendable {
  /// The place of the first of them among the inputs.
  package let firstInput: Int
  /// The attribute for these values.
  package let attribute: @Sendable (Request) throws(ShapeError) -> Attribute

  package struct Request {
    /// The shapes of all inputs.
    package let shapes: [Shape]
    /// The values of the inputs from `firstInput` on.
    package let values: [Matrix]
    /// The attribute asked for, or that of the node that is made again.
    package let attribute: Attribute

    package init(shapes: [Shape], values: [Matrix], attribute: Attribute) {
      self.shapes = shapes
      self.values = values
      self.attribute = attribute
    }
  }
}
