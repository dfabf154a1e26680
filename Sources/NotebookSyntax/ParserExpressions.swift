import Diagnostics

/// Operators between operands.
extension Parser {
  mutating func parseExpression() throws(DiagnosticError) -> Expression {
    try parseBinary(.or)
  }

  /// Operators that bind at least as strongly as `minimum`, grouped to the left.
  private mutating func parseBinary(
    _ minimum: Precedence
  ) throws(DiagnosticError) -> Expression {
    let start = token.start
    var left = try parsePrefixed()
    while true {
      if minimum <= .range, isAt(.colon) {
        left = try parseRange(from: left)
        continue
      }
      guard let (binary, precedence) = binaryOperator, precedence >= minimum else { return left }
      warnIfNotBeforeComparison(left, binary, start: start)
      advance()
      let right = try parseBinary(precedence.next)
      left = try expression(.binary(binary, left, right), at: left.range.union(right.range))
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

  /// `a:b` or `a:s:b`; the current token is the first colon.
  private mutating func parseRange(from start: Expression) throws(DiagnosticError) -> Expression {
    if case .range = start.kind {
      throw failure(ParserMessages.longRange(at: range(of: token)))
    }
    advance()
    let second = try parseBinary(.sum)
    guard isAt(.colon) else {
      return try expression(
        .range(start: start, step: nil, end: second), at: start.range.union(second.range))
    }
    advance()
    let third = try parseBinary(.sum)
    return try expression(
      .range(start: start, step: second, end: third), at: start.range.union(third.range))
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
        warnIfPowerBeforeTranspose(base, start: start)
        base = try expression(.transpose(base), at: base.range.union(range(of: token)))
        advance()
        base = try parseArguments(of: base)
      } else if let power = symbol.binaryOperator, power.isPower {
        let chainEnd = tokens[index - 1].end
        let isChain = base.isPower
        advance()
        let exponentStart = token.start
        let prefixes = takePrefixes()
        let exponent = try prefixed(by: prefixes, try parseCall())
        if isChain {
          warnOfPowerChain(
            base, exponent, power, start: start, chainEnd: chainEnd, exponentStart: exponentStart)
        }
        base = try expression(
          .binary(power, base, exponent), at: base.range.union(exponent.range))
      } else {
        break
      }
    }
    return base
  }
}

extension Expression {
  var isPower: Bool {
    if case .binary(let binary, _, _) = kind { return binary.isPower }
    return false
  }
}
