/// Where a cell stands in the window. It holds until more is read.
struct CSVCell {
  /// What the cell says: without quotes around it, or without blanks.
  let start: UnsafePointer<UInt8>
  let end: UnsafePointer<UInt8>
  /// The separator or line end behind the cell; the window's end if the table ends with the cell.
  let next: UnsafePointer<UInt8>
  var isQuoted = false
  var hasDoubledQuotes = false
}

let quote = UInt8(ascii: "\"")
let space = UInt8(ascii: " ")
let lineFeed = UInt8(ascii: "\n")
let carriageReturn = UInt8(ascii: "\r")

@inline(__always)
func isLineEnd(_ byte: UInt8) -> Bool { byte == lineFeed || byte == carriageReturn }

extension CSVReader {
  var isSpaceSeparated: Bool { separator == space }

  /// Blanks do not count around a cell, but a separator does.
  private func isBlank(_ byte: UInt8) -> Bool {
    (byte == space || byte == UInt8(ascii: "\t")) && byte != separator
  }

  /// Steps over empty lines and the blanks at the start of a row; false at the end of the table.
  func beginRow() throws(TableError) -> Bool {
    linesWithinRow = 0
    while true {
      while isBlank(place[0]) || isSpaceSeparated && place[0] == space { place += 1 }
      if place == window.end {
        guard try readMore() else { return false }
      } else if isLineEnd(place[0]) {
        try stepOverLineEnd()
        line += 1
      } else {
        return true
      }
    }
  }

  /// Steps over the line end behind the last cell; the table may end without one.
  func endRow() throws(TableError) {
    if place < window.end { try stepOverLineEnd() }
    line += 1 + linesWithinRow
    linesWithinRow = 0
  }

  private func stepOverLineEnd() throws(TableError) {
    let isReturn = place[0] == carriageReturn
    place += 1
    guard isReturn else { return }
    if place == window.end { _ = try readMore() }
    if place[0] == lineFeed { place += 1 }
  }

  /// Steps over the separator at `place` to the next cell; false if the row ends here.
  func stepOverSeparator() throws(TableError) -> Bool {
    guard place[0] == separator else { return false }
    place += 1
    guard isSpaceSeparated else { return true }
    while true {
      while place[0] == space { place += 1 }
      guard place == window.end else { break }
      guard try readMore() else { return false }
    }
    return !isLineEnd(place[0])
  }

  /// The cell that begins at `place`, whole.
  ///
  /// - Parameter column: from 0, for messages.
  func nextCell(column: Int) throws(TableError) -> CSVCell {
    do {
      while true {
        if let cell = try wholeCell(column: column) { return cell }
        _ = try readMore()
      }
    } catch .cellTooLong {
      throw .row(.cellTooLong, at: cellPlace(column, place..<place))
    }
  }

  func cellPlace(_ column: Int, _ range: Range<UnsafePointer<UInt8>>) -> TablePlace {
    TablePlace(
      row: row, column: column + 1, line: line,
      bytes: window.offset(of: range.lowerBound)..<window.offset(of: range.upperBound))
  }

  /// The cell that begins at `place`; nil if the window ends within it.
  private func wholeCell(column: Int) throws(TableError) -> CSVCell? {
    var start = place
    while isBlank(start[0]) { start += 1 }
    if start[0] == quote { return try quotedCell(start, column) }
    var next = start
    while next < window.end, next[0] != separator, !isLineEnd(next[0]) { next += 1 }
    if next == window.end, !window.isAtEnd { return nil }
    var end = next
    while end > start, isBlank(end[-1]) { end -= 1 }
    return CSVCell(start: start, end: end, next: next)
  }

  private func quotedCell(
    _ opening: UnsafePointer<UInt8>, _ column: Int
  ) throws(TableError) -> CSVCell? {
    var hasDoubledQuotes = false
    var lines = 0
    var end = opening + 1
    while true {
      while end < window.end, end[0] != quote {
        // The two characters of a Windows line end count once.
        if end[0] == lineFeed || end[0] == carriageReturn && end[1] != lineFeed { lines += 1 }
        end += 1
      }
      if end + 1 >= window.end, !window.isAtEnd { return nil }
      if end >= window.end {
        throw .row(.unclosedQuote, at: cellPlace(column, opening..<opening + 1))
      }
      guard end[1] == quote else { break }
      hasDoubledQuotes = true
      end += 2
    }
    var next = end + 1
    while isBlank(next[0]) { next += 1 }
    if next == window.end, !window.isAtEnd { return nil }
    guard next == window.end || next[0] == separator || isLineEnd(next[0]) else {
      var last = next
      while last < window.end, last[0] != separator, !isLineEnd(last[0]) { last += 1 }
      if last == window.end, !window.isAtEnd { return nil }
      let text = String(
        decoding: UnsafeBufferPointer(start: next, count: last - next), as: UTF8.self)
      throw .row(.textBehindQuote(text), at: cellPlace(column, next..<last))
    }
    linesWithinRow += lines
    return CSVCell(
      start: opening + 1, end: end, next: next, isQuoted: true, hasDoubledQuotes: hasDoubledQuotes)
  }
}
