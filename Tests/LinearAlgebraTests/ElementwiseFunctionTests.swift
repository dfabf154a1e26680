import LinearAlgebra
import Testing

@Suite struct ElementwiseFunctionTests {
  /// The largest allowed error in units of the last place. Our own functions: about a third more
  /// than the largest error seen on 16 000 points; those of the C library: what glibc documents.
  static let tolerances: [(ElementwiseFunction, Double)] = [
    (.exp, 1), (.log, 1), (.log2, 1), (.log10, 2), (.log1p, 1), (.expm1, 2.5), (.sqrt, 0.5),
    (.sin, 1), (.cos, 1), (.tan, 1), (.asin, 1), (.acos, 1), (.atan, 1), (.sinh, 2), (.cosh, 2),
    (.tanh, 2.5), (.erf, 1), (.sigmoid, 2.5), (.logSigmoid, 2), (.softplus, 2), (.softsign, 1.5),
    (.silu, 3), (.gelu, 4),
  ]

  @Test(arguments: tolerances)
  func `values agree with mpmath's`(function: ElementwiseFunction, tolerance: Double) throws {
    let section = try Vectors("functions.txt").sections.first { $0.name == function.rawValue }
    let lines = try #require(section).lines
    let points = Matrix(Shape(lines.count, 1), lines.map { double(bits: $0[0]) })
    let values = points.mapped(by: function).elements
    for (line, value) in zip(lines, values) {
      let nearest = double(bits: line[1])
      let error = (value - nearest) / nearest.ulp - (Double(line[2]) ?? .nan)
      #expect(abs(error) <= tolerance, "\(function)(\(double(bits: line[0]))) is \(value)")
    }
  }

  /// Every function at 0, −0, ∞, −∞, NaN, 800 and −800.
  static let specialPoints: [Double] = [0, -0.0, .infinity, -.infinity, .nan, 800, -800]
  static let specialValues: [(ElementwiseFunction, [Double])] = [
    (.negate, [-0.0, 0, -.infinity, .infinity, .nan, -800, 800]),
    (.not, [1, 1, 0, 0, 0, 0, 0]),
    (.exp, [1, 1, .infinity, 0, .nan, .infinity, 0]),
    (.log, [-.infinity, -.infinity, .infinity, .nan, .nan, 0x1.abd0_adb5_32ac_fp+2, .nan]),
    (.log1p, [0, -0.0, .infinity, .nan, .nan, 0x1.abe5_2550_50c7_cp+2, .nan]),
    (.expm1, [0, -0.0, .infinity, -1, .nan, .infinity, -1]),
    (.sqrt, [0, -0.0, .infinity, .nan, .nan, 0x1.c48c_6001_f0ac_0p+4, .nan]),
    (.abs, [0, 0, .infinity, .infinity, .nan, 800, 800]),
    (.tanh, [0, -0.0, 1, -1, .nan, 1, -1]),
    (.erf, [0, -0.0, 1, -1, .nan, 1, -1]),
    (.sign, [0, 0, 1, -1, .nan, 1, -1]),
    (.sigmoid, [0.5, 0.5, 1, 0, .nan, 1, 0]),
    (.logSigmoid, [-.ln2, -.ln2, 0, -.infinity, .nan, 0, -800]),
    (.relu, [0, 0, .infinity, 0, .nan, 800, 0]),
    (.softplus, [.ln2, .ln2, .infinity, 0, .nan, 800, 0]),
    (.softsign, [0, -0.0, 1, -1, .nan, 800.0 / 801, -800.0 / 801]),
    (.silu, [0, -0.0, .infinity, 0, .nan, 800, 0]),
    (.gelu, [0, -0.0, .infinity, 0, .nan, 800, 0]),
  ]

  @Test(arguments: specialValues)
  func `zeros, infinities, NaN and large numbers`(
    function: ElementwiseFunction, expected: [Double]
  ) {
    let values = Matrix(Shape(1, 7), Self.specialPoints).mapped(by: function).elements
    for ((x, value), wanted) in zip(zip(Self.specialPoints, values), expected) {
      let isRight = value == wanted || (value.isNaN && wanted.isNaN)
      #expect(isRight, "\(function)(\(x)) is \(value), not \(wanted)")
    }
  }

  @Test func `odd functions keep the sign of zero`() {
    for function in [.sin, .tan, .asin, .atan, .sinh, .tanh, .expm1, .log1p, .sqrt, .softsign]
      as [ElementwiseFunction]
    {
      #expect(Matrix(scalar: -0.0).mapped(by: function).scalar.sign == .minus, "\(function)")
    }
  }

  @Test func `results too small for normal doubles are right`() {
    let small = Matrix(rows: [[-744, -745.2, -720]])
    #expect(small.mapped(by: .exp).elements[0] == 0x1p-1073)
    #expect(small.mapped(by: .exp).elements[1] == 0)
    // e⁻⁷²⁰ = 2.03223080242429e-313, of which doubles keep ten digits (mpmath).
    #expect(small.mapped(by: .sigmoid).elements[2] == Double("2.03223080242429e-313"))
    let tiny = Matrix(scalar: .leastNonzeroMagnitude)
    #expect(tiny.mapped(by: .log).scalar == -744.4400719213812)
    #expect(tiny.mapped(by: .tanh).scalar == .leastNonzeroMagnitude)
    #expect(tiny.mapped(by: .expm1).scalar == .leastNonzeroMagnitude)
  }

  @Test func `whole numbers are found as Octave finds them`() {
    let halves = Matrix(rows: [[-2.5, -1.5, -0.5, 0.4, 0.5, 1.5, 2.5, 0.49999999999999994]])
    #expect(halves.mapped(by: .round).elements == [-3, -2, -1, 0, 1, 2, 3, 0])
    #expect(halves.mapped(by: .floor).elements == [-3, -2, -1, 0, 0, 1, 2, 0])
    #expect(halves.mapped(by: .ceil).elements == [-2, -1, 0, 1, 1, 2, 3, 1])
  }

  @Test(arguments: ElementwiseFunction.allCases)
  func `a matrix of any size gives what its entries give`(function: ElementwiseFunction) {
    for count in [0, 1, 2, 3, 7, 8, 9, 17, 64, 65] {
      let row = normalRow(count, seed: 5)
      let values = row.mapped(by: function)
      let single = row.elements.map { Matrix(scalar: $0).mapped(by: function).scalar }
      #expect(values == Matrix(Shape(1, count), single))
      #expect(Matrix(Shape(count, 1), row.elements).mapped(by: function).shape == Shape(count, 1))
    }
  }
}

extension Double {
  fileprivate static let ln2 = 0x1.62e4_2fef_a39e_fp-1
}
