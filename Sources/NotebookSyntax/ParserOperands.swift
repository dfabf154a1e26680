import Diagnostics

/// Numbers, names, brackets, calls.
extension Parser {
  mutating func parseCall() throws(DiagnosticError) -> Expression {
    try parseArguments(of: try parsePrimary())
  }

  /// `callee(…)(…)`: calls and indices, as far as parentheses follow.
  mutating func parseArguments(of callee: Expression) throws(DiagnosticError) -> Expression {
    var result = callee
    while isAt(.leftParenthesis) {
      if context == .matrix, token.followsSpace {
        guard result.isNameOrCall else { return result }
        throw failure(spaceBeforeParenthesis(callee: result))
      }
      if case .number(_, let text) = result.kind {
        throw failure(ParserMessages.numberBeforeParenthesis(text, at: callee.range))
      }
      if case .name(let name) = result.kind, let foreign = ForeignWords.called(name) {
        throw failure(foreign.diagnostic(at: callee.range))
      }
      advance()
      let arguments = try nested(in: .parentheses, allowsEnd: true) {
        (parser) throws(DiagnosticError) in try parser.parseArgumentList()
      }
      let close = range(of: token)
      advance()
      result = try expression(.call(result, arguments), at: result.range.union(close))
    }
    if isAt(.leftBracket), !token.followsSpace, result.isNameOrCall || result.isMatrix {
      throw failure(pythonIndex())
    }
    return result
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
    let first = token
    let isWhole = nextToken.kind == .symbol(.comma) || nextToken.kind == .symbol(.rightParenthesis)
    if isWhole, first.kind == .symbol(.colon) {
      advance()
      return .colon(range(of: first))
    }
    if isWhole, case .string(let text) = first.kind {
      advance()
      return .expression(Expression(.string(text), at: range(of: first)))
    }
    return .expression(try parseExpression())
  }

  private mutating func parsePrimary() throws(DiagnosticError) -> Expression {
    let first = token
    let range = range(of: first)
    switch first.kind {
    case .number(let value):
      advance()
      return Expression(.number(value, text: string(of: first)), at: range)
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
    case .symbol(.leftParenthesis):
      return try parseParenthesized()
    case .symbol(.leftBracket):
      return try parseMatrix()
    case .symbol(.partial):
      return try parsePartialDerivative()
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
      (parser) throws(DiagnosticError) in
      let inner = try parser.parseExpression()
      guard parser.isAt(.rightParenthesis) else {
        throw parser.failure(parser.unexpectedToken(closing: .rightParenthesis))
      }
      return inner
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
