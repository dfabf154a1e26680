/// A number as decimal digits, for comparing without rounding: `(-1)^isNegative · digits · 10^exponent`.
///
/// Whether 7.865 is within half a unit of 7.87's last digit must not depend on how doubles near 7.865
/// fall: the digits that are written decide, and those of the shortest text that reads back to the
/// double.
struct DecimalNumber {
  var isNegative: Bool
  /// From the most significant on, none before the first that is not 0; 0 has none.
  var digits: [UInt8]
  var exponent: Int

  /// Reads `[+-] digits [. digits] [e [+-] digits]`; nil for anything else, NaN and Inf included.
  init?(_ text: some StringProtocol) {
    var rest = Array(text.replacingMinus.utf8)[...]
    isNegative = rest.first == UInt8(ascii: "-")
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      rest.removeFirst()
    }
    let whole = rest.popDigits()
    var fraction: [UInt8] = []
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      fraction = rest.popDigits()
    }
    guard !whole.isEmpty || !fraction.isEmpty else { return nil }
    var power = 0
    if let mark = rest.first, mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") {
      guard let value = Int(String(decoding: rest.dropFirst(), as: UTF8.self)) else { return nil }
      power = min(max(value, -1_000_000), 1_000_000)
      rest = []
    }
    guard rest.isEmpty else { return nil }
    digits = Array((whole + fraction).drop { $0 == 0 })
    exponent = power - fraction.count
  }

  /// Whether this number, as written, lies at most half a unit of its last digit from `other`.
  func accepts(_ other: DecimalNumber) -> Bool {
    // No double ends so far from the point; what is written there can only be met exactly.
    guard abs(exponent) <= 1000 else { return false }
    let common = min(exponent, other.exponent)
    let a = scaledDigits(to: common)
    let b = other.scaledDigits(to: common)
    let distance =
      isNegative == other.isNegative
      ? (Self.isLess(a, b) ? Self.difference(b, a) : Self.difference(a, b)) : Self.sum(a, b)
    let unit = [1] + [UInt8](repeating: 0, count: exponent - common)
    return !Self.isLess(unit, Self.sum(distance, distance))
  }

  private func scaledDigits(to common: Int) -> [UInt8] {
    digits.isEmpty ? [] : digits + [UInt8](repeating: 0, count: exponent - common)
  }

  // MARK: - Whole numbers as digits

  private static func isLess(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    a.count != b.count ? a.count < b.count : a.lexicographicallyPrecedes(b)
  }

  private static func sum(_ a: [UInt8], _ b: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var carry: UInt8 = 0
    for i in 0..<max(a.count, b.count) {
      let digit = (i < a.count ? a[a.count - 1 - i] : 0) + (i < b.count ? b[b.count - 1 - i] : 0)
      result.append((digit + carry) % 10)
      carry = (digit + carry) / 10
    }
    if carry > 0 { result.append(carry) }
    return result.reversed()
  }

  /// `a − b` where `a ≥ b`.
  private static func difference(_ a: [UInt8], _ b: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var borrow: UInt8 = 0
    for i in 0..<a.count {
      let taken = (i < b.count ? b[b.count - 1 - i] : 0) + borrow
      let digit = a[a.count - 1 - i]
      borrow = digit < taken ? 1 : 0
      result.append(digit + borrow * 10 - taken)
    }
    return Array(result.reversed().drop { $0 == 0 })
  }
}

extension StringProtocol {
  /// With ASCII's minus for U+2212.
  fileprivate var replacingMinus: String { String(map { $0 == "−" ? "-" : $0 }) }
}

extension ArraySlice<UInt8> {
  /// The values of the decimal digits at the front, which are removed.
  fileprivate mutating func popDigits() -> [UInt8] {
    let digits = prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    removeFirst(digits.count)
    return digits.map { $0 - UInt8(ascii: "0") }
  }
}
