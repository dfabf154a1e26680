import LinearAlgebra
import Testing

@Suite struct RandomStateTests {
  let vectors: Vectors

  init() throws { vectors = try Vectors("random.txt") }

  static let seeds = ["0", "1", "42", "2628", "4294967295", "[0]", "[42]", "[1,2,3]"]

  private func state(_ seed: String) -> RandomState {
    if let number = UInt32(seed) { return RandomState(seed: number) }
    return RandomState(
      arraySeed: seed.dropFirst().dropLast().split(separator: ",").compactMap { UInt32($0) })
  }

  @Test(arguments: seeds) func `normals are NumPy's, bit for bit`(seed: String) {
    var random = state(seed)
    let expected = vectors["normals \(seed)"].map(String.init)
    #expect(expected.count == 500)
    #expect(random.normals(Shape(100, 5)).elements.map(bits) == expected)
  }

  @Test(arguments: seeds) func `uniforms are NumPy's, bit for bit`(seed: String) {
    var random = state(seed)
    let expected = vectors["uniforms \(seed)"].map(String.init)
    #expect(expected.count == 500)
    #expect(random.uniforms(Shape(500, 1)).elements.map(bits) == expected)
  }

  @Test(arguments: seeds) func `permutations are NumPy's`(seed: String) {
    for count in [0, 1, 2, 3, 10, 257] {
      var random = state(seed)
      let expected = vectors["permutation-\(count) \(seed)"].map(String.init)
      #expect(expected.count == count)
      #expect(random.permutation(count).map(String.init) == expected)
    }
  }

  @Test(arguments: seeds) func `whole numbers are NumPy's on both sides of 32 bits`(seed: String) {
    let limits = [1, 2, 10, 1000, 1 << 31, 1 << 32 - 1, 1 << 32, 1 << 32 + 1, 1 << 40, 1 << 53]
    for limit in limits {
      var random = state(seed)
      let expected = vectors["integers-\(limit) \(seed)"].map(String.init)
      #expect(expected.count == 30)
      let drawn = random.integers(upTo: limit, Shape(5, 6))
      #expect(drawn.elements.map { String(Int($0)) } == expected)
    }
  }

  @Test(arguments: seeds) func `kinds may be drawn in turn, as in NumPy`(seed: String) {
    var random = state(seed)
    var drawn = Array(random.normals(Shape(1, 3)).elements)
    drawn += random.uniforms(Shape(1, 2)).elements
    drawn += random.permutation(5).map(Double.init)
    drawn += random.normals(Shape(1, 2)).elements
    drawn += random.integers(upTo: 6, Shape(1, 4)).elements
    drawn += random.normals(Shape(1, 4)).elements
    #expect(drawn.map(bits) == vectors["mixed \(seed)"].map(String.init))
  }

  @Test func `a copy goes its own way from the same place`() {
    var random = RandomState(seed: 7)
    _ = random.normal()
    var copy = random
    let next = random.normals(Shape(1, 700))
    #expect(copy.normals(Shape(1, 700)) == next)
    #expect(copy.normal() == random.normal())
  }

  @Test func `an empty matrix draws nothing`() {
    var random = RandomState(seed: 7)
    #expect(random.normals(Shape(0, 3)).shape == Shape(0, 3))
    var fresh = RandomState(seed: 7)
    #expect(random.uniform() == fresh.uniform())
  }
}
