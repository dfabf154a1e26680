import Diagnostics

/// Operators between operands.
extension Parser {
  /// What stands before an operand that is being read, and waits for it.
  private enum Pending {
    case binary(Expression, BinaryOperator, Precedence)
    case rangeStart(Expression)
    case rangeStep(start: Expression, step: Expression)

    var precedence: Precedence {
      if case .binary(_, _, let precedence) = self { precedence } else { .range }
    }
  }

  /// Operators of one strength group to the left. The operands that wait stand in a list instead of
  /// on the stack, so that only brackets make the parser recurse.
  mutating func parseExpression() throws(DiagnosticError) -> Expression {
    var pending: [Pending] = []
    var start = token.start
    var operand = try parsePrefixed()
    while true {
      if isAt(.colon) {
        operand = try join(&pending, operand, to: .sum)
        pending.append(try waitingRange(&pending, operand))
      } else if let (binary, precedence) = binaryOperator {
        warnIfNotBeforeComparison(operand, binary, start: start)
        operand = try join(&pending, operand, to: precedence)
        pending.append(.binary(operand, binary, precedence))
      } else {
        return try join(&pending, operand, to: .or)
      }
      advance()
      start = token.start
      operand = try parsePrefixed()
    }
  }

  /// Gives `operand` to what waits for it and binds at least as strongly as `precedence`.
  private func join(
    _ pending: inout [Pending], _ operand: Expression, to precedence: Precedence
  ) throws(DiagnosticError) -> Expression {
    var result = operand
    while let last = pending.last, last.precedence >= precedence {
      pending.removeLast()
      switch last {
      case .binary(let left, let binary, _):
        result = try expression(
          .binary(binary, left, result), at: left.range.union(result.range))
      case .rangeStart(let start):
        result = try expression(
          .range(start: start, step: nil, end: result), at: start.range.union(result.range))
      case .rangeStep(let start, let step):
        result = try expression(
          .range(start: start, step: step, end: result), at: start.range.union(result.range))
      }
    }
    return result
  }

  /// What waits behind the colon at the current token: `a:` or `a:s:`.
  private func waitingRange(
    _ pending: inout [Pending], _ operand: Expression
  ) throws(DiagnosticError) -> Pending {
    switch pending.last {
    case .rangeStart(let start):
      pending.removeLast()
      return .rangeStep(start: start, step: operand)
    case .rangeStep:
      throw failure(ParserMessages.longRange(at: range(of: token)))
    case .binary, nil:
      return .rangeStart(operand)
    }
  }

  /// The binary operator at the current token, unless it begins a new element of a matrix.
  private var binaryOperator: (BinaryOperator, Precedence)? {
    guard case .symbol(let symbol) = token.kind, let binary = symbol.binaryOperator,
      let precedence = binary.precedence, !beginsElement
    else { return nil }
    return (binary, precedence)
  }

  /// `[a -b]` has two elements: a sign with a blank before it and none behind it.
  var beginsElement: Bool {
    guard context == .matrix, token.followsSpace, case .symbol(let symbol) = token.kind else {
      return false
    }
    guard symbol == .plus || symbol == .minus, token.end < text.utf8.count else { return false }
    return !Lexer.isBlank(text.utf8[token.end])
  }

  /// Signs and `!` before an operand with its powers: `-2^2` is −4.
  private mutating func parsePrefixed() throws(DiagnosticError) -> Expression {
    let prefixes = takePrefixes()
    return try prefixed(by: prefixes, try parsePower())
  }

  private mutating func takePrefixes() -> [(PrefixOperator, SourceRange)] {
    var prefixes: [(PrefixOperator, SourceRange)] = []
    while case .symbol(let symbol) = token.kind, let prefix = symbol.prefixOperator {
      prefixes.append((prefix, range(of: token)))
      advance()
    }
    return prefixes
  }

  private func prefixed(
    by prefixes: [(PrefixOperator, SourceRange)], _ operand: Expression
  ) throws(DiagnosticError) -> Expression {
    var result = operand
    for (prefix, range) in prefixes.reversed() {
      result = try expression(.prefix(prefix, result), at: range.union(result.range))
    }
    return result
  }

  /// Transposes and powers, from left to right: `2^3^2` is 64, `A.^B'` is `(A.^B)'`.
  private mutating func parsePower() throws(DiagnosticError) -> Expression {
    let start = token.start
    var base = try parseCall()
    while case .symbol(let symbol) = token.kind {
      if symbol == .transpose {
        base = try parseArguments(of: try transposed(base, start: start))
      } else if let power = symbol.binaryOperator, power.isPower {
        base = try raised(base, power, start: start)
      } else {
        break
      }
    }
    return base
  }

  /// The current token is the transpose.
  private mutating func transposed(
    _ base: Expression, start: Int
  ) throws(DiagnosticError) -> Expression {
    warnIfPowerBeforeTranspose(base, start: start)
    let result = try expression(.transpose(base), at: base.range.union(range(of: token)))
    advance()
    return result
  }

  /// The current token is the power.
  private mutating func raised(
    _ base: Expression, _ power: BinaryOperator, start: Int
  ) throws(DiagnosticError) -> Expression {
    let chainEnd = tokens[index - 1].end
    advance()
    let exponentStart = token.start
    let prefixes = takePrefixes()
    let exponent = try prefixed(by: prefixes, try parseCall())
    if base.isPower {
      warnOfPowerChain(
        base, exponent, power, start: start, chainEnd: chainEnd, exponentStart: exponentStart)
    }
    return try expression(.binary(power, base, exponent), at: base.range.union(exponent.range))
  }
}

extension Expression {
  var isPower: Bool {
    if case .binary(let binary, _, _) = kind { return binary.isPower }
    return false
  }
}
