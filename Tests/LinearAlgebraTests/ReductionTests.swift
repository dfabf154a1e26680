import LinearAlgebra
import Testing

@Suite struct ReductionTests {
  let a = Matrix(rows: [[1, -2, 3], [4, 5, -6]])

  @Test func `columns go down, rows along`() {
    #expect(sum(a, .down) == Matrix(rows: [[5, 3, -3]]))
    #expect(sum(a, .along) == Matrix(rows: [[2], [3]]))
    #expect(a.reduced(by: .product, .down) == Matrix(rows: [[4, -10, -18]]))
    #expect(a.reduced(by: .product, .along) == Matrix(rows: [[-6], [-120]]))
    #expect(maximum(a, .down) == Matrix(rows: [[4, 5, 3]]))
    #expect(maximum(a, .along) == Matrix(rows: [[3], [5]]))
    #expect(a.reduced(by: .minimum, .down) == Matrix(rows: [[1, -2, -6]]))
    #expect(a.reduced(by: .minimum, .along) == Matrix(rows: [[-2], [-6]]))
    #expect(a.reduced(by: .placeOfMaximum, .down) == Matrix(rows: [[2, 2, 1]]))
    #expect(a.reduced(by: .placeOfMaximum, .along) == Matrix(rows: [[3], [2]]))
    #expect(a.reduced(by: .placeOfMinimum, .down) == Matrix(rows: [[1, 1, 2]]))
    #expect(a.reduced(by: .placeOfMinimum, .along) == Matrix(rows: [[2], [3]]))
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
    #expect(ties.reduced(by: .placeOfMaximum, .along).scalar == 2)
    #expect(ties.reduced(by: .placeOfMinimum, .along).scalar == 1)
  }

  @Test func `extremes pass over NaN`() {
    let holes = Matrix(rows: [[.nan, 1, .nan], [.nan, .nan, -2]])
    #expect(maximum(holes, .along) == Matrix(rows: [[1], [-2]]))
    #expect(holes.reduced(by: .minimum, .down) == Matrix(rows: [[.nan, 1, -2]]))
    #expect(holes.reduced(by: .placeOfMaximum, .along) == Matrix(rows: [[2], [3]]))
    #expect(holes.reduced(by: .placeOfMinimum, .down) == Matrix(rows: [[1, 1, 2]]))
  }

  @Test func `sums and products pass NaN on`() {
    let hole = Matrix(rows: [[1, .nan]])
    #expect(sum(hole, .along).scalar.isNaN)
    #expect(hole.reduced(by: .product, .along).scalar.isNaN)
  }

  @Test func `nothing sums to 0 and multiplies to 1`() {
    let empty = Matrix(Shape(0, 2), repeating: 0)
    #expect(sum(empty, .down) == Matrix(rows: [[0, 0]]))
    #expect(empty.reduced(by: .product, .down) == Matrix(rows: [[1, 1]]))
    #expect(maximum(empty, .down) == Matrix(rows: [[.nan, .nan]]))
    #expect(empty.reduced(by: .placeOfMaximum, .down) == Matrix(rows: [[1, 1]]))
    #expect(sum(empty, .along).shape == Shape(0, 1))
    #expect(sum(Matrix(Shape(3, 0), repeating: 0), .along) == Matrix(Shape(3, 1), repeating: 0))
  }

  @Test(arguments: [Shape(1, 1), Shape(1, 9), Shape(9, 1), Shape(13, 17)])
  func `reducing the transpose reduces the other way`(shape: Shape) {
    let a = normals(shape.rows, shape.columns, seed: 3)
    let t = a.transposed()
    #expect(largestDifference(sum(a, .down).transposed(), sum(t, .along)) < 1e-14)
    #expect(a.reduced(by: .product, .down).transposed() == t.reduced(by: .product, .along))
    #expect(maximum(a, .along).transposed() == maximum(t, .down))
    #expect(a.reduced(by: .minimum, .along).transposed() == t.reduced(by: .minimum, .down))
    #expect(
      a.reduced(by: .placeOfMaximum, .along).transposed() == t.reduced(by: .placeOfMaximum, .down))
  }
}
