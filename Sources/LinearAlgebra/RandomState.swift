#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The random stream of NumPy's legacy `np.random.RandomState`, bit for bit.
///
/// NumPy froze that stream (NEP 19), so a notebook's numbers can be had again in Python, today and
/// later. Matrices are filled row by row.
package struct RandomState: Sendable {
  private var generator: MersenneTwister
  /// The polar method makes two normals at a time; the second waits here.
  private var waitingNormal: Double?

  /// `np.random.seed(seed)`
  package init(seed: UInt32) {
    generator = MersenneTwister(seed: seed)
  }

  /// `np.random.seed([s, …])`, with at least one number; for one number also the uniforms of
  /// Python's `random.seed(s)` and Octave's `rand("twister", s)`.
  package init(arraySeed: [UInt32]) {
    generator = MersenneTwister(key: arraySeed)
  }

  /// `np.random.random_sample()`: a multiple of 2⁻⁵³ in [0, 1).
  package mutating func uniform() -> Double {
    let high = Double(generator.next32() >> 5)
    let low = Double(generator.next32() >> 6)
    return (high * 67_108_864 + low) / 9_007_199_254_740_992
  }

  /// `np.random.normal()`: mean 0, standard deviation 1, by the polar method (Marsaglia and Bray
  /// 1964).
  package mutating func normal() -> Double {
    if let waiting = waitingNormal {
      waitingNormal = nil
      return waiting
    }
    while true {
      let x = 2 * uniform() - 1
      let y = 2 * uniform() - 1
      let r2 = x * x + y * y
      guard r2 < 1, r2 > 0 else { continue }
      let factor = (-2 * log(r2) / r2).squareRoot()
      waitingNormal = factor * x
      return factor * y
    }
  }

  /// `np.random.randint(1, limit + 1)`: a whole number from 1 to `limit`, which is at least 1.
  package mutating func integer(upTo limit: Int) -> Int {
    precondition(limit >= 1, "an integer up to \(limit)")
    let range = UInt64(limit - 1)
    if range == 0xFFFF_FFFF { return Int(generator.next32()) + 1 }
    return Int(masked(range)) + 1
  }

  /// `np.random.permutation(count)`: the numbers from 0 to `count - 1` in random order.
  package mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    for i in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(i, Int(masked(UInt64(i))))
    }
    return order
  }

  /// `np.random.random_sample((rows, columns))`
  package mutating func uniforms(_ shape: Shape) -> Matrix {
    filled(shape) { $0.uniform() }
  }

  /// `np.random.normal(size=(rows, columns))`
  package mutating func normals(_ shape: Shape) -> Matrix {
    filled(shape) { $0.normal() }
  }

  /// `np.random.randint(1, limit + 1, (rows, columns))`
  package mutating func integers(upTo limit: Int, _ shape: Shape) -> Matrix {
    filled(shape) { Double($0.integer(upTo: limit)) }
  }

  private mutating func filled(_ shape: Shape, _ next: (inout RandomState) -> Double) -> Matrix {
    let elements = MatrixElements(count: shape.count) { numbers in
      for index in numbers.indices { numbers.initializeElement(at: index, to: next(&self)) }
    }
    return Matrix(shape, elements)
  }

  /// A number from 0 to `largest`: as many random bits as it has, drawn again while they exceed it.
  /// Nothing is drawn for 0.
  private mutating func masked(_ largest: UInt64) -> UInt64 {
    guard largest > 0 else { return 0 }
    let mask = UInt64.max >> UInt64(largest.leadingZeroBitCount)
    while true {
      let bits = largest <= 0xFFFF_FFFF ? UInt64(generator.next32()) : generator.next64()
      if bits & mask <= largest { return bits & mask }
    }
  }
}
