import LinearAlgebra
import Testing

@Suite struct SquareMatrixTests {
  @Test func `determinants`() {
    #expect(determinant(Matrix(Shape(0, 0), repeating: 0)) == 1)
    #expect(determinant(Matrix(scalar: -3)) == -3)
    #expect(determinant(Matrix(rows: [[0, 1], [1, 0]])) == -1)
    #expect(determinant(Matrix(rows: [[1, 2], [2, 4]])) == 0)
    #expect(determinant(Matrix(rows: [[2, 0, 1], [1, 3, 2], [1, 1, 4]])) == 18)
    #expect(determinant(Matrix(Shape(3, 3), repeating: 0)) == 0)
    #expect(determinant(Matrix(rows: [[.nan, 1], [1, 1]])).isNaN)
  }

  @Test func `inverses`() throws {
    let inverted = try #require(inverse(Matrix(rows: [[4, 7], [2, 6]])))
    #expect(largestDifference(inverted, Matrix(rows: [[0.6, -0.7], [-0.2, 0.4]])) < 1e-15)
    #expect(inverse(Matrix(scalar: 4)) == Matrix(scalar: 0.25))
    // Without an exchange of rows the first pivot would be 0.
    let exchange = Matrix(rows: [[0, 0, 1], [1, 0, 0], [0, 1, 0]])
    #expect(inverse(exchange) == exchange.transposed())
    #expect(inverse(Matrix(Shape(0, 0), repeating: 0))?.shape == Shape(0, 0))
  }

  @Test func `a singular matrix has no inverse`() {
    #expect(inverse(Matrix(scalar: 0)) == nil)
    #expect(inverse(Matrix(rows: [[1, 2], [2, 4]])) == nil)
    #expect(inverse(Matrix(rows: [[0, 1], [0, 2]])) == nil)
  }

  @Test func `the condition tells how much of an inverse to believe`() throws {
    // Octave: rcond([4 7; 2 6]) is 0.069930069930069921.
    let a = Matrix(rows: [[4, 7], [2, 6]])
    let condition = reciprocalCondition(of: a, inverse: try #require(inverse(a)))
    #expect(abs(condition - 0.069930069930069921) < 1e-15)
    // Singular, but rounding leaves a last pivot that is not 0.
    let nearly = Matrix(rows: [[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    if let inverted = inverse(nearly) {
      #expect(reciprocalCondition(of: nearly, inverse: inverted) < 0x1p-52)
    }
  }

  @Test(arguments: [1, 2, 3, 8, 25])
  func `a matrix times its inverse is the identity`(size: Int) throws {
    let a = normals(size, size, seed: 4)
    let inverted = try #require(inverse(a))
    let identity = Matrix.identity(a.shape)
    #expect(largestDifference(matmul(a, inverted), identity) < 1e-11)
    #expect(largestDifference(matmul(inverted, a), identity) < 1e-11)
    #expect(abs(determinant(a) * determinant(inverted) - 1) < 1e-11)
  }

  @Test func `determinants multiply`() {
    let a = normals(5, 5, seed: 1)
    let b = normals(5, 5, seed: 2)
    let product = determinant(a) * determinant(b)
    #expect(abs(determinant(matmul(a, b)) - product) < 1e-12 * abs(product))
    #expect(abs(determinant(a.transposed()) - determinant(a)) < 1e-12 * abs(determinant(a)))
  }

  @Test func `powers`() {
    let a = Matrix(rows: [[1, 1], [1, 0]])
    #expect(matrixPower(a, 0) == .identity(a.shape))
    #expect(matrixPower(a, 1) == a)
    // Fibonacci's numbers.
    #expect(matrixPower(a, 10) == Matrix(rows: [[89, 55], [55, 34]]))
    #expect(matrixPower(a, 75)[0, 1] == 2_111_485_077_978_050)
    #expect(matrixPower(Matrix(scalar: 2), 13).scalar == 8192)
  }

  @Test func `traces and diagonals`() {
    let a = Matrix(rows: [[1, 2, 3], [4, 5, 6]])
    #expect(diagonal(of: a) == Matrix(rows: [[1], [5]]))
    #expect(diagonal(of: Matrix(Shape(0, 3), repeating: 0)).shape == Shape(0, 1))
    #expect(diagonalMatrix(from: Matrix(rows: [[7, 8]])) == Matrix(rows: [[7, 0], [0, 8]]))
    #expect(diagonalMatrix(from: Matrix(rows: [[7], [8]])) == Matrix(rows: [[7, 0], [0, 8]]))
    #expect(trace(Matrix(rows: [[1, 2], [3, 4]])) == 5)
    #expect(trace(Matrix(Shape(0, 0), repeating: 0)) == 0)
  }
}
