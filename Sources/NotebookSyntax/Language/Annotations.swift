import Diagnostics

/// What the comments of a line say: a shape, an expected value, or just words.
struct Annotations {
  let text: CellText
  private(set) var shape: ShapeComment?
  private(set) var expected: ExpectedValue?
  private(set) var comment: String?
  /// Where the first `%:` or `%=>` stands.
  private(set) var firstMarker: SourceRange?
  private(set) var diagnostics: [Diagnostic] = []

  init(text: CellText) {
    self.text = text
  }

  /// Puts what was read on `statement`; a command and a function have no value to speak of.
  func attach(to statement: inout Statement) -> Diagnostic? {
    switch statement.kind {
    case .command(let command):
      if let firstMarker {
        return ParserMessages.markerOfCommand(command.verb.rawValue, at: firstMarker)
      }
    case .function(let name, _, _):
      if let firstMarker { return ParserMessages.markerOfFunction(name.text, at: firstMarker) }
    case .assignment, .update, .expression:
      statement.shapeComment = shape
      statement.expected = expected
    }
    statement.comment = comment
    return nil
  }

  /// Reads one comment: `%: N×3`, `%=> 7.87`, both, with words behind, or words alone.
  mutating func read(_ source: Lexer.Comment) {
    var scanner = CommentScanner(text: text, position: source.start, end: source.end)
    while let marker = scanner.takeMarker() {
      let range = text.fileRange(marker.start, marker.end)
      firstMarker = firstMarker ?? range
      do throws(DiagnosticError) {
        switch marker.kind {
        case .shape:
          let value = try scanner.readShape()
          if shape != nil { throw DiagnosticError(ParserMessages.markerTwice("%:", at: range)) }
          shape = value
        case .value:
          let value = try scanner.readValue()
          if expected != nil { throw DiagnosticError(ParserMessages.markerTwice("%=>", at: range)) }
          expected = value
        }
      } catch {
        diagnostics.append(error.diagnostic)
        return
      }
      scanner.skipBlanks()
    }
    let words = scanner.remainingWords()
    if !words.isEmpty { comment = words }
  }
}

/// Reads inside one comment, byte by byte.
struct CommentScanner {
  enum MarkerKind { case shape, value }

  let text: CellText
  var position: Int
  let end: Int

  var byte: UInt8? { position < end ? text.utf8[position] : nil }

  func byte(_ distance: Int) -> UInt8? {
    position + distance < end ? text.utf8[position + distance] : nil
  }

  func string(_ start: Int, _ end: Int) -> String {
    String(decoding: text.utf8[start..<end], as: UTF8.self)
  }

  mutating func skipBlanks() {
    while let byte, Lexer.isBlank(byte) { position += 1 }
  }

  /// `%:` or `%=>` at the position.
  mutating func takeMarker() -> (kind: MarkerKind, start: Int, end: Int)? {
    guard byte == UInt8(ascii: "%") || byte == UInt8(ascii: "#") else { return nil }
    let start = position
    if byte(1) == UInt8(ascii: ":") {
      position += 2
      return (.shape, start, position)
    }
    if byte(1) == UInt8(ascii: "="), byte(2) == UInt8(ascii: ">") {
      position += 3
      return (.value, start, position)
    }
    return nil
  }

  /// The rest without comment signs and outer blanks.
  mutating func remainingWords() -> String {
    while byte == UInt8(ascii: "%") || byte == UInt8(ascii: "#") { position += 1 }
    skipBlanks()
    var last = end
    while last > position, Lexer.isBlank(text.utf8[last - 1]) { last -= 1 }
    return string(position, last)
  }

  /// What stands from `start` up to the next blank, for a message; at least one character.
  func word(from start: Int) -> Range<Int> {
    var last = start
    while last < end, !Lexer.isBlank(text.utf8[last]) { last += 1 }
    return start..<last
  }
}
