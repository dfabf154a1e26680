import LinearAlgebra
import Testing

@testable import Tables

@Suite struct CSVRoundTripTests {
  /// Tables of random texts in random spelling, read back as classes and compared.
  @Test(arguments: 0..<60)
  func `whatever can be written is read back`(seed: UInt64) throws {
    var random = Generator(state: seed)
    let columns = Int.random(in: 1...5, using: &random)
    let texts = [
      "x", "a b", "7", "", "1e5", "ä", "\"", "\"\"", ",", "\n", "\r\n", " y ", "NA", "?", "x\"y",
      "long, \"text\"\nwith all",
    ]
    let rows = (0..<Int.random(in: 1...40, using: &random)).map { _ in
      (0..<columns).map { _ in texts.randomElement(using: &random) ?? "" }
    }
    // Every column needs something; nothing at all would be missing.
    let cells = rows.map { row in row.map { $0.isEmpty ? "-" : $0 } }
    let text = CSVWriter(separator: ",").write(cells, using: &random)
    let reading = Reading(groups: (0..<columns).map { .codes($0) }, hasHeader: false)
    for piece in [Int.max, 1, 5] {
      var reading = reading
      reading.piece = piece
      let contents = try reading.read(text)
      for column in 0..<columns {
        let group = contents.groups[column]
        let seen = group.matrix.elements.map { group.classes[Int($0) - 1] }
        #expect(seen == cells.map { $0[column] }, "\(text)")
      }
    }
  }

  @Test func `a table larger than what is read at a time is read whole`() throws {
    var random = Generator(state: 1)
    let rows = (0..<40_000).map { row in
      [Double(row), Double(Int64.random(in: -1_000_000...1_000_000, using: &random)) / 1024, 0.5]
    }
    let text =
      "a,b,c,text\n"
      + rows.map { "\($0[0]),\($0[1]),\"\($0[2])\",\"\($0[1])\n\"\"\"" }.joined(separator: "\r\n")
    #expect(text.utf8.count > 1_000_000)
    let contents = try Reading(groups: [.numbers([0, 1, 2]), .numbers([1])]).read(text)
    #expect(contents.groups[0].matrix.rowArrays == rows)
    #expect(contents.groups[1].matrix.rowArrays == rows.map { [$0[1]] })
  }
}

/// Writes tables in any of the ways in which they may be written.
private struct CSVWriter {
  let separator: Character

  func write(_ rows: [[String]], using random: inout Generator) -> String {
    var text = ""
    for row in rows {
      let cells = row.map { write($0, using: &random) }
      text +=
        cells.joined(separator: String(separator))
        + (["\n", "\r\n", "\r"].randomElement(using: &random) ?? "")
    }
    return text
  }

  private func write(_ cell: String, using random: inout Generator) -> String {
    let blanks = ["", "", " ", "\t "].randomElement(using: &random) ?? ""
    let needsQuotes =
      cell.contains { $0 == separator || $0 == "\"" || $0.isNewline } || cell.first == " "
      || "?-NA".contains(cell)
    guard needsQuotes || Bool.random(using: &random) else { return blanks + cell + blanks }
    return blanks + "\"" + cell.replacing("\"", with: "\"\"") + "\"" + blanks
  }
}
