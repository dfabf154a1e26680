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
      return try range(start, step, end, at: expression.range, scope.inner)
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
    switch binary {
    case .multiply:
      return try fitting(.matmul, [a, b], at: range, operands: operands) {
        () throws(ShapeError) in try graph.product(a, b)
      }
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
      return try power(a, b, left, right, at: range)
    default:
      return try apply(Functions.operation(for: binary), [a, b], at: range, operands: operands)
    }
  }

  /// `A ^ k`: of scalars, or a repeated product of a square matrix.
  private func power(
    _ a: NodeID, _ b: NodeID, _ left: Expression, _ right: Expression, at range: SourceRange
  ) throws(DiagnosticError) -> NodeID {
    let (base, exponent) = (shape(of: a), shape(of: b))
    guard base.rows == base.columns, exponent.isScalar else {
      let misfit =
        base.rows == base.columns
        ? (right, exponent, "a single exponent")
        : (left, base, "a square matrix")
      throw DiagnosticError(
        Diagnostic(
          .power, at: range,
          "`\(text(of: range))` needs \(misfit.2); \(text(of: misfit.0.range)) is \(misfit.1)",
          help: "elementwise power is `.^`"))
    }
    let values = base.isScalar ? [:] : [b: try value(of: b)]
    return try fitting(.matrixPower, [a, b], at: range, operands: [left.range, right.range]) {
      () throws(ShapeError) in try graph.power(a, b) { values[$0] ?? Matrix(scalar: .nan) }
    }
  }

  /// `start:step:end`, a row.
  private func range(
    _ start: Expression, _ step: Expression?, _ end: Expression, at range: SourceRange,
    _ scope: Scope
  ) throws(DiagnosticError) -> NodeID {
    let first = try node(start, scope)
    let increment = try step.map { (step) throws(DiagnosticError) in try node(step, scope) }
    let last = try node(end, scope)
    return try apply(
      resolving: .range, [first, increment ?? graph.constant(1), last], at: range,
      operands: [start.range, (step ?? start).range, end.range])
  }

  // MARK: - Matrices in brackets

  private func matrix(
    _ rows: [[Expression]], at range: SourceRange, _ scope: Scope
  ) throws(DiagnosticError) -> NodeID {
    if let literal = Matrix(literal: rows) { return graph.constant(literal) }
    warnAboutNestedRows(rows, at: range)
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

  /// `[[1, 2], [3, 4]]` is a table in NumPy and a single row here, as in Octave.
  private func warnAboutNestedRows(_ rows: [[Expression]], at range: SourceRange) {
    guard rows.count == 1, rows[0].count > 1 else { return }
    var inner: [String] = []
    for element in rows[0] {
      guard case .matrix(let nested) = element.kind, nested.count == 1, !nested[0].isEmpty else {
        return
      }
      inner.append(String(text(of: element.range).dropFirst().dropLast()))
    }
    diagnostics.append(
      Diagnostic(
        .nestedRows, at: range, "`\(text(of: range))` is a single row, as in Octave",
        help: "rows of a table are separated by `;`: `[\(inner.joined(separator: "; "))]`"))
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
