/// Reads the number in decimal notation that begins at `start`: a sign perhaps, digits with a point
/// perhaps among them, an exponent perhaps.
///
/// `value` becomes the nearest double, as `strtod` has it to the last bit, and infinite where the
/// number is out of range. Blanks, words and hexadecimal digits are none of a number's.
///
/// - Parameter start: followed by a byte that belongs to no number, behind which 7 more may be
///   read.
/// - Returns: the place behind the number; nil if none begins here.
@inline(__always)
func readNumber(
  at start: UnsafePointer<UInt8>, _ value: inout Double
) -> UnsafePointer<UInt8>? {
  var place = start
  let isNegative = place[0] == UInt8(ascii: "-")
  if isNegative || place[0] == UInt8(ascii: "+") { place += 1 }
  let first = place
  // With more than 19 digits it overflows and is not used.
  var significand: UInt64 = 0
  while let digit = digit(place[0]) {
    significand = significand &* 10 &+ digit
    place += 1
  }
  var digitCount = place - first
  var exponent = 0
  if place[0] == UInt8(ascii: ".") {
    place += 1
    let point = place
    while let eight = eightDigits(at: place) {
      significand = significand &* 100_000_000 &+ eight
      place += 8
    }
    while let digit = digit(place[0]) {
      significand = significand &* 10 &+ digit
      place += 1
    }
    exponent = point - place
    digitCount -= exponent
  }
  guard digitCount > 0 else { return nil }
  let last = place
  if place[0] | 0x20 == UInt8(ascii: "e") {
    guard let end = readExponent(behind: place, &exponent) else { return nil }
    place = end
  }
  let magnitude =
    digitCount <= 19
    ? nearestDouble(significand, tenTo: exponent)
    : nearestDouble(
      toDigits: UnsafeBufferPointer(start: first, count: last - first), tenTo: exponent)
  value = isNegative ? -magnitude : magnitude
  return place
}

/// The number that all of `bytes` are, without blanks; infinite if it is out of range, nil if they
/// are none.
package func number(in bytes: some Collection<UInt8>) -> Double? {
  Array(bytes).withPadding { bytes in
    var value = 0.0
    guard let start = bytes.baseAddress, let end = readNumber(at: start, &value),
      end == start + bytes.count
    else { return nil }
    return value
  }
}

extension [UInt8] {
  /// Hands out the bytes with enough behind them for a number to be read from them.
  func withPadding<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    (self + [UInt8](repeating: 0, count: 8)).withUnsafeBufferPointer { padded in
      body(UnsafeBufferPointer(rebasing: padded[..<count]))
    }
  }
}

@inline(__always)
private func digit(_ byte: UInt8) -> UInt64? {
  let digit = byte &- UInt8(ascii: "0")
  return digit < 10 ? UInt64(digit) : nil
}

/// The number that the next eight bytes make if all of them are digits.
@inline(__always)
private func eightDigits(at place: UnsafePointer<UInt8>) -> UInt64? {
  let bytes = UInt64(littleEndian: UnsafeRawPointer(place).loadUnaligned(as: UInt64.self))
  // A digit is 3 in its upper half, and stays so when 6 is added to the lower one.
  let upper = bytes & 0xF0F0_F0F0_F0F0_F0F0
  let raised = (bytes &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0
  guard upper | raised >> 4 == 0x3333_3333_3333_3333 else { return nil }
  // Neighbours are put together three times: to numbers of two, of four, of eight digits.
  let ones = bytes & 0x0F0F_0F0F_0F0F_0F0F
  let pairs = (ones &* 10 &+ ones >> 8) & 0x00FF_00FF_00FF_00FF
  let fours = (pairs &* 100 &+ pairs >> 16) & 0x0000_FFFF_0000_FFFF
  return (fours &* 10_000 &+ fours >> 32) & 0xFFFF_FFFF
}

/// Adds the exponent that stands behind the letter at `letter`; nil if there are no digits.
private func readExponent(
  behind letter: UnsafePointer<UInt8>, _ exponent: inout Int
) -> UnsafePointer<UInt8>? {
  var place = letter + 1
  let isNegative = place[0] == UInt8(ascii: "-")
  if isNegative || place[0] == UInt8(ascii: "+") { place += 1 }
  guard digit(place[0]) != nil else { return nil }
  var written = 0
  while let digit = digit(place[0]) {
    // Beyond any number of digits that may stand before it.
    if written < 1 << 40 { written = written * 10 + Int(digit) }
    place += 1
  }
  exponent += isNegative ? -written : written
  return place
}

/// The same for digits of any number, perhaps with a point among them.
private func nearestDouble(
  toDigits digits: UnsafeBufferPointer<UInt8>, tenTo exponent: Int
) -> Double {
  var significand: UInt64 = 0
  var count = 0
  for byte in digits {
    guard let digit = digit(byte), count > 0 || digit > 0 else { continue }
    count += 1
    if count <= 19 { significand = significand * 10 + digit }
  }
  let firstExponent = exponent + max(0, count - 19)
  let low = nearestDouble(significand, tenTo: firstExponent)
  if count <= 19 || low == nearestDouble(significand + 1, tenTo: firstExponent) { return low }
  return exactlyRounded(from: low, digits, tenTo: exponent)
}
