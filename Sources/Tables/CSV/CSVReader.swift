/// Reads separated values (RFC 4180) from front to back, once.
///
/// Beyond the RFC: any of `\n`, `\r\n` and `\r` ends a row; blanks around a cell do not count,
/// unless they stand within quotes; lines without anything are passed over; a quote within a cell
/// that does not begin with one stands for itself.
final class CSVReader {
  let window: ByteWindow
  let separator: UInt8
  /// What has not been read yet begins here.
  var place: UnsafePointer<UInt8>
  /// The line of `place`, from 1.
  var line = 1
  /// Line ends within the quotes of the present row.
  var linesWithinRow = 0
  /// The present row: the first is 1, or 0 if it is a header.
  var row = 0

  /// The cells of the first row, which may be a header or not; empty if the table is.
  private(set) var firstRow: [FirstRowCell] = []
  private var lineOfFirstRow = 1

  struct FirstRowCell {
    let content: [UInt8]
    let isQuoted: Bool
    let bytes: Range<Int>
  }

  /// Reads the first row.
  init(_ source: ByteSource, separator: UInt8) throws(TableError) {
    window = ByteWindow(source)
    self.separator = separator
    place = window.end
    try skipByteOrderMark()
    guard try beginRow() else { return }
    lineOfFirstRow = line
    while true {
      let cell = try nextCell(column: firstRow.count)
      firstRow.append(
        FirstRowCell(
          content: Array(content(of: cell)), isQuoted: cell.isQuoted, bytes: bytes(of: cell)))
      place = cell.next
      guard try stepOverSeparator() else { break }
    }
    try endRow()
  }

  /// Reads the rows behind the first one, and the first one too if it is no header.
  func read(_ request: TableRequest, hasHeader: Bool) throws(TableError) -> TableContents {
    var sink = RowSink(request)
    row = hasHeader ? 0 : 1
    if !hasHeader, !firstRow.isEmpty, request.rows.contains(1) {
      try takeFirstRow(into: &sink)
    }
    try readRows(request.rows, into: &sink)
    return sink.takeContents(rowsSeen: row)
  }

  private func takeFirstRow(into sink: inout RowSink) throws(TableError) {
    for (column, cell) in firstRow.enumerated().prefix(sink.fields.count) {
      let problem = cell.content.withPadding { content in
        sink.take(content, isQuoted: cell.isQuoted, column: column)
      }
      if let problem {
        throw .cell(
          problem,
          at: TablePlace(row: 1, column: column + 1, line: lineOfFirstRow, bytes: cell.bytes))
      }
    }
    try sink.endRow()
  }

  private func skipByteOrderMark() throws(TableError) {
    while window.end - place < 3, try readMore() {}
    if place[0] == 0xEF, place[1] == 0xBB, place[2] == 0xBF { place += 3 }
  }

  /// Reads more of what is behind `place`; false if there is no more.
  func readMore() throws(TableError) -> Bool {
    guard let moved = try window.readMore(keeping: place) else { return false }
    place = moved
    return true
  }

  func bytes(of cell: CSVCell) -> Range<Int> {
    window.offset(of: cell.start)..<window.offset(of: cell.end)
  }

  /// What a cell says. To be asked for once, and it holds until more is read: doubled quotes become
  /// single ones in their place.
  func content(of cell: CSVCell) -> UnsafeBufferPointer<UInt8> {
    var count = cell.end - cell.start
    if cell.hasDoubledQuotes {
      let bytes = UnsafeMutablePointer(mutating: cell.start)
      var isSecond = false
      var kept = 0
      for index in 0..<count {
        let isQuote = bytes[index] == UInt8(ascii: "\"")
        isSecond = isQuote && !isSecond
        // The first of two is left out.
        if isSecond { continue }
        bytes[kept] = bytes[index]
        kept += 1
      }
      count = kept
    }
    return UnsafeBufferPointer(start: cell.start, count: count)
  }
}
