import Diagnostics

/// Names, commands and what stands outside of ASCII.
extension Lexer {
  /// The scalar at the position and its length in bytes; nil for bytes that are not UTF-8.
  private func scalar(at index: Int) -> (value: Unicode.Scalar, length: Int)? {
    var bytes = text.utf8[index..<min(index + 4, end)].makeIterator()
    var decoder = UTF8()
    guard case .scalarValue(let scalar) = decoder.decode(&bytes) else { return nil }
    return (scalar, UTF8.width(scalar))
  }

  /// Whether a letter of a name, ASCII or Greek, stands at the position.
  var beginsName: Bool {
    guard let byte = byte(0) else { return false }
    if byte < 0x80 { return Self.isASCIILetter(byte) }
    return scalar(at: position).map { Self.isGreekLetter($0.value) } ?? false
  }

  /// The block "Greek and Coptic" without its signs and without the Coptic letters.
  static func isGreekLetter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0386, 0x0388...0x03E1, 0x03F0...0x03FF: scalar.properties.isAlphabetic
    default: false
    }
  }

  mutating func skipName() {
    guard beginsName else { return }
    while let byte = byte(0) {
      if Self.isASCIILetter(byte) || Self.isDigit(byte) || byte == UInt8(ascii: "_") {
        position += 1
      } else if byte >= 0x80, let (value, length) = scalar(at: position), Self.isGreekLetter(value)
      {
        position += length
      } else {
        return
      }
    }
  }

  mutating func lexWord() {
    let start = position
    let beginsStatement = startsStatement && brackets.isEmpty
    skipName()
    let name = string(start, position)
    if beginsStatement, let verb = Command.Verb(rawValue: name), beginsCommandWords {
      lexCommand(verb, from: start)
    } else {
      append(.name(name), from: start, to: position)
    }
  }

  /// `derive C W`, but neither `derive = 1` nor `derive(C, W)`.
  private var beginsCommandWords: Bool {
    var index = position
    while index < end, Self.isBlank(text.utf8[index]) { index += 1 }
    guard index < end else { return true }
    let next = text.utf8[index]
    if next == UInt8(ascii: "=") { return false }
    if index + 1 < end, text.utf8[index + 1] == UInt8(ascii: "="), "+-*/".utf8.contains(next) {
      return false
    }
    return index > position || !"(.'^+-*/<>&|[{".utf8.contains(next)
  }

  /// The words of a command reach to the end of the line, a comment, or a `,` or `;` outside of
  /// brackets.
  private mutating func lexCommand(_ verb: Command.Verb, from start: Int) {
    skipBlanks()
    let wordsStart = position
    var open: [Int] = []
    words: while let byte = byte(0) {
      switch byte {
      case UInt8(ascii: "\n"), UInt8(ascii: "%"), UInt8(ascii: "#"): break words
      case UInt8(ascii: ","), UInt8(ascii: ";"): if open.isEmpty { break words }
      case UInt8(ascii: "("), UInt8(ascii: "["): open.append(position)
      case UInt8(ascii: ")"), UInt8(ascii: "]"): _ = open.popLast()
      default: break
      }
      position += 1
    }
    let wordsEnd = trimmedEnd(from: wordsStart, to: position)
    if let bracket = open.first {
      let range = text.fileRange(bracket, bracket + 1)
      let line = source.map { $0.line(at: range.start) }
      refuse(
        ParserMessages.neverClosed(text.utf8[bracket], at: range, line: line),
        from: start, to: position)
    } else {
      let isBare = wordsStart == wordsEnd
      append(
        .command(verb, words: wordsStart..<wordsEnd),
        from: start, to: isBare ? start + verb.rawValue.utf8.count : wordsEnd)
    }
  }

  private func trimmedEnd(from start: Int, to end: Int) -> Int {
    var end = end
    while end > start, Self.isBlank(text.utf8[end - 1]) { end -= 1 }
    return end
  }

  /// The spelling variants outside of ASCII; everything else is refused with what to type instead.
  mutating func lexUnicode() {
    guard let (scalar, length) = scalar(at: position) else {
      refuse(
        ParserMessages.byteOutsideUTF8(
          text.utf8[position], at: text.fileRange(position, position + 1)),
        from: position, to: position + 1)
      return
    }
    if Self.isGreekLetter(scalar) { return lexWord() }
    if let symbol = Self.spellingVariants[scalar] {
      return append(.symbol(symbol), from: position, to: position + length)
    }
    // Written `√(x)`: a function whose name is a sign.
    if scalar == "√" { return append(.name("√"), from: position, to: position + length) }
    let start = position
    position += length
    while let (next, length) = position < end ? self.scalar(at: position) : nil,
      next.properties.isGraphemeExtend
    {
      position += length
    }
    refuse(
      ParserMessages.character(
        scalar, text: string(start, position), at: text.fileRange(start, position)),
      from: start, to: position)
  }

  private static let spellingVariants: [Unicode.Scalar: Symbol] = [
    "×": .times, "·": .times, "⋅": .times,
    "⊙": .elementwiseTimes, "∘": .elementwiseTimes, "⊘": .elementwiseDivide,
    "−": .minus, "ᵀ": .transpose,
    "≤": .lessOrEqual, "≥": .greaterOrEqual, "≠": .notEqual,
    "∂": .partial, "∇": .nabla,
  ]
}
