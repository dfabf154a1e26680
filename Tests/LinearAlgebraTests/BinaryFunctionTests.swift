import LinearAlgebra
import Testing

@Suite struct BinaryFunctionTests {
  private func value(_ function: BinaryFunction, _ a: Double, _ b: Double) -> Double {
    elementwise(function, Matrix(scalar: a), Matrix(scalar: b)).scalar
  }

  /// Powers as IEEE 754 has them, mod, maximum and minimum from Octave 7.3 (but for 1e20, where
  /// Octave's rounding shows).
  static let cases: [(BinaryFunction, Double, Double, Double)] = [
    (.add, 1, 2, 3), (.subtract, 1, 2, -1), (.multiply, 3, -2, -6), (.divide, 1, 0, .infinity),
    (.divide, 0, 0, .nan), (.power, 2, 10, 1024), (.power, 0, 0, 1), (.power, -8, 1.0 / 3, .nan),
    (.power, -3, 2, 9), (.power, 2, -1, 0.5), (.power, 0, -1, .infinity), (.power, .nan, 0, 1),
    // The sign of the divisor, as in Octave.
    (.mod, 5, 3, 2), (.mod, -5, 3, 1), (.mod, 5, -3, -1), (.mod, -5, -3, -2), (.mod, 6, 3, 0),
    (.mod, 5, 0, 5), (.mod, -5.5, 0, -5.5), (.mod, 5.5, 2, 1.5), (.mod, -0.5, 1, 0.5),
    (.mod, 0.3, 0.1, 0), (.mod, 1e20, 3, 1), (.mod, 5, .infinity, .nan), (.mod, 5, .nan, .nan),
    (.mod, .nan, 3, .nan),
    // A number is preferred to NaN, as in Octave.
    (.maximum, 1, 2, 2), (.maximum, .nan, 2, 2), (.maximum, 2, .nan, 2),
    (.maximum, .nan, .nan, .nan),
    (.minimum, 1, 2, 1), (.minimum, .nan, 2, 2), (.minimum, 2, .nan, 2),
    (.minimum, .nan, .nan, .nan),
    (.maximum, -.infinity, .nan, -.infinity), (.minimum, .infinity, -.infinity, -.infinity),
    (.less, 1, 2, 1), (.less, 2, 2, 0), (.lessOrEqual, 2, 2, 1), (.lessOrEqual, 3, 2, 0),
    (.equal, 2, 2, 1), (.equal, .nan, .nan, 0), (.equal, 0, -0.0, 1),
    (.notEqual, .nan, .nan, 1), (.notEqual, 2, 2, 0),
    (.greaterOrEqual, 2, 2, 1), (.greaterOrEqual, .nan, 2, 0), (.greater, 2, 2, 0),
    (.greater, 3, 2, 1),
    (.and, 2, -1, 1), (.and, 2, 0, 0), (.and, 0, 0, 0), (.or, 0, 0, 0), (.or, 0, 0.5, 1),
    (.leakyReLU, 2, 0.1, 2), (.leakyReLU, -2, 0.5, -1), (.leakyReLU, 0, 0.5, 0),
    (.elu, 2, 0.1, 2), (.elu, -1, 2, -1.2642411176571153), (.elu, -1e-20, 1, -1e-20),
    (.elu, -800, 3, -3),
  ]

  @Test(arguments: cases)
  func `known values`(
    function: BinaryFunction, a: Double, b: Double, expected: Double
  ) {
    let result = value(function, a, b)
    #expect(result == expected || (result.isNaN && expected.isNaN), "\(function)(\(a), \(b))")
  }

  @Test(arguments: BinaryFunction.allCases)
  func `every way of stretching gives what the pairs give`(function: BinaryFunction) {
    let sizes = [
      (Shape(3, 5), Shape(3, 5)), (Shape(3, 5), Shape(1, 1)), (Shape(1, 1), Shape(3, 5)),
      (Shape(3, 5), Shape(1, 5)), (Shape(1, 5), Shape(3, 5)), (Shape(3, 5), Shape(3, 1)),
      (Shape(3, 1), Shape(3, 5)), (Shape(4, 1), Shape(4, 1)), (Shape(1, 4), Shape(1, 1)),
      (Shape(4, 1), Shape(1, 1)), (Shape(1, 1), Shape(4, 1)), (Shape(1, 1), Shape(1, 1)),
      (Shape(3, 1), Shape(1, 5)), (Shape(17, 19), Shape(17, 19)),
    ]
    for (left, right) in sizes {
      let a = normals(left.rows, left.columns, seed: 1)
      let b = normals(right.rows, right.columns, seed: 2)
      let result = elementwise(function, a, b)
      let shape = Shape(max(left.rows, right.rows), max(left.columns, right.columns))
      var expected = Matrix(shape, repeating: 0)
      for i in 0..<shape.rows {
        for j in 0..<shape.columns {
          let x = a[left.rows == 1 ? 0 : i, left.columns == 1 ? 0 : j]
          let y = b[right.rows == 1 ? 0 : i, right.columns == 1 ? 0 : j]
          expected[i, j] = value(function, x, y)
        }
      }
      #expect(result == expected, "\(function) of \(left) and \(right)")
    }
  }

  @Test func `a size of 1 stretches to 0`() {
    let empty = Matrix(Shape(0, 3), repeating: 0)
    #expect(elementwise(.add, empty, Matrix(scalar: 1)).shape == Shape(0, 3))
    #expect(elementwise(.add, Matrix(Shape(1, 3), repeating: 1), empty).shape == Shape(0, 3))
    #expect(elementwise(.add, empty, empty).shape == Shape(0, 3))
  }
}
