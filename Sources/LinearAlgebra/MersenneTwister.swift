/// The generator MT19937 (Matsumoto and Nishimura, ACM TOMACS 8, 1998): 32 random bits at a time.
struct MersenneTwister: Sendable {
  private static let size = 624
  private static let middle = 397

  private var state: [UInt32]
  private var next: Int

  /// The reference `init_genrand`.
  init(seed: UInt32) {
    state = [seed]
    state.reserveCapacity(Self.size)
    for i in 1..<UInt32(Self.size) {
      let last = state[Int(i) - 1]
      state.append(1_812_433_253 &* (last ^ (last >> 30)) &+ i)
    }
    next = Self.size
  }

  /// The reference `init_by_array`.
  init(key: [UInt32]) {
    precondition(!key.isEmpty, "an array seed needs at least one number")
    self.init(seed: 19_650_218)
    var i = 1
    func mixed(_ i: Int, _ factor: UInt32) -> UInt32 {
      state[i] ^ ((state[i - 1] ^ (state[i - 1] >> 30)) &* factor)
    }
    func advance() {
      i += 1
      if i == Self.size {
        state[0] = state[Self.size - 1]
        i = 1
      }
    }
    for step in 0..<max(Self.size, key.count) {
      let j = step % key.count
      state[i] = mixed(i, 1_664_525) &+ key[j] &+ UInt32(j)
      advance()
    }
    for _ in 1..<Self.size {
      state[i] = mixed(i, 1_566_083_941) &- UInt32(i)
      advance()
    }
    // One bit is set, so that the state is never all zero.
    state[0] = 0x8000_0000
  }

  mutating func next32() -> UInt32 {
    if next == Self.size { twist() }
    var y = state[next]
    next += 1
    y ^= y >> 11
    y ^= (y << 7) & 0x9D2C_5680
    y ^= (y << 15) & 0xEFC6_0000
    return y ^ (y >> 18)
  }

  /// The high half is drawn first, as NumPy does.
  mutating func next64() -> UInt64 {
    let high = UInt64(next32())
    return high << 32 | UInt64(next32())
  }

  private mutating func twist() {
    for i in 0..<Self.size {
      let y = (state[i] & 0x8000_0000) | (state[(i + 1) % Self.size] & 0x7FFF_FFFF)
      state[i] = state[(i + Self.middle) % Self.size] ^ (y >> 1) ^ (y & 1 == 0 ? 0 : 0x9908_B0DF)
    }
    next = 0
  }
}
