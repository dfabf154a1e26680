import Testing

@testable import Tables

/// Bytes that nobody meant: the reader answers, and the same however they come.
@Suite struct SoupTests {
  @Test(arguments: [Character(","), " ", "\t"])
  func `no soup of bytes makes the reader crash`(separator: Character) {
    var random = Generator(state: UInt64(separator.asciiValue ?? 0))
    let alphabet = Array("0123456789..,,;;\"\"\"  \t\n\n\r\r\neE+-xNA?\u{0}é%".utf8)
    var answers = 0
    for _ in 0..<3_000 {
      let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in
        alphabet.randomElement(using: &random) ?? 0
      }
      var reading = Reading(groups: [.numbers([0]), .codes(0)], separator: separator)
      reading.missing = [.refuse, .drop, .fill(1)].randomElement(using: &random) ?? .refuse
      reading.hasHeader = Bool.random(using: &random)
      if reading.error(bytes) == nil { answers += 1 }
    }
    // Both kinds of answers are met.
    #expect(answers > 20 && answers < 2_900)
  }

  @Test(arguments: ["f8-big.npy", "fortran.npy", "gaps.npy", "array.npy.gz", "members.csv.gz"])
  func `no damaged file makes the reader crash`(name: String) throws {
    let bytes = try TestFile.bytes(name)
    var random = Generator(state: 7)
    for _ in 0..<400 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<damaged.count, using: &random)
        damaged[place] = UInt8.random(in: 0...255, using: &random)
      }
      damaged.removeLast(Int.random(in: 0...3, using: &random))
      // A header may ask for anything; memory is asked for only within what is allowed.
      for piece in [Int.max, 1] {
        let reading = Reading(groups: [.numbers([0])], maximalCount: 1 << 16, piece: piece)
        _ = try? reading.read(damaged)
      }
    }
  }
}
