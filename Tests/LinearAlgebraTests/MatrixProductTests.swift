import LinearAlgebra
import Testing

@Suite struct MatrixProductTests {
  /// Rows, inner size, columns: for each kind of loop, and on both sides of its limits.
  static let sizes = [
    (1, 1, 1), (1, 3, 2), (3, 1, 2), (1, 7, 1), (5, 1, 1), (2, 2, 9), (4, 4, 4), (6, 5, 15),
    (8, 8, 8), (13, 11, 7), (16, 100, 1), (65, 64, 66), (1, 700, 500), (70, 70, 70),
  ]

  /// Sums of products in the plainest form.
  private func reference(_ a: Matrix, _ b: Matrix) -> Matrix {
    var result = Matrix(Shape(a.rows, b.columns), repeating: 0)
    for i in 0..<a.rows {
      for j in 0..<b.columns {
        for k in 0..<a.columns { result[i, j] += a[i, k] * b[k, j] }
      }
    }
    return result
  }

  @Test func `rows times columns`() {
    let a = Matrix(rows: [[1, 2, 3], [4, 5, 6]])
    let b = Matrix(rows: [[7, 8], [9, 10], [11, 12]])
    #expect(matmul(a, b) == Matrix(rows: [[58, 64], [139, 154]]))
  }

  @Test(arguments: sizes)
  func `products of whole numbers are exact`(rows: Int, inner: Int, columns: Int) {
    var random = RandomState(seed: 9)
    let a = random.integers(upTo: 1000, Shape(rows, inner))
    let b = random.integers(upTo: 1000, Shape(inner, columns))
    let expected = reference(a, b)
    #expect(matmul(a, b) == expected)
    #expect(matmul(a.transposed(), b, transposingLeft: true) == expected)
    #expect(matmul(a, b.transposed(), transposingRight: true) == expected)
    #expect(
      matmul(a.transposed(), b.transposed(), transposingLeft: true, transposingRight: true)
        == expected)
  }

  @Test(arguments: sizes)
  func `the transpose of a product is the product of the transposes`(
    rows: Int, inner: Int, columns: Int
  ) {
    let a = normals(rows, inner, seed: 1)
    let b = normals(inner, columns, seed: 2)
    let difference = largestDifference(
      matmul(a, b).transposed(), matmul(b.transposed(), a.transposed()))
    #expect(difference < 1e-12)
    #expect(largestDifference(matmul(a, b), reference(a, b)) < 1e-12)
  }

  @Test func `the same product gives the same bits`() {
    let a = normals(130, 130, seed: 1)
    let first = matmul(a, a)
    for _ in 0..<5 { #expect(matmul(a, a) == first) }
  }

  @Test func `an empty inner size gives zeros, an empty outer size nothing`() {
    let tall = Matrix(Shape(2, 0), repeating: 0)
    let wide = Matrix(Shape(0, 3), repeating: 0)
    #expect(matmul(tall, wide) == Matrix(Shape(2, 3), repeating: 0))
    #expect(matmul(wide, Matrix(Shape(3, 2), repeating: 1)).shape == Shape(0, 2))
    #expect(matmul(wide, tall, transposingLeft: true, transposingRight: true).shape == Shape(3, 2))
  }

  @Test(arguments: [(1, 2, 1), (80, 80, 80)])
  func `NaN and infinity reach the entries they belong to`(rows: Int, inner: Int, columns: Int) {
    var a = Matrix(Shape(rows, inner), repeating: 1)
    a[0, 0] = .nan
    let zeros = Matrix(Shape(inner, columns), repeating: 0)
    #expect(matmul(a, zeros)[0, columns - 1].isNaN)
    a[0, 0] = .infinity
    #expect(matmul(a, zeros)[0, 0].isNaN)
    #expect(matmul(a, Matrix(zeros.shape, repeating: 2))[0, 0] == .infinity)
  }
}
