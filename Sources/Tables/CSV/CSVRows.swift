extension CSVReader {
  /// Reads rows up to the last of `wanted`, and those of `wanted` into `sink`.
  func readRows(_ wanted: ClosedRange<Int>, into sink: inout RowSink) throws(TableError) {
    let uses = sink.fields.map(\.use)
    let columnCount = firstRow.count
    // Before the sink makes room for the first rows.
    let guessingRow = max(wanted.lowerBound, row + 1) + min(sink.blockRows - 1, 100)
    let (dataRow, dataStart) = (row, window.offset(of: place))
    while row < wanted.upperBound, try beginRow() {
      row += 1
      let isWanted = row >= wanted.lowerBound
      let start = window.offset(of: place)
      let columns = try readRow(isWanted ? uses : [], into: &sink)
      guard columns == columnCount else {
        throw .row(
          .cellCount(columns, expected: columnCount),
          at: TablePlace(
            row: row, column: nil, line: line, bytes: start..<window.offset(of: place)))
      }
      try endRow()
      if row == guessingRow, let count = window.expectedCount {
        // If the rest is like what has been read; rather more than too few.
        let rows = count / max(1, (window.offset(of: place) - dataStart) / (row - dataRow))
        sink.expect(rows: min(rows + rows / 2 + 1, wanted.upperBound) - wanted.lowerBound + 1)
      }
      if isWanted { try sink.endRow() }
    }
  }

  /// Reads the row at `place` up to its line end; returns how many cells it has.
  ///
  /// The loop over the cells takes most of the time that reading a table needs: it works on
  /// pointers and values alone, as every object it touched would be retained and released for each
  /// cell.
  ///
  /// - Parameter uses: of the first columns; the others are only counted.
  private func readRow(_ uses: [Int], into sink: inout RowSink) throws(TableError) -> Int {
    let separator = separator
    let isSpaceSeparated = isSpaceSeparated
    let slots = sink.slots
    var place = place
    var column = 0
    while true {
      let use = column < uses.count ? uses[column] : RowSink.Field.unwanted
      if use >= 0 {
        // Nearly all cells are plain numbers with a separator behind them.
        var value = 0.0
        var first = place
        while first[0] == space { first += 1 }
        if let next = readNumber(at: first, &value), next[0] == separator || isLineEnd(next[0]),
          value.isFinite
        {
          slots[use] = value
          place = next
        } else {
          place = try readCell(at: place, column, into: &sink)
        }
      } else if use == RowSink.Field.unwanted {
        var next = place
        while next[0] != separator, !isLineEnd(next[0]), next[0] != quote, next[0] != 0 {
          next += 1
        }
        // A 0 may be the end of the window.
        place = next[0] == quote || next[0] == 0 ? try skipCell(at: place, column) : next
      } else {
        place = try readCell(at: place, column, into: &sink)
      }
      column += 1
      guard place[0] == separator else { break }
      if isSpaceSeparated {
        self.place = place
        let goesOn = try stepOverSeparator()
        place = self.place
        if !goesOn { break }
      } else {
        place += 1
      }
    }
    self.place = place
    return column
  }

  /// Reads a cell of any kind; returns the place behind it.
  @inline(never)
  private func readCell(
    at start: UnsafePointer<UInt8>, _ column: Int, into sink: inout RowSink
  ) throws(TableError) -> UnsafePointer<UInt8> {
    place = start
    let cell = try nextCell(column: column)
    let range = cell.start..<cell.end
    if let problem = sink.take(content(of: cell), isQuoted: cell.isQuoted, column: column) {
      throw .cell(problem, at: cellPlace(column, range))
    }
    return cell.next
  }

  @inline(never)
  private func skipCell(
    at start: UnsafePointer<UInt8>, _ column: Int
  ) throws(TableError) -> UnsafePointer<UInt8> {
    place = start
    return try nextCell(column: column).next
  }
}

extension RowSink.Field {
  /// Nobody asks for the column.
  static let unwanted = -1
  /// A class is asked for, alone or beside the number.
  private static let classes = -2

  /// The slot of a plain number, or what makes the column another case: all that the loop over the
  /// cells must know.
  fileprivate var use: Int { code == nil ? number ?? Self.unwanted : Self.classes }
}
