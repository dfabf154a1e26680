/// Numbers for trials, the same in every run (Steele, Lea and Flood, Fast splittable pseudorandom number
/// generators, 2014).
struct Numbers: RandomNumberGenerator {
  var state: UInt64

  init(seed: Int) { state = UInt64(seed) &* 0xD134_2543_DE82_EF95 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// In (−4, 4).
  mutating func calm(_ count: Int) -> [Double] {
    (0..<count).map { _ in Double(Int64(bitPattern: next()) >> 11) * 0x1p-50 }
  }

  /// −3, −2½ … 3: sums of products of a few thousand of them are exact.
  mutating func halves(_ count: Int) -> [Double] {
    (0..<count).map { _ in Double(next() % 13) / 2 - 3 }
  }

  /// Of all sizes, and every special number.
  mutating func wild(_ count: Int) -> [Double] {
    (0..<count).map { _ in
      let choice = next()
      switch choice % 4 {
      case 0: return Self.special[Int(choice >> 8) % Self.special.count]
      case 1: return Double(bitPattern: next())
      default: return Double(Int64(bitPattern: next()) >> 11) * Self.scales[Int(choice >> 8) % 4]
      }
    }
  }

  private static let scales = [0x1p-50, 0x1p-46, 0x1p-43, 0x1p-60]
  static let special: [Double] = [
    0, -0.0, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, -.leastNonzeroMagnitude,
    0x1p-1030, -0x1p-1030, .leastNormalMagnitude, .greatestFiniteMagnitude, 1, -1, 0.5, -0.5, 2.5,
    709.78271289338397, -745.13321910194122, 22, -22, 40, -37, 0x1p-54, -0x1p-27, 0x1p52, 0x1p53,
  ]
}
