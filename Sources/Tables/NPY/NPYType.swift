/// A type of numbers in an `.npy` file, such as `<f8`.
struct NPYType: Equatable {
  enum Kind: Character {
    case float = "f"
    case signed = "i"
    case unsigned = "u"
    case truth = "b"
  }

  let kind: Kind
  /// In bytes.
  let size: Int
  let isBigEndian: Bool

  /// Nil for what is no real number of at most 64 bits.
  init?(_ name: String) {
    guard name.utf8.count == 3, let order = name.first, "<>|=".contains(order),
      let kind = name.dropFirst().first.flatMap(Kind.init), let size = name.last?.wholeNumberValue,
      Self.sizes(of: kind).contains(size)
    else { return nil }
    self.kind = kind
    self.size = size
    isBigEndian = order == ">"
  }

  private static func sizes(of kind: Kind) -> [Int] {
    switch kind {
    case .float: [2, 4, 8]
    case .signed, .unsigned: [1, 2, 4, 8]
    case .truth: [1]
    }
  }

  /// As they stand in a matrix.
  var isDouble: Bool { kind == .float && size == 8 && !isBigEndian }

  /// Turns `count` numbers into doubles, which are every `stride`-th of `doubles`. Whole numbers
  /// beyond 2⁵³ are rounded, as by NumPy.
  func convert(
    _ bytes: UnsafeRawPointer, count: Int, to doubles: UnsafeMutablePointer<Double>, stride: Int = 1
  ) {
    switch (kind, size) {
    case (.float, 8): each(bytes, count, doubles, stride) { Double(bitPattern: $0) }
    case (.float, 4):
      each(bytes, count, doubles, stride) { (bits: UInt32) in Double(Float(bitPattern: bits)) }
    case (.float, _): each(bytes, count, doubles, stride, double(ofHalf:))
    case (.signed, 8): each(bytes, count, doubles, stride) { Double(Int64(bitPattern: $0)) }
    case (.signed, 4): each(bytes, count, doubles, stride) { Double(Int32(bitPattern: $0)) }
    case (.signed, 2): each(bytes, count, doubles, stride) { Double(Int16(bitPattern: $0)) }
    case (.signed, _): each(bytes, count, doubles, stride) { Double(Int8(bitPattern: $0)) }
    case (.unsigned, 8): each(bytes, count, doubles, stride) { (bits: UInt64) in Double(bits) }
    case (.unsigned, 4): each(bytes, count, doubles, stride) { (bits: UInt32) in Double(bits) }
    case (.unsigned, 2): each(bytes, count, doubles, stride) { (bits: UInt16) in Double(bits) }
    case (.unsigned, _): each(bytes, count, doubles, stride) { (bits: UInt8) in Double(bits) }
    case (.truth, _): each(bytes, count, doubles, stride) { (bits: UInt8) in bits == 0 ? 0 : 1 }
    }
  }

  @inline(__always)
  private func each<Bits: FixedWidthInteger>(
    _ bytes: UnsafeRawPointer, _ count: Int, _ doubles: UnsafeMutablePointer<Double>, _ stride: Int,
    _ value: (Bits) -> Double
  ) {
    let size = MemoryLayout<Bits>.size
    func bits(_ index: Int) -> Bits {
      bytes.loadUnaligned(fromByteOffset: index * size, as: Bits.self)
    }
    if isBigEndian {
      for index in 0..<count { doubles[index * stride] = value(Bits(bigEndian: bits(index))) }
    } else if stride == 1 {
      // Of its own, so that the compiler takes several numbers at a time.
      for index in 0..<count { doubles[index] = value(Bits(littleEndian: bits(index))) }
    } else {
      for index in 0..<count { doubles[index * stride] = value(Bits(littleEndian: bits(index))) }
    }
  }
}

/// The value of a number of 16 bits: a sign, 5 bits of exponent, 10 of fraction (IEEE 754
/// binary16).
private func double(ofHalf bits: UInt16) -> Double {
  let exponent = Int(bits >> 10 & 0x1F)
  let fraction = Double(bits & 0x3FF)
  let magnitude: Double
  switch exponent {
  case 0: magnitude = fraction * 0x1p-24
  case 31: magnitude = fraction == 0 ? .infinity : .nan
  default: magnitude = Double(sign: .plus, exponent: exponent - 25, significand: fraction + 1024)
  }
  return bits >> 15 == 0 ? magnitude : -magnitude
}
