import Diagnostics

/// `N×3`, `3x2`, `1 × 1`.
extension CommentScanner {
  mutating func readShape() throws(DiagnosticError) -> ShapeComment {
    skipBlanks()
    let start = position
    guard let (rows, columns) = takeDimensions() else {
      let word = word(from: start)
      throw DiagnosticError(
        ParserMessages.shapeComment(
          string(word.lowerBound, word.upperBound), at: place(of: word)))
    }
    return ShapeComment(rows: rows, columns: columns, range: text.fileRange(start, position))
  }

  /// Where a message points: at `word`, or at the marker when nothing stands behind it.
  func place(of word: Range<Int>) -> SourceRange {
    guard word.isEmpty else { return text.fileRange(word.lowerBound, word.upperBound) }
    var last = word.lowerBound
    while last > 0, Lexer.isBlank(text.utf8[last - 1]) { last -= 1 }
    return text.fileRange(max(0, last - 1), last)
  }

  private mutating func takeDimensions() -> (ShapeComment.Dimension, ShapeComment.Dimension)? {
    let word = takeWord()
    if isAtWordEnd, let both = splitAtLetter(word) { return both }
    skipBlanks()
    guard let rows = dimension(word), takeTimes() else { return nil }
    skipBlanks()
    guard let columns = dimension(takeWord()), isAtWordEnd else { return nil }
    return (rows, columns)
  }

  private var isAtWordEnd: Bool {
    byte.map(Lexer.isBlank) ?? true
  }

  private mutating func takeWord() -> Substring {
    let start = position
    var lexer = Lexer(text, from: position, to: end)
    while let byte = lexer.byte(0) {
      if Lexer.isDigit(byte) || byte == UInt8(ascii: "_") {
        lexer.position += 1
      } else if lexer.beginsName {
        lexer.skipName()
      } else {
        break
      }
    }
    position = lexer.position
    return string(start, position)[...]
  }

  /// `×`, or an `x` with a blank behind it.
  private mutating func takeTimes() -> Bool {
    if byte == 0xC3, byte(1) == 0x97 {
      position += 2
      return true
    }
    guard byte == UInt8(ascii: "x"), let blank = byte(1), Lexer.isBlank(blank) else { return false }
    position += 1
    return true
  }

  /// `Nx3`: the last `x` with a size on both sides.
  private func splitAtLetter(
    _ word: Substring
  ) -> (ShapeComment.Dimension, ShapeComment.Dimension)? {
    for index in word.indices.reversed() where word[index] == "x" {
      if let rows = dimension(word[..<index]),
        let columns = dimension(word[word.index(after: index)...])
      {
        return (rows, columns)
      }
    }
    return nil
  }

  /// A whole number or a name.
  private func dimension(_ word: Substring) -> ShapeComment.Dimension? {
    guard let first = word.utf8.first else { return nil }
    if Lexer.isDigit(first) {
      return word.utf8.allSatisfy(Lexer.isDigit) ? Int(word).map { .size($0) } : nil
    }
    return first == UInt8(ascii: "_") ? nil : .name(String(word))
  }
}
