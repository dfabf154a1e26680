/// The double nearest to a number of more digits than a word holds, for the rare case that the
/// first 19 do not decide: the digits are compared with the point half way between two doubles, in
/// whole numbers.
///
/// - Parameter low: the double that the first 19 digits are nearest to. The result is this or the
///   next one.
/// - Parameter digits: ASCII, perhaps with a point among them, which does not count here.
/// - Parameter exponent: the power of ten that the digits, taken as a whole number, are multiplied
///   by.
func exactlyRounded(
  from low: Double, _ digits: UnsafeBufferPointer<UInt8>, tenTo exponent: Int
) -> Double {
  var exponent = exponent
  var number = WholeNumber(0)
  var count = 0
  var hasMore = false
  for byte in digits where byte != UInt8(ascii: ".") {
    if count == maximalDigits {
      exponent += 1
      hasMore = hasMore || byte != UInt8(ascii: "0")
    } else if count > 0 || byte != UInt8(ascii: "0") {
      number.multiply(by: 10, adding: UInt32(byte - UInt8(ascii: "0")))
      count += 1
    }
  }
  if hasMore {
    // Whatever follows, it is more than nothing.
    number.multiply(by: 10, adding: 1)
    exponent -= 1
  }
  // Half way to the next double is (2m + 1) · 2^(e - 1), if low is m · 2^e.
  let isDenormal = low.exponentBitPattern == 0
  let mantissa = low.significandBitPattern | (isDenormal ? 0 : 1 << 52)
  var halfway = WholeNumber(2 * mantissa + 1)
  var binaryExponent = (isDenormal ? 1 : Int(low.exponentBitPattern)) - 1075 - 1
  if exponent >= 0 {
    number.multiply(byPowerOfFive: exponent)
  } else {
    halfway.multiply(byPowerOfFive: -exponent)
  }
  binaryExponent -= exponent
  if binaryExponent >= 0 {
    halfway.shiftLeft(by: binaryExponent)
  } else {
    number.shiftLeft(by: -binaryExponent)
  }
  if number == halfway { return mantissa % 2 == 0 ? low : low.nextUp }
  return number < halfway ? low : low.nextUp
}

/// No number half way between two doubles has more significant digits than 768.
private let maximalDigits = 800

/// A whole number of any size.
struct WholeNumber: Equatable {
  /// From the lowest, without zeros on top.
  private var words: [UInt32]

  init(_ value: UInt64) {
    words = [UInt32(truncatingIfNeeded: value), UInt32(value >> 32)]
    trim()
  }

  mutating func multiply(by factor: UInt32, adding summand: UInt32 = 0) {
    var carry = UInt64(summand)
    for index in words.indices {
      carry += UInt64(words[index]) * UInt64(factor)
      words[index] = UInt32(truncatingIfNeeded: carry)
      carry >>= 32
    }
    if carry > 0 { words.append(UInt32(carry)) }
  }

  mutating func multiply(byPowerOfFive exponent: Int) {
    // 5¹³ is the largest that fits a word.
    for _ in 0..<exponent / 13 { multiply(by: 1_220_703_125) }
    for _ in 0..<exponent % 13 { multiply(by: 5) }
  }

  mutating func shiftLeft(by bits: Int) {
    multiply(by: 1 << UInt32(bits % 32))
    if !words.isEmpty { words.insert(contentsOf: repeatElement(0, count: bits / 32), at: 0) }
  }

  static func < (a: WholeNumber, b: WholeNumber) -> Bool {
    if a.words.count != b.words.count { return a.words.count < b.words.count }
    return a.words.reversed().lexicographicallyPrecedes(b.words.reversed())
  }

  private mutating func trim() {
    while words.last == 0 { words.removeLast() }
  }
}
