import Diagnostics

/// Cuts the text of a matrix block, or of a single expression, into tokens and comments.
///
/// It knows the brackets, because they decide what a newline, a blank and `'` mean. What it refuses
/// becomes a token of kind `.wrong`, so that the parser can drop the statement and go on.
struct Lexer {
  /// A comment from its `%` or `#` to the end of the line.
  struct Comment {
    let start: Int
    let end: Int
  }

  struct OpenBracket {
    let byte: UInt8
    /// The index of its token.
    let token: Int
  }

  let text: CellText
  /// For the line number in messages about brackets; nil for an expression outside of a block.
  let source: SourceFile?
  let end: Int
  var position: Int

  private(set) var tokens: [Token] = []
  private(set) var comments: [Comment] = []
  private(set) var diagnostics: [Diagnostic] = []
  var brackets: [OpenBracket] = []
  var followsSpace = false
  var startsStatement = true

  /// Reads the part of `text` between two offsets, all of it by default.
  init(_ text: CellText, from start: Int = 0, to end: Int? = nil, in source: SourceFile? = nil) {
    self.text = text
    self.source = source
    position = start
    self.end = end ?? text.utf8.count
  }

  mutating func run() {
    while let byte = byte(0) {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): skipBlank()
      case UInt8(ascii: "\n"): lexNewline()
      case UInt8(ascii: "%"), UInt8(ascii: "#"): lexComment()
      case UInt8(ascii: "0")...UInt8(ascii: "9"): lexNumber()
      case UInt8(ascii: "."): lexDot()
      case UInt8(ascii: "\""): lexString(quote: byte)
      case UInt8(ascii: "'"): lexQuote()
      default:
        if Self.isASCIILetter(byte) {
          lexWord()
        } else if byte < 0x80 {
          lexSign()
        } else {
          lexUnicode()
        }
      }
    }
    refuseOpenBracket()
    brackets = []
    append(.endOfText, from: end, to: end)
  }

  /// The byte `distance` behind the position, nil outside of the text.
  func byte(_ distance: Int) -> UInt8? {
    let index = position + distance
    return index < end ? text.utf8[index] : nil
  }

  func string(_ start: Int, _ end: Int) -> String {
    String(decoding: text.utf8[start..<end], as: UTF8.self)
  }

  /// Adds a token and moves behind it.
  mutating func append(_ kind: Token.Kind, from start: Int, to end: Int) {
    tokens.append(
      Token(
        kind: kind, start: start, end: end, followsSpace: followsSpace,
        isNested: !brackets.isEmpty))
    position = end
    followsSpace = false
    startsStatement = tokens[tokens.count - 1].endsStatement
  }

  /// Adds a refused token with its message and moves behind it.
  mutating func refuse(_ diagnostic: Diagnostic, from start: Int, to end: Int) {
    append(.wrong(diagnostics.count), from: start, to: end)
    diagnostics.append(diagnostic)
  }

  mutating func replaceToken(at index: Int, by diagnostic: Diagnostic) {
    // A bracket that was refused for another reason keeps that reason.
    if case .wrong = tokens[index].kind { return }
    tokens[index].kind = .wrong(diagnostics.count)
    diagnostics.append(diagnostic)
  }

  private mutating func skipBlank() {
    position += 1
    followsSpace = true
  }

  /// Whether the last token ends an operand, perhaps with blanks behind it.
  var followsOperand: Bool {
    guard let last = tokens.last else { return false }
    switch last.kind {
    case .number, .name, .string: return true
    case .symbol(.rightParenthesis), .symbol(.rightBracket), .symbol(.transpose): return true
    default: return false
    }
  }

  var isInsideMatrix: Bool { brackets.last?.byte == UInt8(ascii: "[") }

  private mutating func lexNewline() {
    if !brackets.isEmpty, nextLineBeginsStatement {
      refuseOpenBracket()
      brackets = []
    }
    switch brackets.last?.byte {
    case nil: append(.lineEnd, from: position, to: position + 1)
    case UInt8(ascii: "["): append(.rowEnd, from: position, to: position + 1)
    default: skipBlank()
    }
  }

  /// `name =` at the start of a line cannot stand inside brackets: one above was forgotten.
  private var nextLineBeginsStatement: Bool {
    var ahead = self
    ahead.position += 1
    ahead.skipBlanks()
    let start = ahead.position
    ahead.skipName()
    guard ahead.position > start else { return false }
    let name = string(start, ahead.position)
    let nameEnd = ahead.position
    ahead.skipBlanks()
    let isVerb = Command.Verb(rawValue: name) != nil && ahead.position > nameEnd
    switch (ahead.byte(0), ahead.byte(1)) {
    case (UInt8(ascii: "="), UInt8(ascii: "=")): return false
    case (UInt8(ascii: "="), _): return true
    case (UInt8(ascii: "+"), UInt8(ascii: "=")), (UInt8(ascii: "-"), UInt8(ascii: "=")),
      (UInt8(ascii: "*"), UInt8(ascii: "=")), (UInt8(ascii: "/"), UInt8(ascii: "=")):
      return true
    case (let byte?, _): return isVerb && (Self.isASCIILetter(byte) || byte >= 0x80)
    case (nil, _): return false
    }
  }

  mutating func skipBlanks() {
    while let byte = byte(0), byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") {
      position += 1
    }
  }

  /// The outermost bracket that is open here is never closed; the inner ones may be its victims.
  private mutating func refuseOpenBracket() {
    guard let open = brackets.first else { return }
    let token = tokens[open.token]
    let range = text.fileRange(token.start, token.end)
    replaceToken(
      at: open.token,
      by: ParserMessages.neverClosed(
        open.byte, at: range, line: source.map { $0.line(at: range.start) }))
  }

  private mutating func lexComment() {
    let start = position
    if byte(1) == UInt8(ascii: "{"), isAloneOnLine(length: 2) {
      lexBlockComment()
      return
    }
    position = endOfLine
    comments.append(Comment(start: start, end: position))
  }

  var endOfLine: Int {
    var index = position
    while index < end, text.utf8[index] != UInt8(ascii: "\n") { index += 1 }
    return index
  }

  /// Octave skips what stands between `%{` and `%}`; read as statements it would run.
  private mutating func lexBlockComment() {
    let start = position
    position += 2
    let headEnd = position
    while byte(0) != nil {
      if let mark = byte(0), mark == UInt8(ascii: "%") || mark == UInt8(ascii: "#"),
        byte(1) == UInt8(ascii: "}"), isAloneOnLine(length: 2)
      {
        position += 2
        break
      }
      position += 1
    }
    let blockEnd = position
    refuse(
      ParserMessages.blockComment(at: text.fileRange(start, headEnd)), from: start, to: headEnd)
    position = blockEnd
  }

  private func isAloneOnLine(length: Int) -> Bool {
    var before = position
    while before > 0, Self.isBlank(text.utf8[before - 1]) { before -= 1 }
    var after = position + length
    while after < end, Self.isBlank(text.utf8[after]) { after += 1 }
    return (before == 0 || text.utf8[before - 1] == UInt8(ascii: "\n"))
      && (after >= end || text.utf8[after] == UInt8(ascii: "\n"))
  }

  static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }

  static func isASCIILetter(_ byte: UInt8) -> Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
  }

  static func isDigit(_ byte: UInt8) -> Bool {
    UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
  }
}
