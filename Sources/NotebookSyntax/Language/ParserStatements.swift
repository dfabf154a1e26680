import Diagnostics

/// Assignments, updates, functions, commands and bare expressions.
extension Parser {
  /// Reads one statement up to the token that ends it, which stays the current one.
  mutating func parseStatement() throws(DiagnosticError) -> Statement {
    let first = token
    let kind = try parseStatementKind()
    guard token.endsStatement else { throw failure(unexpectedToken(closing: nil)) }
    let last = tokens[index - 1]
    return Statement(
      kind, at: text.fileRange(first.start, last.end), isSuppressed: isAt(.semicolon))
  }

  /// The name that the statement at the current token sets, whatever else it says.
  var assignedName: Name? {
    guard case .name(let text) = token.kind, case .symbol(let symbol) = nextToken.kind,
      symbol == .assign || symbol.updateOperator != nil
    else { return nil }
    return Name(text, at: range(of: token))
  }

  /// The name that a `for` would set: `i` in `for i = 1:10` and `for (i = 1:10)`.
  var loopCounter: Name? {
    guard case .name("for") = token.kind else { return nil }
    let first = nextToken.kind == .symbol(.leftParenthesis) ? index + 2 : index + 1
    guard first + 1 < tokens.count, case .name(let text) = tokens[first].kind,
      tokens[first + 1].kind == .symbol(.assign)
    else { return nil }
    return Name(text, at: range(of: tokens[first]))
  }

  private mutating func parseStatementKind() throws(DiagnosticError) -> Statement.Kind {
    if case .command(let verb, let words) = token.kind {
      let command = try parseCommand(verb, words: words)
      advance()
      return .command(command)
    }
    if case .name(let text) = token.kind, case .symbol(let symbol) = nextToken.kind {
      let name = Name(text, at: range(of: token))
      if symbol == .assign {
        index += 2
        return isAt(.at) ? try parseFunction(name) : .assignment(name, try parseExpression())
      }
      if let update = symbol.updateOperator {
        index += 2
        return .update(name, update, try parseExpression())
      }
      if symbol == .leftParenthesis, !nextToken.followsSpace,
        let verb = Command.Verb(rawValue: text)
      {
        throw failure(ParserMessages.commandAsCall(verb.rawValue, at: name.range))
      }
    }
    let expression = try parseExpression()
    try refuseAssignment(to: expression)
    return .expression(expression)
  }

  /// `@(x, y) body`; the current token is the `@`.
  private mutating func parseFunction(_ name: Name) throws(DiagnosticError) -> Statement.Kind {
    let at = range(of: token)
    advance()
    guard isAt(.leftParenthesis) else {
      var called: String?
      if case .name(let text) = token.kind { called = text }
      throw failure(ParserMessages.functionHandle(called, at: at))
    }
    advance()
    var parameters: [Name] = []
    while !isAt(.rightParenthesis) {
      guard case .name(let text) = token.kind, ForeignWords.keyword(text) == nil else {
        throw failure(ParserMessages.parameterName(instead: shown(token), at: range(of: token)))
      }
      if parameters.contains(where: { $0.text == text }) {
        throw failure(ParserMessages.parameterTwice(text, at: range(of: token)))
      }
      parameters.append(Name(text, at: range(of: token)))
      advance()
      if isAt(.comma), nextToken.kind != .symbol(.rightParenthesis) {
        advance()
      } else if !isAt(.rightParenthesis) {
        throw failure(
          ParserMessages.expectedClosing(
            Symbol.rightParenthesis.rawValue, instead: shown(token), at: range(of: token)))
      }
    }
    advance()
    return .function(name, parameters: parameters, body: try parseExpression())
  }

  /// `W(1,2) = 3`, `[a, b] = f(x)`, `3 = x`: only a name takes a value.
  private func refuseAssignment(to target: Expression) throws(DiagnosticError) {
    guard case .symbol(let symbol) = token.kind,
      symbol == .assign || symbol.updateOperator != nil
    else { return }
    switch target.kind {
    case .call(let callee, _):
      // `∂C/∂W` arrives as a call whose name is the sign `∂`.
      if text.utf8[tokens[index - 1].start] != UInt8(ascii: ")") {
        throw failure(ParserMessages.derivativeAssignment(at: target.range))
      }
      var name = "W"
      if case .name(let text) = callee.kind { name = text }
      throw failure(ParserMessages.entryAssignment(name, at: target.range))
    case .matrix:
      throw failure(ParserMessages.severalResults(at: target.range))
    default:
      throw failure(ParserMessages.assignmentTarget(symbol.rawValue, at: target.range))
    }
  }
}
