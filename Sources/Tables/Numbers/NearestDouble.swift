import CDecimals

/// The double nearest to `significand · 10^exponent`, ties to even; infinity where that is too
/// large.
func nearestDouble(_ significand: UInt64, tenTo exponent: Int) -> Double {
  if significand <= 1 << 53, -22...22 ~= exponent {
    // Both are doubles, so that there is a single rounding (Clinger 1990).
    let power = decimal_ten_table()[abs(exponent)]
    return exponent < 0 ? Double(significand) / power : Double(significand) * power
  }
  if significand == 0 || exponent < DECIMAL_SMALLEST_POWER { return 0 }
  if exponent > DECIMAL_LARGEST_POWER { return .infinity }
  return roundedProduct(significand, tenTo: exponent)
}

/// The product of a significand and a power of five of 128 bits, rounded to a double (Lemire 2021,
/// "Number parsing at a gigabyte per second"). These bits are always enough (Mushtak and Lemire
/// 2023, "Fast number parsing without fallback").
///
/// - Parameter significand: not 0.
/// - Parameter exponent: within the table.
private func roundedProduct(_ significand: UInt64, tenTo exponent: Int) -> Double {
  let five = decimal_five_table() + 2 * (exponent - Int(DECIMAL_SMALLEST_POWER))
  let leadingZeros = significand.leadingZeroBitCount
  let normal = significand << leadingZeros
  var (high, low) = normal.multipliedFullWidth(by: five[0])
  // The lower half of the power matters only if it can carry into the bits that are kept.
  if high & 0x1FF == 0x1FF {
    let more = normal.multipliedFullWidth(by: five[1]).high
    let (sum, carries) = low.addingReportingOverflow(more)
    low = sum
    if carries { high &+= 1 }
  }
  let topBit = Int(high >> 63)
  /// The 53 bits of a double and one more to round by.
  var mantissa = high >> (topBit + 9)
  // 217706 / 2¹⁶ is log₂ 10 as closely as these exponents need; 1023 is the bias of a double's
  // exponent.
  let binaryExponent = (217_706 * exponent) >> 16 + 63 + 1023 + topBit - leadingZeros
  if binaryExponent <= 0 {
    // A denormal has fewer bits. None of them is half way between two: that takes more digits than
    // 19.
    let shift = 1 - binaryExponent
    if shift >= 64 { return 0 }
    mantissa >>= UInt64(shift)
    return Double(bitPattern: (mantissa + mantissa & 1) >> 1)
  }
  // Only small powers can end half way between two doubles; then the even one is nearer by
  // definition.
  let isTie =
    low <= 1 && -4...23 ~= exponent && mantissa & 3 == 1 && mantissa << (topBit + 9) == high
  let rounded = isTie ? mantissa >> 1 : (mantissa + mantissa & 1) >> 1
  // The hidden bit adds 1 to the exponent, and so does a mantissa that was rounded up to two of
  // them.
  let bits = UInt64(binaryExponent - 1) << 52 + rounded
  return bits >= 0x7FF << 52 ? .infinity : Double(bitPattern: bits)
}
