import Testing

@testable import Tables

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `strtod` of the C library, which rounds correctly, is the judge.
@Suite struct NumberReaderTests {
  @Test(arguments: [
    "0", "-0", "+0", "1", "-1", "+1", "007", "5.", ".5", "-.5", "1.5", "3.14159", "1e0", "1E5",
    "1e+5",
    "1e-5", "123456789012345678", "1234567890123456789", "12345678901234567890", "0.1", "0.3",
    "9007199254740993", "1e22", "1e23", "8.5e15", "1e308", "1.7976931348623157e308",
    "2.2250738585072014e-308",
    "2.2250738585072011e-308", "4.9e-324", "5e-324", "2.4703282292062327e-324",
    "2.4703282292062328e-324",
    "1e-400", "0e999999999999999999999", "0.0000000000000000000000000000000000001",
    "00000000000000000000001.5",
    "1.00000000000000011102230246251565404236316680908203125",
    "1.00000000000000011102230246251565404236316680908203124",
    "1.00000000000000011102230246251565404236316680908203126",
    "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587207096330286416692887910946555547851940402630657488671505820681908902000708383676273854845817711531764475730270069855571366959622842914819860834936475292719074168444365510704342711559699508093042880",
    "2.47032822920623272088284396434110686182e-324",
    "0.500000000000000166533453693773481063544750213623046875",
    "3.518437208883201171875e13", "6929495644600919.5",
    "6.929495644600919500000000000000000000001e15",
    "30078505129381147446200", "1.8254370818746402660437411213933955878019332885742187",
  ])
  func `a number is read as the C library reads it`(_ text: String) {
    expectSame(text)
  }

  @Test(arguments: [
    "", "-", "+", ".", "-.", "e5", "1e", "1e+", "1e-", "--1", "+-1", "1.2.3", "1,5", "1_000",
    "0x10", "1 2", " 1", "1 ",
    "1d5", "1e5.5", "nan", "inf", "Infinity", "½", "١", "−1", "1e5e5", "1f", "1\u{0}",
  ])
  func `anything else is none`(_ text: String) {
    #expect(number(in: text.utf8) == nil)
  }

  @Test(arguments: [
    "1e309", "1.8e308", "1e400", "-1e400", "1.7976931348623159e308", "1e99999999999999999999",
  ])
  func `a number out of range is infinite`(_ text: String) {
    #expect(number(in: text.utf8)?.isInfinite == true)
    expectSame(text)
  }

  @Test func `an exponent may outweigh a million zeros`() {
    let zeros = String(repeating: "0", count: 1_000_000)
    #expect(number(in: "1\(zeros)e-1000000".utf8) == 1)
    #expect(number(in: "0.\(zeros)1e1000001".utf8) == 1)
    #expect(number(in: "\(zeros)12".utf8) == 12)
  }

  /// The printf conversions that give at most 20 significant digits, and the shortest that reads
  /// back.
  @Test func `random doubles in random notation are read to the last bit`() {
    var generator = Generator(state: 1)
    var buffer = [CChar](repeating: 0, count: 64)
    for round in 0..<400_000 {
      var value = Double(bitPattern: generator.next())
      if !value.isFinite { value = Double(round) }
      let digits = Int32(generator.next() % 20)
      _ = withVaList([digits, value]) { vsnprintf(&buffer, 64, "%.*e", $0) }
      expectSame(&buffer)
    }
  }

  @Test func `random digits are read to the last bit`() {
    var generator = Generator(state: 2)
    var buffer = [CChar](repeating: 0, count: 64)
    for _ in 0..<400_000 {
      let digits = generator.next() >> (generator.next() % 64)
      let exponent = Int32(truncatingIfNeeded: generator.next() % 700) - 350
      _ = withVaList([digits, exponent]) { vsnprintf(&buffer, 64, "%llue%d", $0) }
      expectSame(&buffer)
    }
  }

  @Test func `decimals as people write them are read to the last bit`() {
    var generator = Generator(state: 3)
    var buffer = [CChar](repeating: 0, count: 64)
    for _ in 0..<200_000 {
      let value = Double(
        Int64(truncatingIfNeeded: generator.next() % 2_000_000_000) - 1_000_000_000)
      let digits = Int32(generator.next() % 10)
      _ = withVaList([digits, value / 1024]) { vsnprintf(&buffer, 64, "%.*f", $0) }
      expectSame(&buffer)
    }
  }

  @Test func `numbers half way between two doubles go to the even one`() throws {
    var generator = Generator(state: 4)
    for round in 0..<600 {
      // Half of them among the denormals and their neighbours, which have the most digits.
      let mask: UInt64 = round % 2 == 0 ? 0x7FFF_FFFF_FFFF_FFFF : 0x003F_FFFF_FFFF_FFFF
      let low = Double(bitPattern: generator.next() & mask)
      guard low.nextUp.isFinite else { continue }
      var half = Self.digits(halfWayAbove: low)
      expectSame(Self.text(half))
      expectSame(Self.text(half, more: "000000001"))
      let last = try #require(half.lastIndex { $0 > 0 })
      half[last] -= 1
      for index in half.indices where index > last { half[index] = 9 }
      expectSame(Self.text(half, more: "999999999"))
    }
    expectSame("\(Self.text(Self.digits(halfWayAbove: 0)))")
    expectSame("\(Self.text(Self.digits(halfWayAbove: .leastNormalMagnitude.nextDown)))")
  }

  /// Every digit, of which 1075 stand behind the point: that many has the smallest denormal's half.
  private static func digits(halfWayAbove low: Double) -> [UInt8] {
    func digits(_ value: Double) -> [UInt8] {
      var buffer = [CChar](repeating: 0, count: 1400)
      let count = withVaList([Int32(1385), Int32(1074), value]) {
        vsnprintf(&buffer, 1400, "%0*.*f", $0)
      }
      return buffer.prefix(Int(count)).compactMap { $0 == 46 ? nil : UInt8($0) - 48 }
    }
    // Half of the sum is a tenth of five times the sum.
    var carry = 0
    let sum = zip(digits(low), digits(low.nextUp)).reversed().map { a, b in
      carry += 5 * (Int(a) + Int(b))
      defer { carry /= 10 }
      return UInt8(carry % 10)
    }
    return sum.reversed()
  }

  private static func text(_ digits: [UInt8], more: String = "") -> String {
    String(decoding: digits.map { $0 + 48 }, as: UTF8.self) + "\(more)e-\(1075 + more.count)"
  }

  /// `near_half.txt`: for every power of ten the numbers that are hardest to round.
  @Test func `numbers close to half way are read to the last bit`() throws {
    let lines = try TestFile.text("near_half.txt").split(separator: "\n")
    #expect(lines.count > 2_500)
    for line in lines {
      expectSame(String(line))
      expectSame("-\(line)")
    }
  }

  // MARK: -

  private func expectSame(_ text: String) {
    let expected = strtod(text, nil)
    let seen = number(in: text.utf8)
    #expect(seen?.bitPattern == expected.bitPattern, "\(text): \(String(describing: seen))")
  }

  private func expectSame(_ text: UnsafeMutablePointer<CChar>) {
    let expected = strtod(text, nil)
    var seen = 0.0
    let end = UnsafeRawPointer(text).withMemoryRebound(to: UInt8.self, capacity: strlen(text) + 9) {
      readNumber(at: $0, &seen)
    }
    if end == nil || seen.bitPattern != expected.bitPattern {
      Issue.record("\(String(cString: text)): \(seen), not \(expected)")
    }
  }
}
