import LinearAlgebra
import Testing

@testable import Tables

/// The place that a message is to name stands between `«` and `»`.
@Suite struct CSVMistakeTests {
  private let two = Reading(groups: [.numbers([0, 1])])

  private func expect(
    _ reading: Reading, _ marked: String, _ problem: TableError.CellProblem, row: Int, column: Int,
    line: Int, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let (text, bytes) = unmarked(marked)
    let place = TablePlace(row: row, column: column, line: line, bytes: bytes)
    #expect(
      reading.error(text) == .cell(problem, at: place), "\(text)", sourceLocation: sourceLocation)
  }

  private func expect(
    _ reading: Reading, _ marked: String, _ problem: TableError.RowProblem, row: Int, column: Int?,
    line: Int, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let (text, bytes) = unmarked(marked)
    let place = TablePlace(row: row, column: column, line: line, bytes: bytes)
    #expect(
      reading.error(text) == .row(problem, at: place), "\(text)", sourceLocation: sourceLocation)
  }

  private func unmarked(_ marked: String) -> (text: String, bytes: Range<Int>) {
    let parts = marked.split(omittingEmptySubsequences: false) { "«»".contains($0) }
    let start = parts[0].utf8.count
    return (parts.joined(), start..<start + parts[1].utf8.count)
  }

  @Test(arguments: [
    "x", "0x10", "1 234", "1'234", "1_234", "$5", "5%", "−1", "1e", "1e5x", "12abc", "--1", "1 2",
    "\u{0}1", "1\u{0}", "nano",
  ])
  func `what is no number is refused`(_ cell: String) {
    expect(two, "a,b\n1,2\n«\(cell)»,4\n", .notANumber(cell), row: 2, column: 1, line: 3)
    expect(two, "a,b\n1,2\n4, \"«\(cell)»\" ", .notANumber(cell), row: 2, column: 2, line: 3)
  }

  @Test func `a comma within a number is refused`() {
    expect(two, "a,b\n\"«1,234»\",2", .notANumber("1,234"), row: 1, column: 1, line: 2)
    var reading = two
    reading.separator = ";"
    expect(reading, "a;b\n«3,14»;2", .notANumber("3,14"), row: 1, column: 1, line: 2)
    expect(reading, "a;b\n2;«1.234,5»\n", .notANumber("1.234,5"), row: 1, column: 2, line: 2)
  }

  @Test func `a number out of range is refused`() {
    expect(two, "a,b\n1,«1e400»\n", .outOfRange("1e400"), row: 1, column: 2, line: 2)
    expect(two, "a,b\n1,\"«-1e999»\"\n", .outOfRange("-1e999"), row: 1, column: 2, line: 2)
  }

  @Test func `in the first row, too, if it is no header`() {
    var reading = two
    reading.hasHeader = false
    expect(reading, "\n1,«x»\n", .notANumber("x"), row: 1, column: 2, line: 2)
    expect(reading, "1,\"«»\"\n3,4", .missing(""), row: 1, column: 2, line: 1)
  }

  @Test func `rows of another length are refused`() {
    expect(two, "a,b,c\n1,2,3\n«1,2»\n", .cellCount(2, expected: 3), row: 2, column: nil, line: 3)
    expect(two, "a,b\n«1,2,3»", .cellCount(3, expected: 2), row: 1, column: nil, line: 2)
    expect(two, "a,b\n«1,2,»", .cellCount(3, expected: 2), row: 1, column: nil, line: 2)
    expect(two, "a,b\n1,2\n«3»\n", .cellCount(1, expected: 2), row: 2, column: nil, line: 3)
    // What is asked for comes first.
    expect(two, "a,b\n1,2\n\n«»,\n1,2,\n", .missing(""), row: 2, column: 1, line: 4)
  }

  @Test func `a quote that is never closed is refused`() {
    expect(two, "a,b\n1,«\"»2\n3,4\n", .unclosedQuote, row: 1, column: 2, line: 2)
    expect(two, "«\"»a,b\n1,2", .unclosedQuote, row: 0, column: 1, line: 1)
    expect(two, "a,b\n1,«\"»", .unclosedQuote, row: 1, column: 2, line: 2)
    expect(two, "a,b\n1,«\"»2\"\"", .unclosedQuote, row: 1, column: 2, line: 2)
  }

  @Test func `text behind a closing quote is refused`() {
    expect(two, "a,b\n\"1\"«x »,2\n", .textBehindQuote("x "), row: 1, column: 1, line: 2)
    expect(two, "a,b\n\"1\" «\"2\"»,2\n", .textBehindQuote("\"2\""), row: 1, column: 1, line: 2)
    expect(two, "a,b\n1,\"2\"«3»", .textBehindQuote("3"), row: 1, column: 2, line: 2)
  }

  @Test func `lines are counted as an editor does`() {
    expect(
      Reading(groups: [.numbers([1])]),
      "\n\"a\nb\",c\r\n\r\n\"x\r\ny\",1\r\n\"\r\r\n\",«z»", .notANumber("z"), row: 2, column: 2,
      line: 7)
  }

  @Test(arguments: ["", "\n", "\r\n \n", "\u{FEFF}", "\u{FEFF}\n"])
  func `a table without anything is empty`(_ text: String) {
    #expect(two.error(text) == .empty)
  }

  @Test func `a header alone is a table without rows`() throws {
    #expect(try two.read("a,b\n").groups[0].matrix.shape == Shape(0, 2))
    #expect(try two.read("a,b").rowCount == 0)
  }

  @Test func `more numbers than allowed are refused`() throws {
    var reading = Reading(groups: [.numbers([0]), .numbers([0, 1])])
    reading.maximalCount = 6
    #expect(try reading.read("a,b\n1,2\n1,2\n1,2\n").rowCount == 3)
    #expect(reading.error("a,b\n1,2\n1,2\n1,2\n1,2") == .tooLarge(group: 1))
  }

  @Test func `a cell holds at most sixteen million bytes`() throws {
    let large = String(repeating: "x", count: 16 << 20 - 100)
    let reading = Reading(groups: [.numbers([1])])
    #expect(try reading.read("a,b\n\(large),7\n").groups[0].matrix.rowArrays == [[7]])
    #expect(
      throws: TableError.row(
        .cellTooLong, at: TablePlace(row: 1, column: 1, line: 2, bytes: 4..<4))
    ) { try reading.read("a,b\n\"\(large)\(large),7\n") }
  }

  @Test(arguments: [
    ("PK\u{3}\u{4}..", "a ZIP archive"), ("BZh9", "compressed by bzip2"),
    ("PAR1", "a Parquet file"), ("1\u{0}2\u{0},\u{0}", "UTF-16 text"),
    ("\u{0}1\u{0}2\u{0}", "UTF-16 text"),
  ])
  func `what is no table is told by its first bytes`(start: String, name: String) {
    #expect(two.error(start) == .foreign(name))
  }
}
