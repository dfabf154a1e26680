import Diagnostics

/// Numbers and strings.
extension Lexer {
  /// `digits [ "." [digits] ] [exponent]` or `"." digits [exponent]`.
  mutating func lexNumber() {
    let start = position
    skipDigits()
    if byte(0) == UInt8(ascii: "."), !dotBelongsToOperator {
      position += 1
      skipDigits()
    }
    skipExponent()
    let numberEnd = position
    if continuesNumber {
      skipNumberLikeText()
      let written = string(start, position)
      refuse(
        ParserMessages.notANumber(
          written, number: string(start, numberEnd), at: text.fileRange(start, position)),
        from: start, to: position)
      return
    }
    let written = string(start, numberEnd)
    guard let value = Double(written), value.isFinite else {
      refuse(
        ParserMessages.numberTooLarge(written, at: text.fileRange(start, numberEnd)),
        from: start, to: numberEnd)
      return
    }
    append(.number(value), from: start, to: numberEnd)
  }

  private mutating func skipDigits() {
    while let byte = byte(0), Self.isDigit(byte) { position += 1 }
  }

  /// In `1.*x`, `1./x`, `1.^x`, `1.'` and `1...` the dot is not the number's.
  private var dotBelongsToOperator: Bool {
    switch byte(1) {
    case UInt8(ascii: "*"), UInt8(ascii: "/"), UInt8(ascii: "^"), UInt8(ascii: "'"),
      UInt8(ascii: "\\"):
      true
    case UInt8(ascii: "."): true
    default: false
    }
  }

  private mutating func skipExponent() {
    guard let mark = byte(0), mark | 0x20 == UInt8(ascii: "e") else { return }
    let sign = byte(1) == UInt8(ascii: "+") || byte(1) == UInt8(ascii: "-") ? 1 : 0
    guard let first = byte(1 + sign), Self.isDigit(first) else { return }
    position += 1 + sign
    skipDigits()
  }

  /// A letter or a second dot stands at once behind the number.
  private var continuesNumber: Bool {
    guard let next = byte(0) else { return false }
    if next == UInt8(ascii: ".") { return !dotBelongsToOperator }
    return beginsName || next == UInt8(ascii: "_")
  }

  private mutating func skipNumberLikeText() {
    while let next = byte(0) {
      if beginsName {
        skipName()
      } else if Self.isDigit(next) || next == UInt8(ascii: "_")
        || next == UInt8(ascii: ".") && !dotBelongsToOperator
      {
        position += 1
      } else {
        return
      }
    }
  }

  /// `'` behind an operand transposes; elsewhere, and behind a blank inside `[ ]`, it opens a string.
  mutating func lexQuote() {
    if followsOperand, !(followsSpace && isInsideMatrix) {
      append(.symbol(.transpose), from: position, to: position + 1)
    } else {
      lexString(quote: UInt8(ascii: "'"))
    }
  }

  /// A doubled quote stands for itself; `\` escapes only between `"`, as in Octave.
  mutating func lexString(quote: UInt8) {
    let start = position
    var content: [UInt8] = []
    position += 1
    while let byte = byte(0), byte != UInt8(ascii: "\n") {
      if byte == quote {
        guard self.byte(1) == quote else {
          append(
            .string(String(decoding: content, as: UTF8.self)), from: start, to: position + 1)
          return
        }
        position += 1
      } else if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\""), let next = self.byte(1),
        next == quote || next == byte
      {
        content.append(next)
        position += 2
        continue
      }
      content.append(byte)
      position += 1
    }
    let lineEnd = position
    refuse(
      ParserMessages.unclosedString(quote, at: text.fileRange(start, start + 1)),
      from: start, to: lineEnd)
    closeBrackets(within: start..<lineEnd)
  }

  /// What a string without end has swallowed may hold the ends of open brackets; without them the
  /// brackets would be told as well.
  private mutating func closeBrackets(within swallowed: Range<Int>) {
    for byte in text.utf8[swallowed] {
      guard let open = brackets.last else { return }
      if byte == Self.closing(open.byte) { brackets.removeLast() }
    }
  }
}
