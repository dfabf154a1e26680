import LinearAlgebra
import Testing

@Suite struct ExtremesTests {
  private func places(_ numbers: [Double]) -> [Int]? {
    numbers.withUnsafeBufferPointer { $0.placesOfExtremes() }.map { [$0.smallest, $0.largest] }
  }

  @Test(arguments: [1, 2, 7, 8, 9, 16, 29])
  func `each place is found in any number of numbers`(count: Int) {
    for place in 0..<count {
      var numbers = (0..<count).map { Double($0 % 3) }
      numbers[place] = -1
      #expect(places(numbers)?[0] == place)
      numbers[place] = 5
      #expect(places(numbers)?[1] == place)
    }
  }

  @Test func `of several equals the first counts`() {
    #expect(places([2, 1, 3, 1, 3, 2, 1, 3, 1, 3, 3]) == [1, 2])
    #expect(places(Array(repeating: 4, count: 20)) == [0, 0])
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func `what is not finite is not passed over`(number: Double) {
    for place in 0..<19 {
      var numbers = (0..<19).map(Double.init)
      numbers[place] = number
      #expect(places(numbers) == nil)
    }
  }

  @Test func `nothing has no extremes`() {
    #expect(places([]) == nil)
  }
}
