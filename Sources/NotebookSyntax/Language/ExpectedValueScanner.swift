import Diagnostics

/// `7.87`, `-Inf`, `[0.02; 0.99]`.
extension CommentScanner {
  mutating func readValue() throws(DiagnosticError) -> ExpectedValue {
    skipBlanks()
    let start = position
    guard byte == UInt8(ascii: "[") else {
      let number = try readNumber()
      let range = text.fileRange(start, position)
      try refuseSecondNumber()
      return ExpectedValue(rows: [[number]], range: range)
    }
    let rows = try readRows()
    return ExpectedValue(rows: rows, range: text.fileRange(start, position))
  }

  /// `%=> 1 2 3` would otherwise state 1 and hide the rest among the words.
  private func refuseSecondNumber() throws(DiagnosticError) {
    var rest = self
    rest.skipBlanks()
    guard let next = rest.byte else { return }
    let blanks = rest.position - position
    let isNumber = Lexer.isDigit(next) || "+-.,;[".utf8.contains(next)
    guard blanks == 0 || (blanks == 1 && isNumber) else { return }
    let word = word(from: rest.position)
    throw DiagnosticError(
      ParserMessages.secondExpectedNumber(
        at: text.fileRange(word.lowerBound, word.upperBound)))
  }

  private mutating func readRows() throws(DiagnosticError) -> [[ExpectedValue.Number]] {
    let open = position
    position += 1
    var rows: [[ExpectedValue.Number]] = []
    var row: [ExpectedValue.Number] = []
    while true {
      skipBlanks()
      guard let next = byte else {
        throw DiagnosticError(
          ParserMessages.neverClosed(
            UInt8(ascii: "["), at: text.fileRange(open, open + 1), line: nil))
      }
      if next == UInt8(ascii: ";") || next == UInt8(ascii: "]") {
        try append(row, to: &rows, at: position)
        row = []
        position += 1
        if next == UInt8(ascii: "]") { return rows }
      } else {
        row.append(try readNumber())
        skipBlanks()
        if byte == UInt8(ascii: ",") { position += 1 }
      }
    }
  }

  private func append(
    _ row: [ExpectedValue.Number], to rows: inout [[ExpectedValue.Number]], at offset: Int
  ) throws(DiagnosticError) {
    guard let first = row.first, let last = row.last else {
      let range = text.fileRange(offset, offset + 1)
      throw DiagnosticError(
        ParserMessages.expectedNumber(instead: "`\(string(offset, offset + 1))`", at: range))
    }
    if let firstRow = rows.first, firstRow.count != row.count {
      throw DiagnosticError(
        ParserMessages.ragged(
          row: rows.count + 1, count: row.count, firstCount: firstRow.count,
          at: first.range.union(last.range)))
    }
    rows.append(row)
  }

  /// A number with its sign; `Inf` and `NaN` are numbers here.
  private mutating func readNumber() throws(DiagnosticError) -> ExpectedValue.Number {
    let start = position
    while let next = byte, !Lexer.isBlank(next), !",;[]".utf8.contains(next) {
      position += 1
    }
    let written = string(start, position)
    var digits = written
    if digits.hasPrefix("−") { digits = "-" + digits.dropFirst() }
    guard let value = Self.value(of: digits) else {
      let word = start..<position
      throw DiagnosticError(
        ParserMessages.expectedNumber(
          instead: written.isEmpty ? nil : "`\(written)`", at: place(of: word)))
    }
    return ExpectedValue.Number(
      value: value, text: written, range: text.fileRange(start, position))
  }

  /// `Double` alone would also read `0x1p3` and `infinity`.
  private static func value(of word: String) -> Double? {
    let unsigned = word.drop { $0 == "-" || $0 == "+" }
    guard word.utf8.count - unsigned.utf8.count <= 1 else { return nil }
    let isNegative = word.first == "-"
    switch unsigned {
    case "Inf": return isNegative ? -.infinity : .infinity
    case "NaN": return .nan
    default: break
    }
    guard unsigned.utf8.allSatisfy({ Lexer.isDigit($0) || ".eE+-".utf8.contains($0) }),
      let value = Double(unsigned.hasSuffix(".") ? unsigned.dropLast() : unsigned), value.isFinite
    else { return nil }
    return isNegative ? -value : value
  }
}
