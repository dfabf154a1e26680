import Testing

@testable import Tables

@Suite struct CSVNumberTests {
  private let two = Reading(groups: [.numbers([0, 1])])

  @Test func `an infinite number is one if it is written so`() throws {
    let text = "a\nInf\n-inf\n+Infinity\nINF\n"
    #expect(
      try Reading(groups: [.numbers([0])]).rows(text).map { $0[0] }
        == [.infinity, -.infinity, .infinity, .infinity])
  }

  @Test func `numbers at the ends of their range are read`() throws {
    let text = "a\n1e308\n-1.7976931348623157e308\n5e-324\n1e-400\n-0\n2.2250738585072011e-308\n"
    let seen = try Reading(groups: [.numbers([0])]).rows(text).map { $0[0] }
    #expect(
      seen == [
        1e308, -.greatestFiniteMagnitude, .leastNonzeroMagnitude, 0, 0,
        Double.leastNormalMagnitude.nextDown,
      ])
    #expect(seen[4].sign == .minus)
  }

  @Test(arguments: [
    "", "\"\"", " ", "NA", "N/A", "n/a", "NaN", "nan", "-nan", "NULL", "null", "None", "?", "-",
    "#N/A", "\" NA \"",
  ])
  func `a cell says that its number is missing`(_ cell: String) throws {
    let text = "a,b\n1,2\n\(cell),4\n5,6\n"
    var reading = two
    reading.missing = .drop
    #expect(try reading.rows(text) == [[1, 2], [5, 6]])
    #expect(try reading.read(text).droppedRows == 1)
    reading.missing = .fill(-1)
    #expect(try reading.rows(text) == [[1, 2], [-1, 4], [5, 6]])
    #expect(try reading.read(text).filledCells == 1)
    reading.missing = .refuse
    guard case .cell(.missing, let place) = reading.error(text) else {
      Issue.record("it was not refused")
      return
    }
    #expect(place.row == 2 && place.column == 1 && place.line == 3)
  }

  @Test func `what is missing in a column nobody wants does not matter`() throws {
    #expect(try Reading(groups: [.numbers([1])]).rows("a,b\n,2\nx,4") == [[2], [4]])
  }

  @Test func `a missing class cannot be made up`() {
    var reading = Reading(groups: [.codes(0)], missing: .fill(0))
    let problem = TableError.cell(
      .missingClass("?"), at: TablePlace(row: 2, column: 1, line: 4, bytes: 5..<6))
    #expect(reading.error("c\na\n\n?\n") == problem)
    reading.missing = .refuse
    #expect(reading.error("c\na\n\n?\n") == problem)
  }
}
