/// Why a table cannot be read. It knows nothing of names and files: who asked adds them.
package enum TableError: Error, Hashable, Sendable {
  // The source
  /// In the system's words.
  case unreadable(reason: String)
  /// The file is not the one any more that was opened, or was written to since.
  case changed

  // The whole file
  case empty
  case gzip(GzipProblem)
  /// Something that is no table nbrun reads, with its name: "a ZIP archive".
  case foreign(String)
  case npy(NPYProblem)
  /// A cell that does not end; a quote that is never closed may be the reason. The place is added
  /// where it is known.
  case cellTooLong

  // A part of it
  case row(RowProblem, at: TablePlace)
  case cell(CellProblem, at: TablePlace)
  /// The numbers of a group would be more than are allowed.
  case tooLarge(group: Int)

  package enum GzipProblem: Hashable, Sendable { case damaged, endsEarly }

  package enum NPYProblem: Hashable, Sendable {
    /// The header cannot be read.
    case header
    /// `descr`, such as `<c16`.
    case type(String)
    case structures
    case dimensions(Int)
    case endsEarly(expected: Int, seen: Int)
    case goesOn(expected: Int)
  }

  package enum RowProblem: Hashable, Sendable {
    case cellCount(Int, expected: Int)
    /// What stands between a closing quote and the next separator.
    case textBehindQuote(String)
    case unclosedQuote
    case cellTooLong
  }

  package enum CellProblem: Hashable, Sendable {
    case notANumber(String)
    case outOfRange(String)
    /// The text says that the value is missing; it may be empty.
    case missing(String)
    /// The same in a column of classes.
    case missingClass(String)
  }
}

/// Where something stands in a table.
package struct TablePlace: Hashable, Sendable {
  /// From 1, without a header; 0 in the header.
  package let row: Int
  /// From 1; nil for a whole row.
  package let column: Int?
  /// The line of the text in which the row begins, from 1; nil where there are no lines.
  package let line: Int?
  /// In the bytes of the table, decompressed.
  package let bytes: Range<Int>

  package init(row: Int, column: Int?, line: Int?, bytes: Range<Int>) {
    self.row = row
    self.column = column
    self.line = line
    self.bytes = bytes
  }
}
