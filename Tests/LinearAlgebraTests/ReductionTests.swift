import LinearAlgebra
import Testing

@Suite struct ReductionTests {
  let a = Matrix(rows: [[1, -2, 3], [4, 5, -6]])

  @Test func `columns go down, rows along`() {
    #expect(sum(a, .down) == Matrix(rows: [[5, 3, -3]]))
    #expect(sum(a, .along) == Matrix(rows: [[2], [3]]))
    #expect(product(a, .down) == Matrix(rows: [[4, -10, -18]]))
    #expect(product(a, .along) == Matrix(rows: [[-6], [-120]]))
    #expect(maximum(a, .down) == Matrix(rows: [[4, 5, 3]]))
    #expect(maximum(a, .along) == Matrix(rows: [[3], [5]]))
    #expect(minimum(a, .down) == Matrix(rows: [[1, -2, -6]]))
    #expect(minimum(a, .along) == Matrix(rows: [[-2], [-6]]))
    #expect(argmax(a, .down) == Matrix(rows: [[1, 1, 0]]))
    #expect(argmax(a, .along) == Matrix(rows: [[2], [1]]))
    #expect(argmin(a, .down) == Matrix(rows: [[0, 0, 1]]))
    #expect(argmin(a, .along) == Matrix(rows: [[1], [2]]))
  }

  @Test func `sums of rows are NumPy's, bit for bit`() throws {
    for line in try Vectors("sums.txt").sections[0].lines {
      let count = try #require(Int(line[0]))
      let row = normalRow(count, seed: UInt32(count))
      #expect(bits(sum(row, .along).scalar) == line[1], "\(count) numbers")
    }
  }

  @Test func `the first of equal extremes counts`() {
    let ties = Matrix(rows: [[2, 7, 7, 2]])
    #expect(argmax(ties, .along).scalar == 1)
    #expect(argmin(ties, .along).scalar == 0)
  }

  @Test func `extremes pass over NaN`() {
    let holes = Matrix(rows: [[.nan, 1, .nan], [.nan, .nan, -2]])
    #expect(maximum(holes, .along) == Matrix(rows: [[1], [-2]]))
    #expect(minimum(holes, .down) == Matrix(rows: [[.nan, 1, -2]]))
    #expect(argmax(holes, .along) == Matrix(rows: [[1], [2]]))
    #expect(argmin(holes, .down) == Matrix(rows: [[0, 0, 1]]))
  }

  @Test func `sums and products pass NaN on`() {
    let hole = Matrix(rows: [[1, .nan]])
    #expect(sum(hole, .along).scalar.isNaN)
    #expect(product(hole, .along).scalar.isNaN)
  }

  @Test func `nothing sums to 0 and multiplies to 1`() {
    let empty = Matrix(Shape(0, 2), repeating: 0)
    #expect(sum(empty, .down) == Matrix(rows: [[0, 0]]))
    #expect(product(empty, .down) == Matrix(rows: [[1, 1]]))
    #expect(maximum(empty, .down) == Matrix(rows: [[.nan, .nan]]))
    #expect(argmax(empty, .down) == Matrix(rows: [[0, 0]]))
    #expect(sum(empty, .along).shape == Shape(0, 1))
    #expect(sum(Matrix(Shape(3, 0), repeating: 0), .along) == Matrix(Shape(3, 1), repeating: 0))
  }

  @Test(arguments: [Shape(1, 1), Shape(1, 9), Shape(9, 1), Shape(13, 17)])
  func `reducing the transpose reduces the other way`(shape: Shape) {
    let a = normals(shape.rows, shape.columns, seed: 3)
    let t = a.transposed()
    #expect(largestDifference(sum(a, .down).transposed(), sum(t, .along)) < 1e-14)
    #expect(product(a, .down).transposed() == product(t, .along))
    #expect(maximum(a, .along).transposed() == maximum(t, .down))
    #expect(minimum(a, .along).transposed() == minimum(t, .down))
    #expect(argmax(a, .along).transposed() == argmax(t, .down))
  }
}
