import Diagnostics

/// Numbers, names, brackets, calls.
extension Parser {
  mutating func parseCall() throws(DiagnosticError) -> Expression {
    try parseArguments(of: try parsePrimary())
  }

  /// `callee(…)(…)`: calls and indices, as far as parentheses follow.
  mutating func parseArguments(of callee: Expression) throws(DiagnosticError) -> Expression {
    var result = callee
    while isAt(.leftParenthesis), try takesArguments(result) {
      advance()
      let arguments = try nested(in: .parentheses, allowsEnd: true) {
        (parser) throws(DiagnosticError) in try parser.parseArgumentList()
      }
      result = try call(result, arguments)
    }
    try refuseBracketIndex(of: result)
    return result
  }

  /// Whether the parenthesis at the current token belongs to `callee`, and not to the next element.
  private func takesArguments(_ callee: Expression) throws(DiagnosticError) -> Bool {
    if context == .matrix, token.followsSpace {
      guard callee.isNameOrCall else { return false }
      throw failure(spaceBeforeParenthesis(callee: callee))
    }
    switch callee.kind {
    case .number(_, let text):
      throw failure(ParserMessages.numberBeforeParenthesis(text, at: callee.range))
    case .name(let name):
      guard let foreign = ForeignWords.called(name) else { return true }
      throw failure(foreign.diagnostic(at: callee.range))
    default: return true
    }
  }

  /// The current token is the closing parenthesis.
  private mutating func call(
    _ callee: Expression, _ arguments: [Argument]
  ) throws(DiagnosticError) -> Expression {
    let close = range(of: token)
    advance()
    return try expression(.call(callee, arguments), at: callee.range.union(close))
  }

  private func refuseBracketIndex(of indexed: Expression) throws(DiagnosticError) {
    guard isAt(.leftBracket), !token.followsSpace, indexed.isNameOrCall || indexed.isMatrix else {
      return
    }
    throw failure(pythonIndex())
  }

  private func spaceBeforeParenthesis(callee: Expression) -> Diagnostic {
    var name = "f"
    if case .name(let text) = callee.kind { name = text }
    var closeIndex = index
    var depth = 0
    repeat {
      if tokens[closeIndex].kind == .symbol(.leftParenthesis) { depth += 1 }
      if tokens[closeIndex].kind == .symbol(.rightParenthesis) { depth -= 1 }
      closeIndex += 1
    } while depth > 0 && closeIndex < tokens.count
    let argument = quotable(token.start, tokens[closeIndex - 1].end) ?? "(…)"
    return ParserMessages.space(
      name, argument,
      at: callee.range.union(range(of: tokens[closeIndex - 1])))
  }

  /// Leaves the closing parenthesis as the current token.
  private mutating func parseArgumentList() throws(DiagnosticError) -> [Argument] {
    var arguments: [Argument] = []
    if isAt(.rightParenthesis) { return arguments }
    while true {
      arguments.append(try parseArgument())
      if isAt(.rightParenthesis) { return arguments }
      guard isAt(.comma) else { throw failure(unexpectedToken(closing: .rightParenthesis)) }
      advance()
    }
  }

  private mutating func parseArgument() throws(DiagnosticError) -> Argument {
    if let whole = wholeArgument {
      advance()
      return whole
    }
    return .expression(try parseExpression())
  }

  /// A bare `:` or a string, which are arguments only by themselves.
  private var wholeArgument: Argument? {
    let next = nextToken.kind
    guard next == .symbol(.comma) || next == .symbol(.rightParenthesis) else { return nil }
    switch token.kind {
    case .symbol(.colon): return .colon(range(of: token))
    case .string(let text): return .expression(Expression(.string(text), at: range(of: token)))
    default: return nil
    }
  }

  private mutating func parsePrimary() throws(DiagnosticError) -> Expression {
    if isAt(.leftParenthesis) { return try parseParenthesized() }
    if isAt(.leftBracket) { return try parseMatrix() }
    if isAt(.partial) { return try parsePartialDerivative() }
    return try parseLeaf()
  }

  /// A number or a name. Apart from `parsePrimary`, whose frame stands on the stack once for every
  /// level of brackets.
  private mutating func parseLeaf() throws(DiagnosticError) -> Expression {
    let range = range(of: token)
    switch token.kind {
    case .number(let value):
      let text = string(of: token)
      advance()
      return Expression(.number(value, text: text), at: range)
    case .name("end"):
      guard allowsEnd else { throw failure(ParserMessages.endOutsideIndex(at: range)) }
      advance()
      return Expression(.end, at: range)
    case .name(let name):
      if let foreign = ForeignWords.keyword(name) {
        throw failure(foreign.diagnostic(at: range))
      }
      advance()
      return Expression(.name(name), at: range)
    case .symbol(.nabla):
      throw failure(ParserMessages.gradientsOutsideShow(at: range, name: nameBehind))
    case .symbol(.at):
      throw failure(ParserMessages.functionInsideExpression(at: range))
    case .string:
      throw failure(ParserMessages.stringAsValue(at: range))
    default:
      throw failure(missingOperand())
    }
  }

  /// The name behind the current token, for `∇C`.
  private var nameBehind: String {
    if case .name(let name) = nextToken.kind { return name }
    return "C"
  }

  private mutating func parseParenthesized() throws(DiagnosticError) -> Expression {
    let open = range(of: token)
    advance()
    let inner = try nested(in: .parentheses, allowsEnd: allowsEnd) {
      (parser) throws(DiagnosticError) in try parser.parseExpression()
    }
    return try parenthesized(inner, open: open)
  }

  private mutating func parenthesized(
    _ inner: Expression, open: SourceRange
  ) throws(DiagnosticError) -> Expression {
    guard isAt(.rightParenthesis) else {
      throw failure(unexpectedToken(closing: .rightParenthesis))
    }
    let close = range(of: token)
    advance()
    return try expression(.parenthesized(inner), at: open.union(close))
  }

  /// `∂C/∂W` is `grad(C, W)`.
  private mutating func parsePartialDerivative() throws(DiagnosticError) -> Expression {
    let start = token
    guard index + 4 < tokens.count,
      case .name(let loss) = tokens[index + 1].kind,
      tokens[index + 2].kind == .symbol(.divide),
      tokens[index + 3].kind == .symbol(.partial),
      case .name(let parameter) = tokens[index + 4].kind
    else { throw failure(ParserMessages.partialForm(at: range(of: start))) }
    let lossRange = range(of: tokens[index + 1])
    let parameterRange = range(of: tokens[index + 4])
    index += 5
    let arguments: [Argument] = [
      .expression(Expression(.name(loss), at: lossRange)),
      .expression(Expression(.name(parameter), at: parameterRange)),
    ]
    let callee = Expression(.name("grad"), at: range(of: start))
    return Expression(
      .call(callee, arguments), at: range(of: start).union(parameterRange))
  }
}

extension Expression {
  var isNameOrCall: Bool {
    switch kind {
    case .name, .call: true
    default: false
    }
  }

  var isMatrix: Bool {
    if case .matrix = kind { return true }
    return false
  }
}
