import Diagnostics

/// Three precedences that Octave shares with few languages and with no textbook. They are kept, and
/// told.
extension Parser {
  /// `2^3^2` is 64 here, 512 in Python and on paper. Told once in a chain.
  mutating func warnOfPowerChain(
    _ base: Expression, _ exponent: Expression, _ power: BinaryOperator, start: Int, chainEnd: Int,
    exponentStart: Int
  ) {
    if let last = warnings.last, last.range?.start == base.range.start { return }
    let end = tokens[index - 1].end
    let range = base.range.union(exponent.range)
    guard case .binary(let inner, let first, let second) = base.kind,
      let written = quotable(start, end), let left = quotable(start, chainEnd),
      let right = quotable(exponentStart, end)
    else {
      warnings.append(ParserMessages.powerChain(at: range))
      return
    }
    // The base is as long as its part of the file unless a line prefix stands inside, and quotable
    // text has one line.
    let firstEnd = start + first.range.end - first.range.start
    let secondStart = chainEnd - (second.range.end - second.range.start)
    let regrouped =
      "\(string(start, firstEnd))\(inner.rawValue)"
      + "(\(string(secondStart, chainEnd))\(power.rawValue)\(right))"
    warnings.append(
      ParserMessages.order(
        written, readAs: "(\(left))\(power.rawValue)\(right)", otherwise: regrouped, at: range))
  }

  /// `A.^B'` transposes the power. The current token is the transpose.
  mutating func warnIfPowerBeforeTranspose(_ base: Expression, start: Int) {
    guard case .binary(let power, let left, let right) = base.kind, power.isPower else { return }
    let end = tokens[index - 1].end
    let range = base.range.union(range(of: token))
    guard let written = quotable(start, end) else {
      warnings.append(ParserMessages.transposedPower(at: range))
      return
    }
    let leftText = string(start, start + left.range.end - left.range.start)
    let rightText = string(end - (right.range.end - right.range.start), end)
    let mark = string(of: token)
    warnings.append(
      ParserMessages.order(
        "\(written)\(mark)", readAs: "(\(written))\(mark)",
        otherwise: "\(leftText)\(power.rawValue)(\(rightText)\(mark))", at: range))
  }

  /// `!x == 0` compares `!x`. The current token is the comparison.
  mutating func warnIfNotBeforeComparison(
    _ left: Expression, _ comparison: BinaryOperator, start: Int
  ) {
    guard comparison.precedence == .comparison, case .prefix(.not, let operand) = left.kind else {
      return
    }
    let end = tokens[index - 1].end
    let range = left.range.union(range(of: token))
    guard let written = quotable(start, end) else {
      warnings.append(ParserMessages.negatedComparison(at: range))
      return
    }
    let operandText = string(end - (operand.range.end - operand.range.start), end)
    let mark = string(of: token)
    let not = string(start, start + 1)
    warnings.append(
      ParserMessages.order(
        "\(written) \(mark) …", readAs: "(\(written)) \(mark) …",
        otherwise: "\(not)(\(operandText) \(mark) …)", at: range))
  }
}
