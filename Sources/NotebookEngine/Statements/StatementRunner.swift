import Diagnostics
import EquationGraph
import Execution
import LinearAlgebra
import NotebookSyntax

extension Interpreter {
  /// Runs one statement of a matrix block. Its diagnostics are appended to `diagnostics`.
  func run(_ statement: Statement) -> StatementResult {
    built.removeAll(keepingCapacity: true)
    remainingCalls = Self.maximalCalls
    let firstDiagnostic = diagnostics.count
    var result = StatementResult(
      status: .ok, range: statement.range, name: statement.definedName?.text,
      isShown: !statement.isSuppressed)
    do throws(DiagnosticError) {
      try perform(statement, &result)
    } catch {
      if error.diagnostic.isConsequence {
        result.status = .skipped(error.diagnostic.message)
      } else {
        diagnostics.append(error.diagnostic)
        result.status = .failed
      }
    }
    result.diagnostics = Array(firstDiagnostic..<diagnostics.count)
    return result
  }

  private func perform(
    _ statement: Statement, _ result: inout StatementResult
  ) throws(DiagnosticError) {
    switch statement.kind {
    case .assignment(let name, let expression):
      try checkAssignable(name)
      try assign(name, try replacement(for: name, expression) ?? expression, statement, &result)
    case .update(let name, let binary, let operand):
      try checkAssignable(name)
      let left = Expression(.name(name.text), at: name.range)
      let whole = Expression(.binary(binary, left, operand), at: statement.range)
      try assign(name, whole, statement, &result)
    case .function(let name, let parameters, let body):
      try checkAssignable(name)
      try define(name, parameters, body)
      if result.isShown { result.display = display(function: name, parameters, body) }
    case .expression(let expression):
      let node = try node(expression, .notebook)
      let value = try value(of: node)
      if isCall(expression, of: "assert") {
        result.remarks.append("holds")
      } else {
        result.value = value
        // Setting the seed shows nothing, as in Octave.
        if isCall(expression, of: "rng") { result.isShown = false }
        if result.isShown { result.display = display(name: nil, expression) }
      }
      try checkComments(statement, value, &result)
    case .command(let command):
      try run(command, &result)
    }
  }

  private func assign(
    _ name: Name, _ expression: Expression, _ statement: Statement, _ result: inout StatementResult
  ) throws(DiagnosticError) {
    let right = try node(expression, .notebook)
    // The value is computed first: a statement that fails defines nothing.
    let value = isPostponed(right, statement) ? nil : try value(of: right)
    if result.isShown { result.display = display(name: name.text, expression) }
    result.value = value
    try checkShape(statement, shape(of: right))
    let isFree = isFree(name, expression)
    let definition = graph.define(name.text, as: right, isFree: isFree)
    origins[definition] = statement.range
    namespace.set(
      name.text,
      to: .value(
        Definition(name: name, node: definition, isFree: isFree, uses: expression.names)))
    if let value { try checkExpectation(statement, value, &result) }
  }

  /// A value of more entries is not computed for its own sake.
  private static let largeCount = 1_000_000

  /// Nobody looks at the value as such: what is made of it, a loss or an accuracy, need not hold all of it at once.
  private func isPostponed(_ node: NodeID, _ statement: Statement) -> Bool {
    !options.keepsAllValues && statement.isSuppressed && statement.expected == nil
      && shape(of: node).count > Self.largeCount && !evaluation.isKnown(node)
      && evaluation.isCertain(node)
  }

  private func define(
    _ name: Name, _ parameters: [Name], _ body: Expression
  ) throws(DiagnosticError) {
    var captured: [String: Namespace.Binding] = [:]
    for used in body.names where !parameters.contains(where: { $0.text == used }) {
      if let binding = namespace[used] {
        if case .failed(let reason) = binding {
          throw DiagnosticError(skipped(used, reason, at: name.range))
        }
        captured[used] = binding
      } else if Functions.named(used) == nil, Functions.constants[used] == nil {
        throw DiagnosticError(undefined(used, at: place(of: used, in: body)))
      }
    }
    let function = UserFunction(
      name: name, parameters: parameters, body: body, captured: captured)
    guard function.depth <= UserFunction.maximalDepth else {
      throw DiagnosticError(
        Diagnostic(
          .memory, at: name.range,
          "a call of `\(name.text)` expands to more than \(UserFunction.maximalDepth) levels",
          help: "let fewer functions call one another"))
    }
    namespace.set(name.text, to: .function(function))
  }

  private func place(of name: String, in expression: Expression) -> SourceRange {
    var place = expression.range
    expression.forEachNode { part in
      if case .name(name) = part.kind { place = part.range }
    }
    return place
  }

  private func run(_ command: Command, _ result: inout StatementResult) throws(DiagnosticError) {
    guard command.verb == .show, let expression = command.expression,
      !command.words.contains(where: { $0.text == "as" })
    else {
      diagnostics.append(
        Diagnostic(
          .skippedCommand, at: result.range,
          "`\(text(of: result.range))` is not done by this version of nbrun",
          help: "`show` of an expression is"))
      result.isShown = false
      return
    }
    let node = try node(expression, .notebook)
    result.value = try value(of: node)
    result.display = display(name: nil, expression)
    result.isShown = true
  }

  private func isCall(_ expression: Expression, of function: String) -> Bool {
    if case .call(let callee, _) = expression.kind, case .name(function) = callee.kind {
      return true
    }
    return false
  }

  // MARK: - Names

  func checkAssignable(_ name: Name) throws(DiagnosticError) {
    if Functions.named(name.text) != nil && name.text != "σ"
      || Functions.constants[name.text] != nil
    {
      throw DiagnosticError(reserved(name))
    }
  }

  /// A literal or what a maker returned can be trained; a value computed from others cannot. A maker's
  /// result may be scaled by named numbers: `W = s * randn(4, 8)`; and a parameter that moved a step by
  /// hand, `W = W - h * dW`, is still a parameter.
  private func isFree(_ name: Name, _ expression: Expression) -> Bool {
    if expression.names.contains(name.text), case .value(let previous) = namespace[name.text],
      previous.isFree
    {
      return true
    }
    var names: [String] = []
    var hasMaker = false
    for name in expression.names {
      if namespace[name] == nil {
        hasMaker = hasMaker || Functions.makerNames.contains(name)
      } else {
        names.append(name)
      }
    }
    if names.isEmpty { return true }
    return hasMaker
      && names.allSatisfy { name in
        if case .value(let definition) = namespace[name] {
          return shape(of: definition.node).isScalar
        }
        return false
      }
  }

  /// The literal that `-P` puts in place of the right side, if it names this one.
  private func replacement(
    for name: Name, _ expression: Expression
  ) throws(DiagnosticError) -> Expression? {
    guard let parameter = options.parameters.last(where: { $0.name == name.text }) else {
      return nil
    }
    guard expression.isLiteral else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: expression.range,
          "`-P \(name.text)=…` replaces a literal, and this is computed",
          help: "only assignments such as `h = 0.01` take a value from the command line"))
    }
    return try parameterLiteral(parameter.value, at: expression.range)
  }
}
