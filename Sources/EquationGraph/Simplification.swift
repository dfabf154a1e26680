import LinearAlgebra

/// Simplification of the steps that rules build, so that a derivative reads as one would write it:
/// `1 .* a`, `a + 0`, `a''` and their like leave no node.
///
/// What the author wrote never passes here. Zero times anything is taken for zero: in a derivative the
/// zero is exact, it stands for "does not depend".
extension Value {
  /// What `operation` of `inputs` comes down to; nil when nothing is simpler.
  ///
  /// The result has the shape the plain node would have: a 1×1 one times a row is the row, but a column
  /// of ones times a row is a stretched row and stays.
  static func simplified(
    _ operation: Operation, _ inputs: [Value], _ attribute: Attribute
  ) -> Value? {
    if let folded = folded(operation, inputs) { return folded }
    switch operation {
    case .add: return simplifiedSum(inputs[0], inputs[1])
    case .subtract: return simplifiedDifference(inputs[0], inputs[1])
    case .multiply: return simplifiedProduct(inputs[0], inputs[1])
    case .divide: return simplifiedQuotient(inputs[0], inputs[1])
    case .raise: return simplifiedPower(inputs[0], inputs[1])
    case .negate: return simplifiedNegative(inputs[0])
    case .matmul:
      return inputs[0].isZero || inputs[1].isZero
        ? zeros(inputs[0].graph, Shape(inputs[0].shape.rows, inputs[1].shape.columns)) : nil
    case .transpose:
      let a = inputs[0]
      if a.shape.isScalar { return a }
      return a.operand(of: .transpose)
    case .sum:
      let a = inputs[0]
      if a.shape.count(along: attribute.axis) == 1 { return a }
      return a.isZero ? zeros(a.graph, a.shape.reduced(along: attribute.axis)) : nil
    case .stretch:
      guard case .shape(let target) = attribute else { return nil }
      if inputs[0].isZero { return zeros(inputs[0].graph, target) }
      return inputs[0].operand(of: .stretch)?.stretched(to: target)
    case .detach:
      return inputs[0].isDetached ? inputs[0] : nil
    default: return nil
    }
  }

  private static func simplifiedSum(_ a: Value, _ b: Value) -> Value? {
    let target = stretchedResult(a, b)
    if a.isZero { return b.stretched(to: target) }
    if b.isZero { return a.stretched(to: target) }
    if let negative = b.operand(of: .negate) { return a - negative }
    if let negative = a.operand(of: .negate) { return b - negative }
    return unstretched(a, b, +)
  }

  private static func simplifiedDifference(_ a: Value, _ b: Value) -> Value? {
    let target = stretchedResult(a, b)
    if a.isZero { return (-b).stretched(to: target) }
    if b.isZero { return a.stretched(to: target) }
    if let negative = b.operand(of: .negate) { return a + negative }
    return unstretched(a, b, -)
  }

  private static func simplifiedProduct(_ a: Value, _ b: Value) -> Value? {
    if a.isZero || b.isZero { return zeros(a.graph, stretchedResult(a, b)) }
    for (factor, other) in [(a, b), (b, a)] where factor.shape.isScalar {
      if factor.scalar == 1 { return other }
      if factor.scalar == -1 { return -other }
    }
    // `(1 ./ n) .* a` is `a ./ n`: the mean of a loss then stands behind the formula, as in print.
    if let n = a.reciprocal { return b ./ n }
    if let n = a.operand(of: .negate)?.reciprocal { return -b ./ n }
    return unstretched(a, b, .*)
  }

  private static func simplifiedQuotient(_ a: Value, _ b: Value) -> Value? {
    if b.scalar == 1 { return a }
    if a.isZero { return zeros(a.graph, stretchedResult(a, b)) }
    return unstretched(a, b, ./)
  }

  private static func simplifiedPower(_ a: Value, _ b: Value) -> Value? {
    if b.scalar == 1 { return a }
    if b.scalar == 0 { return a.constant(1).stretched(to: a.shape) }
    return nil
  }

  private static func simplifiedNegative(_ a: Value) -> Value? {
    if a.isZero { return a }
    if let operand = a.operand(of: .negate) { return operand }
    return a.operand(of: .stretch).map { (-$0).stretched(to: a.shape) }
  }

  /// An elementwise operation repeats its operands anyway, so a stretch before it can wait or fall away.
  private static func unstretched(
    _ a: Value, _ b: Value, _ combine: (Value, Value) -> Value
  ) -> Value? {
    let target = stretchedResult(a, b)
    let (left, right) = (a.operand(of: .stretch) ?? a, b.operand(of: .stretch) ?? b)
    guard left.id != a.id || right.id != b.id else { return nil }
    for (x, y) in [(left, right), (left, b), (a, right)] where x.id != a.id || y.id != b.id {
      guard let shape = try? stretchedShape(x.shape, y.shape) else { continue }
      if shape == target { return combine(x, y) }
      // Both were stretched alike: combine the small ones.
      if x.shape == y.shape || x.shape.isScalar || y.shape.isScalar {
        return combine(x, y).stretched(to: target)
      }
    }
    return nil
  }

  private static let foldable: Set<Operation> = [
    .add, .subtract, .multiply, .divide, .raise, .negate, .sum,
  ]

  /// Arithmetic of numbers.
  private static func folded(_ operation: Operation, _ inputs: [Value]) -> Value? {
    guard foldable.contains(operation) else { return nil }
    var values: [Matrix] = []
    for input in inputs {
      guard let scalar = input.scalar else { return nil }
      values.append(Matrix(scalar: scalar))
    }
    let result = operation.value(of: Operands(values, .axis(.down)), .scalar).scalar
    return inputs[0].constant(result)
  }

  private static func stretchedResult(_ a: Value, _ b: Value) -> Shape {
    Shape(
      a.shape.rows == 1 ? b.shape.rows : a.shape.rows,
      a.shape.columns == 1 ? b.shape.columns : a.shape.columns)
  }

  private static func zeros(_ graph: Graph, _ shape: Shape) -> Value {
    Value(graph, graph.constant(Matrix(shape, repeating: 0)))
  }
}

extension Value {
  private var node: Node { graph[id] }

  /// The operand, if this is the result of `operation`.
  private func operand(of operation: Operation) -> Value? {
    node.operation == operation ? Value(graph, node.inputs[0]) : nil
  }

  /// The number, if this is a 1×1 constant.
  private var scalar: Double? {
    guard case .value(let value) = node.attribute, value.isScalar else { return nil }
    return value.scalar
  }

  /// A constant of nothing but zeros.
  private var isZero: Bool {
    guard case .value(let value) = node.attribute else { return false }
    return value.elements.allSatisfy { $0 == 0 }
  }

  /// n, if this is `1 ./ n` with a scalar n that is not a number.
  private var reciprocal: Value? {
    guard node.operation == .divide, Value(graph, node.inputs[0]).scalar == 1 else { return nil }
    let divisor = Value(graph, node.inputs[1])
    return divisor.shape.isScalar ? divisor : nil
  }

  /// No derivative passes here anyway.
  private var isDetached: Bool {
    if case .none = node.operation.derivative { return true }
    return false
  }
}
