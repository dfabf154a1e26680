import LinearAlgebra
import Testing

@testable import Tables

@Suite struct CSVTests {
  private let two = Reading(groups: [.numbers([0, 1])])

  @Test(arguments: [
    "a,b\n1,2\n3,4\n", "a,b\n1,2\n3,4", "a,b\r\n1,2\r\n3,4\r\n", "a,b\r\n1,2\r\n3,4",
    "a,b\r1,2\r3,4\r",
    "\u{FEFF}a,b\n1,2\n3,4\n", "\n\na,b\n\n1,2\n\r\n\n3,4\n\n\n", "a,b\n1,2\n3,4\n  \n \t",
    "a,b\n1,2\r\n3,4\r",
    " a , b \n 1 , 2 \n\t3\t,\t4\t\n", "\"a\",\"b\"\n\"1\",\"2\"\n\"3\",\"4\"\n",
    "\"a\",b\n\" 1 \",2\n3,\"4\"",
    "a,b\n \"1\" , \"2\" \n3,4", "\"a,x\n\"\"y\",b\n1,2\n3,4\n", "a,b\n+1,2.0\n3.,4e0\n",
    "a,b\n01,002\n30e-1,.4e1",
  ])
  func `a table is two rows of two numbers`(_ text: String) throws {
    #expect(try two.rows(text) == [[1, 2], [3, 4]])
  }

  @Test func `without a header the first row is data`() throws {
    var reading = two
    reading.hasHeader = false
    #expect(try reading.rows("1,2\n3,4\n") == [[1, 2], [3, 4]])
    #expect(try reading.rows("\"1\",2") == [[1, 2]])
  }

  @Test(arguments: [
    (Character(";"), "a;b\n1;2,5\n", [[1.0]]), ("\t", "a\tb\n 1 \t\n", [[1]]),
    ("\t", "a\tb\n\t1\n", []),
    (" ", "a b\n1 2\n", [[1]]), (" ", "  a   b  \n   1   2   \n\n  \n", [[1]]),
    (" ", "\"a b\" c\n1 \"x y\"", [[1]]), ("|", "a|b\n1|x", [[1]]),
  ])
  func `other separators part cells`(separator: Character, text: String, rows: [[Double]]) throws {
    var reading = Reading(groups: [.numbers([0])], missing: .drop)
    reading.separator = separator
    #expect(try reading.rows(text) == rows)
  }

  @Test func `columns come in the order asked for, also twice`() throws {
    let text = "a,b,c,d\n1,2,3,4\n5,6,7,8\n"
    #expect(
      try Reading(groups: [.numbers([3, 0, 1, 0])]).rows(text) == [[4, 1, 2, 1], [8, 5, 6, 5]])
    let contents = try Reading(groups: [.numbers([2]), .numbers([0, 1, 2, 3]), .codes(2)]).read(
      text)
    #expect(contents.groups.map { $0.matrix.rowArrays[1] } == [[7], [5, 6, 7, 8], [2]])
    #expect(contents.groups[2].classes == ["3", "7"])
  }

  @Test func `rows are those asked for, and what follows is not looked at`() throws {
    var reading = two
    reading.rows = 2...3
    #expect(try reading.rows("a,b\n1,x\n3,4\n5,6\n\"never closed") == [[3, 4], [5, 6]])
    reading.rows = 2...9
    #expect(try reading.rows("a,b\n1,x\n3,4\n") == [[3, 4]])
    reading.rows = 5...9
    #expect(try reading.read("a,b\n1,2\n").groups[0].matrix.shape == Shape(0, 2))
    reading.hasHeader = false
    reading.rows = 1...1
    #expect(try reading.rows("1,2\nx") == [[1, 2]])
    reading.rows = 2...2
    #expect(try reading.rows("a,b\n1,2\n") == [[1, 2]])
  }
}
