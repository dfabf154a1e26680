import LinearAlgebra
import Testing

@Suite struct NumberFormatTests {
  static let forPeople: [(Double, Int, String)] = [
    (0, 5, "0"), (-0.0, 5, "0"), (1, 5, "1"), (-2, 5, "-2"), (0.5, 5, "0.5"), (-0.25, 5, "-0.25"),
    (7.866502267852982, 5, "7.8665"), (7.866502267852982, 3, "7.87"), (7.866502267852982, 1, "8"),
    (7.866502267852982, 17, "7.8665022678529821"), (0.1, 17, "0.10000000000000001"),
    (2608.426038049795, 5, "2608.4"), (-2608.426038049795, 3, "-2.61e3"),
    (0.00038322598090289, 5, "0.00038323"), (0.000038322598090289, 5, "3.8323e-5"),
    (1.5e-7, 5, "1.5e-7"), (-1e-20, 5, "-1e-20"), (1e-300, 3, "1e-300"),
    (.leastNonzeroMagnitude, 2, "4.9e-324"),
    (123456, 3, "123456"), (123456.7, 5, "1.2346e5"), (123456.7, 6, "123457"),
    (99999.7, 5, "1e5"), (0.99999, 3, "1"), (9.9999, 3, "10"), (0.00099999, 3, "0.001"),
    (100.5, 3, "100"), (100.5, 4, "100.5"), (120.3, 3, "120"),
    (999_999_999_999_999, 5, "999999999999999"), (1e15, 5, "1e15"), (-1e15, 5, "-1e15"),
    (1.7976931348623157e308, 5, "1.7977e308"), (1e22, 17, "1e22"),
    (.nan, 5, "NaN"), (.infinity, 5, "Inf"), (-.infinity, 5, "-Inf"),
    (3.14159, 0, "3"), (3.14159, 40, "3.1415899999999999"),
  ]

  @Test(arguments: forPeople)
  func `numbers for people`(x: Double, digits: Int, text: String) {
    #expect(formatted(x, significantDigits: digits) == text)
  }

  static let exact: [(Double, String)] = [
    (0, "0"), (-0.0, "-0"), (2, "2"), (-2.5, "-2.5"), (0.1, "0.1"),
    (0.1 + 0.2, "0.30000000000000004"),
    (1e-20, "1e-20"), (1e22, "1e22"), (123_456_789, "123456789"), (1e16, "1e16"),
    (.leastNonzeroMagnitude, "5e-324"), (1.7976931348623157e308, "1.7976931348623157e308"),
    (.nan, "NaN"), (.infinity, "Inf"), (-.infinity, "-Inf"),
  ]

  @Test(arguments: exact) func `the shortest text of a number`(x: Double, text: String) {
    #expect(shortest(x) == text)
  }

  @Test func `texts read back`() {
    var random = RandomState(seed: 3)
    for _ in 0..<2000 {
      let x =
        random.normal()
        * Double(sign: .plus, exponent: random.integer(upTo: 600) - 300, significand: 1)
      #expect(Double(shortest(x)) == x)
      #expect(Double(formatted(x, significantDigits: 17)) == x)
      // Half a unit of the sixth digit, which is at least 1e-6 of the number.
      let sixDigits = Double(formatted(x, significantDigits: 6)) ?? .nan
      #expect(abs(sixDigits - x) <= 0.5e-5 * abs(x))
    }
  }
}
