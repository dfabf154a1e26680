import Diagnostics

/// Operators, brackets and dots.
extension Lexer {
  mutating func lexSign() {
    guard let byte = byte(0) else { return }
    switch byte {
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): openBracket(byte)
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): closeBracket(byte)
    default:
      let start = position
      if let sign = foreignSign {
        let range = text.fileRange(start, start + sign.utf8.count)
        refuse(
          ParserMessages.foreignSign(sign, at: range), from: start, to: start + sign.utf8.count)
      } else if let (symbol, length) = symbol {
        append(.symbol(symbol), from: start, to: start + length)
      } else {
        refuseASCII(byte)
      }
    }
  }

  private mutating func refuseASCII(_ byte: UInt8) {
    let scalar = Unicode.Scalar(byte)
    refuse(
      ParserMessages.character(
        scalar, text: String(scalar), at: text.fileRange(position, position + 1)),
      from: position, to: position + 1)
  }

  /// The longest symbol of ASCII signs at the position.
  private var symbol: (Symbol, length: Int)? {
    if byte(0) == UInt8(ascii: "~") {
      return byte(1) == UInt8(ascii: "=") ? (.notEqual, 2) : (.not, 1)
    }
    let two = string(position, min(position + 2, end))
    if two.utf8.count == 2, two != ".'", let symbol = Symbol(rawValue: two) { return (symbol, 2) }
    return Symbol(rawValue: string(position, position + 1)).map { ($0, 1) }
  }

  /// Signs of other languages.
  private static let foreignSigns: Set<String> = [
    "**", ".**", "//", "&&", "||", "++", "--", "\\", ".\\", ":=", "^=", ".*=", "./=", ".^=",
    ".+", ".-", ".==", ".!=", ".<=", ".>=", ".<", ".>", ".&", ".|", ".=", "|>",
  ]

  /// The longest of them at the position.
  private var foreignSign: String? {
    guard byte(0) == UInt8(ascii: "\\") || byte(1).map(Self.isSign) ?? false else { return nil }
    for length in [3, 2, 1] where position + length <= end {
      let sign = string(position, position + length)
      if Self.foreignSigns.contains(sign) { return sign }
    }
    return nil
  }

  private static func isSign(_ byte: UInt8) -> Bool {
    "*/&|+-\\^=<>!".utf8.contains(byte)
  }

  private mutating func openBracket(_ byte: UInt8) {
    let start = position
    brackets.append(OpenBracket(byte: byte, token: tokens.count))
    switch byte {
    case UInt8(ascii: "("): append(.symbol(.leftParenthesis), from: start, to: start + 1)
    case UInt8(ascii: "["): append(.symbol(.leftBracket), from: start, to: start + 1)
    default:
      refuse(ParserMessages.cell(at: text.fileRange(start, start + 1)), from: start, to: start + 1)
    }
  }

  private mutating func closeBracket(_ byte: UInt8) {
    let start = position
    let range = text.fileRange(start, start + 1)
    guard let open = brackets.popLast() else {
      refuse(ParserMessages.closesNothing(byte, at: range), from: start, to: start + 1)
      return
    }
    let expected = Self.closing(open.byte)
    if byte != expected {
      let token = tokens[open.token]
      let openRange = text.fileRange(token.start, token.end)
      refuse(
        ParserMessages.closedByAnother(open.byte, at: openRange, closing: byte, at: range),
        from: start, to: start + 1)
    } else if byte == UInt8(ascii: ")") {
      append(.symbol(.rightParenthesis), from: start, to: start + 1)
    } else if byte == UInt8(ascii: "]") {
      append(.symbol(.rightBracket), from: start, to: start + 1)
    } else {
      // Its `{` was refused, and the statement with it.
      position += 1
    }
  }

  static func closing(_ bracket: UInt8) -> UInt8 {
    switch bracket {
    case UInt8(ascii: "("): UInt8(ascii: ")")
    case UInt8(ascii: "["): UInt8(ascii: "]")
    default: UInt8(ascii: "}")
    }
  }

  /// A dot that does not stand inside a number.
  mutating func lexDot() {
    let start = position
    switch byte(1) {
    case let digit? where Self.isDigit(digit): lexNumber()
    case UInt8(ascii: "."): lexContinuation()
    case UInt8(ascii: "'"): append(.symbol(.transpose), from: start, to: start + 2)
    case UInt8(ascii: "("):
      refuse(
        ParserMessages.juliaCall(operandBefore, at: text.fileRange(start, start + 1)),
        from: start, to: start + 1)
    default:
      position += 1
      let isMember = beginsName && followsOperand && !followsSpace
      position = start
      if isMember { lexMember() } else { lexSign() }
    }
  }

  /// `...` joins the next line; the rest of this one is a comment, as in Octave.
  private mutating func lexContinuation() {
    guard byte(2) == UInt8(ascii: ".") else {
      refuse(
        ParserMessages.twoDots(at: text.fileRange(position, position + 2)),
        from: position, to: position + 2)
      return
    }
    position = min(endOfLine + 1, end)
    followsSpace = true
  }

  /// `np.dot`, `X.T`, `A.sum(…)`, `a.b`.
  private mutating func lexMember() {
    let owner = tokens[tokens.count - 1]
    let start = position
    position += 1
    let nameStart = position
    skipName()
    let member = string(nameStart, position)
    let isCall = byte(0) == UInt8(ascii: "(")
    let range = text.fileRange(owner.start, position)
    refuse(
      ParserMessages.member(member, of: operandBefore, isCall: isCall, at: range),
      from: start, to: position)
  }

  /// The name or number that the last token is; `A` where it is the end of something longer.
  private var operandBefore: String {
    guard let last = tokens.last, followsOperand else { return "A" }
    switch last.kind {
    case .name, .number: return string(last.start, last.end)
    default: return "A"
    }
  }
}
