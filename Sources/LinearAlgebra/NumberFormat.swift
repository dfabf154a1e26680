import CDecimals

/// A number for people: `significantDigits` digits (1…17) without trailing zeros.
///
/// Whole numbers below `wholeLimit` (10¹⁵ at most) stand in full. Others are written with an exponent,
/// like `1.5e-7`, when it is below −4 or not below the number of digits. Never `-0`; not finite: `NaN`,
/// `Inf`, `-Inf`.
package func formatted(
  _ x: Double, significantDigits: Int, wholeLimit: Double = 1e15
) -> String {
  if let word = wordIfNotFinite(x) { return word }
  if abs(x) < min(wholeLimit, 1e15), x == x.rounded() { return String(Int64(x)) }
  let count = min(max(significantDigits, 1), 17)
  let (digits, exponent) = decimalDigits(of: abs(x), count: count)
  let sign = x < 0 ? "-" : ""
  if exponent < -4 || exponent >= count {
    let fraction = digits.dropFirst()
    return "\(sign)\(digits.prefix(1))\(fraction.isEmpty ? "" : ".")\(fraction)e\(exponent)"
  }
  if exponent < 0 {
    return "\(sign)0.\(String(repeating: "0", count: -exponent - 1))\(digits)"
  }
  let whole = digits.prefix(exponent + 1)
  let padding = String(repeating: "0", count: exponent + 1 - whole.count)
  let fraction = digits.dropFirst(exponent + 1)
  return "\(sign)\(whole)\(padding)\(fraction.isEmpty ? "" : ".")\(fraction)"
}

/// The shortest text that reads back to the same double, valid as a JSON number: `2`, `0.1`,
/// `1e-20`. Not finite: `NaN`, `Inf`, `-Inf`, which JSON does not have.
package func shortest(_ x: Double) -> String {
  if let word = wordIfNotFinite(x) { return word }
  let text = x.description
  if text.hasSuffix(".0") { return String(text.dropLast(2)) }
  return text.utf8.contains(UInt8(ascii: "+")) ? text.filter { $0 != "+" } : text
}

private func wordIfNotFinite(_ x: Double) -> String? {
  x.isNaN ? "NaN" : x.isInfinite ? (x < 0 ? "-Inf" : "Inf") : nil
}

/// The digits of a positive number, rounded to `count` and without trailing zeros, and the decimal
/// exponent of the first.
private func decimalDigits(of x: Double, count: Int) -> (digits: String, exponent: Int) {
  // The longest is "1.2345678901234567e-308".
  withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { buffer in
    let written = Int(decimal_print(buffer.baseAddress, 32, Int32(count - 1), x))
    let text = UnsafeBufferPointer(rebasing: buffer[..<written])
    let e = text.firstIndex(of: CChar(UInt8(ascii: "e"))) ?? written
    let magnitude = text[min(written, e + 2)...].reduce(0) { 10 * $0 + Int($1) - 48 }
    let isNegative = e + 1 < written && text[e + 1] == CChar(UInt8(ascii: "-"))
    let digits = String(unsafeUninitializedCapacity: count) { digits in
      var end = 0
      for character in text[..<e] where character != CChar(UInt8(ascii: ".")) {
        digits[end] = UInt8(bitPattern: character)
        end += 1
      }
      while end > 1, digits[end - 1] == UInt8(ascii: "0") { end -= 1 }
      return end
    }
    return (digits, isNegative ? -magnitude : magnitude)
  }
}
