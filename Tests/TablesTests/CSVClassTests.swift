import Testing

@testable import Tables

@Suite struct CSVClassTests {
  @Test func `classes are numbered in order of first appearance`() throws {
    let reading = Reading(groups: [.codes(0)])
    let text = "c\nred\ngreen\n red \n\"red\"\nblue\ngreen\n\"gr\"\"een\"\nRed\n"
    #expect(try reading.rows(text) == [[1], [2], [1], [1], [3], [2], [4], [5]])
    #expect(try reading.classes(text) == ["red", "green", "blue", "gr\"een", "Red"])
  }

  @Test func `within quotes a class keeps its blanks, and says nothing is missing`() throws {
    let reading = Reading(groups: [.codes(0)])
    #expect(
      try reading.classes("c\n\" a\"\na\n\"NA\"\n\"?\"\n\"x\ny\"\n") == [
        " a", "a", "NA", "?", "x\ny",
      ])
  }

  @Test func `a thousand classes are told apart`() throws {
    let names = (0..<1000).map { "class \($0 * 7919 % 1000)" }
    let text = "c\n" + (names + names.reversed()).joined(separator: "\n")
    let reading = Reading(groups: [.codes(0)])
    #expect(try reading.classes(text) == names)
    #expect(
      try reading.rows(text).map { $0[0] } == (1...1000).map(Double.init)
        + (1...1000).reversed().map(Double.init))
  }

  @Test func `a class seen only in a dropped row is none`() throws {
    var reading = Reading(groups: [.codes(0), .numbers([1])], missing: .drop)
    #expect(try reading.classes("c,x\na,1\nb,\nc,3\nb,\nc,1") == ["a", "c"])
    // The same beyond the few that are looked through one by one.
    let many = (0..<60).map { "k\($0),\($0 % 3 == 1 ? "" : "1")" }.joined(separator: "\n")
    let kept = (0..<60).filter { $0 % 3 != 1 }.map { "k\($0)" }
    #expect(try reading.classes("c,x\n" + many) == kept)
    #expect(try reading.classes("c,x\n\(many)\nk1,1\nk4,1") == kept + ["k1", "k4"])
    reading.missing = .refuse
    #expect(try reading.classes("c,x\na,1\nb,2") == ["a", "b"])
  }
}
