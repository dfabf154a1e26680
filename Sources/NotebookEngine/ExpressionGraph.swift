import Diagnostics
import EquationGraph
import LinearAlgebra
import NotebookSyntax

extension Interpreter {
  /// The node that computes `expression`.
  ///
  /// Recursion is as deep as the expression, which the parser limits.
  func node(_ expression: Expression, _ scope: Scope) throws(DiagnosticError) -> NodeID {
    let node = try buildNode(expression, scope)
    if origins[node] == nil, graph[node].operation != .definition {
      origins[node] = expression.range
    }
    built[expression.range] = node
    return node
  }

  private func buildNode(
    _ expression: Expression, _ scope: Scope
  ) throws(DiagnosticError) -> NodeID {
    switch expression.kind {
    case .number(let value, _):
      return graph.constant(value)
    case .name(let name):
      return try self.node(ofName: name, at: expression.range, scope)
    case .parenthesized(let inner):
      return try self.node(inner, scope)
    case .matrix(let rows):
      return try matrix(rows, at: expression.range, scope)
    case .prefix(let prefix, let operand):
      let operandNode = try self.node(operand, scope.inner)
      switch prefix {
      case .plus: return operandNode
      case .minus: return try apply(.negate, [operandNode], at: expression.range)
      case .not: return try apply(.not, [operandNode], at: expression.range)
      }
    case .transpose(let operand):
      return try apply(.transpose, [try self.node(operand, scope.inner)], at: expression.range)
    case .binary(let binary, let left, let right):
      return try self.binary(binary, left, right, at: expression.range, scope.inner)
    case .range(let start, let step, let end):
      return try range(start, step, end, scope.inner)
    case .end:
      return try endOfIndex(at: expression.range, scope)
    case .call(let callee, let arguments):
      return try call(callee, arguments, at: expression.range, scope)
    case .string(let text):
      throw DiagnosticError(
        Diagnostic(
          .subset, at: expression.range, "`\"\(text)\"` is a text; values are matrices",
          help: "a text may only be an argument, as in `norm(A, \"fro\")`"))
    case .gradients(let name):
      throw DiagnosticError(
        Diagnostic(
          .subset, at: expression.range, "`∇\(name)` stands for all gradients of \(name) at once",
          help: "write `grad(\(name), W)` for one of them"))
    }
  }

  // MARK: - Names

  private func node(
    ofName name: String, at range: SourceRange, _ scope: Scope
  ) throws(DiagnosticError) -> NodeID {
    switch try binding(of: name, at: range, scope) {
    case .value(let definition): return definition.node
    case .function(let function):
      throw DiagnosticError(
        Diagnostic(
          .arguments, at: range, "`\(name)` is a function and needs its arguments",
          help: "write `\(name)(\(function.parameters.map(\.text).joined(separator: ", ")))`"))
    case .failed(let reason): throw DiagnosticError(skipped(name, reason, at: range))
    case nil:
      if let constant = Functions.constants[name] { return graph.constant(constant) }
      if let function = Functions.named(name) {
        throw DiagnosticError(
          Diagnostic(
            .arguments, at: range, "`\(name)` is a function and needs its arguments",
            help: "write `\(function.usage)`"))
      }
      throw DiagnosticError(undefined(name, at: range))
    }
  }

  /// What `name` stands for, nil if the author never gave it a meaning.
  func binding(
    of name: String, at range: SourceRange, _ scope: Scope
  ) throws(DiagnosticError) -> Namespace.Binding? {
    if let bindings = scope.bindings {
      if let local = bindings[name] { return local }
      // Inside an `@` function only what stood there when it was defined is seen.
      return nil
    }
    return namespace[name]
  }

  // MARK: - Operators

  private func binary(
    _ binary: BinaryOperator, _ left: Expression, _ right: Expression, at range: SourceRange,
    _ scope: Scope
  ) throws(DiagnosticError) -> NodeID {
    let a = try node(left, scope)
    let b = try node(right, scope)
    let operands = [left.range, right.range]
    let isScalar = shape(of: a).isScalar || shape(of: b).isScalar
    switch binary {
    case .multiply:
      return try apply(isScalar ? .multiply : .matmul, [a, b], at: range, operands: operands)
    case .divide:
      guard shape(of: b).isScalar else {
        throw DiagnosticError(
          Diagnostic(
            .divide, at: range,
            "`\(text(of: range))` by a \(shape(of: b)) matrix is not supported",
            help: "elementwise is `./`"))
      }
      return try apply(.divide, [a, b], at: range, operands: operands)
    case .power:
      return try power(a, b, left, right, at: range, scope)
    default:
      return try apply(Functions.operation(for: binary), [a, b], at: range, operands: operands)
    }
  }

  /// `A ^ k`: of scalars, or a repeated product of a square matrix.
  private func power(
    _ a: NodeID, _ b: NodeID, _ left: Expression, _ right: Expression, at range: SourceRange,
    _ scope: Scope
  ) throws(DiagnosticError) -> NodeID {
    if shape(of: a).isScalar, shape(of: b).isScalar { return try apply(.raise, [a, b], at: range) }
    guard shape(of: a).rows == shape(of: a).columns else {
      throw DiagnosticError(
        Diagnostic(
          .power, at: range,
          "`\(text(of: range))` needs a square matrix; \(text(of: left.range)) is \(shape(of: a))",
          help: "elementwise power is `.^`"))
    }
    let exponent = try number(right, scope, as: "the exponent of a matrix")
    guard exponent >= 0, exponent == exponent.rounded(), exponent <= 64 else {
      throw DiagnosticError(
        Diagnostic(
          .power, at: right.range,
          "the exponent of a matrix must be a whole number from 0 to 64, here \(shown(exponent))",
          help: "elementwise power is `.^`; an inverse is `inv(A)`"))
    }
    var result = graph.constant(.identity(shape(of: a)))
    for step in 0..<Int(exponent) {
      result = step == 0 ? a : try apply(.matmul, [result, a], at: range)
    }
    return result
  }

  /// `start:step:end`, a row of numbers known now.
  private func range(
    _ start: Expression, _ step: Expression?, _ end: Expression, _ scope: Scope
  ) throws(DiagnosticError) -> NodeID {
    let first = try number(start, scope, as: "the start of a range")
    let increment = try step.map { (step) throws(DiagnosticError) in
      try number(step, scope, as: "the step of a range")
    } ?? 1
    let last = try number(end, scope, as: "the end of a range")
    // As Octave: the count forgives a rounding error of the quotient.
    let span = (last - first) / increment
    let count = span.isNaN || span < 0 ? 0 : (span * (1 + .ulpOfOne) + 1e-10).rounded(.down) + 1
    let range = start.range.union(end.range)
    guard count <= Double(Self.maximalCount) else {
      throw DiagnosticError(tooLarge(range, count: count))
    }
    let elements = (0..<Int(count)).map { first + Double($0) * increment }
    return graph.constant(Matrix(Shape(1, elements.count), elements))
  }

  // MARK: - Matrices in brackets

  private func matrix(
    _ rows: [[Expression]], at range: SourceRange, _ scope: Scope
  ) throws(DiagnosticError) -> NodeID {
    if let literal = Matrix(literal: rows) { return graph.constant(literal) }
    var joined: [NodeID] = []
    for row in rows {
      var elements: [NodeID] = []
      for element in row { elements.append(try node(element, scope.inner)) }
      guard let first = row.first, let last = row.last else { continue }
      let rowRange = first.range.union(last.range)
      joined.append(
        elements.count == 1
          ? elements[0]
          : try apply(.horzcat, elements, at: rowRange, operands: row.map(\.range)))
    }
    guard joined.count > 1 else {
      return joined.first ?? graph.constant(Matrix(Shape(0, 0), []))
    }
    return try apply(.vertcat, joined, at: range, operands: rows.compactMap { $0.first?.range })
  }
}

extension Scope {
  /// The scope of an operand: no longer directly inside a call.
  var inner: Scope {
    var scope = self
    scope.enclosingCall = nil
    return scope
  }
}

extension Matrix {
  /// The value of rows of numbers, nil if anything else stands in them.
  init?(literal rows: [[Expression]]) {
    guard let columns = rows.first?.count, rows.allSatisfy({ $0.count == columns }) else {
      return nil
    }
    var elements: [Double] = []
    elements.reserveCapacity(rows.count * columns)
    for element in rows.joined() {
      guard let value = element.literalNumber else { return nil }
      elements.append(value)
    }
    self.init(Shape(rows.count, columns), elements)
  }
}

extension Expression {
  /// The number this literal stands for, with its sign.
  var literalNumber: Double? {
    switch kind {
    case .number(let value, _): value
    case .prefix(.minus, let operand):
      if case .number(let value, _) = operand.kind { -value } else { nil }
    case .prefix(.plus, let operand):
      if case .number(let value, _) = operand.kind { value } else { nil }
    default: nil
    }
  }
}
