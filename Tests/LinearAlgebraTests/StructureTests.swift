import LinearAlgebra
import Testing

@Suite struct StructureTests {
  let a = Matrix(rows: [[1, 2, 3], [4, 5, 6]])

  @Test(arguments: [
    Shape(1, 1), Shape(1, 5), Shape(5, 1), Shape(0, 4), Shape(31, 70), Shape(33, 32),
  ])
  func `transposing twice changes nothing`(shape: Shape) {
    let a = normals(shape.rows, shape.columns, seed: 1)
    let t = a.transposed()
    #expect(t.shape == shape.transposed)
    for i in 0..<shape.rows {
      for j in 0..<shape.columns where t[j, i] != a[i, j] { Issue.record("(\(i), \(j))") }
    }
    #expect(t.transposed() == a)
  }

  @Test func `entries count down the columns`() {
    #expect(a.columnMajorElements == [1, 4, 2, 5, 3, 6])
    #expect(Matrix(Shape(2, 3), columnMajor: [1, 4, 2, 5, 3, 6]) == a)
  }

  @Test func `a single row, column or number repeated`() {
    let row = Matrix(rows: [[1, -0.0]])
    #expect(row.stretched(to: Shape(2, 2)) == Matrix(rows: [[1, -0.0], [1, -0.0]]))
    #expect(row.transposed().stretched(to: Shape(2, 2)) == Matrix(rows: [[1, 1], [-0.0, -0.0]]))
    #expect(Matrix(scalar: 7).stretched(to: Shape(1, 3)) == Matrix(rows: [[7, 7, 7]]))
    #expect(row.stretched(to: Shape(0, 2)).shape == Shape(0, 2))
  }

  @Test func `matrices side by side and below one another`() {
    let column = Matrix(rows: [[7], [8]])
    #expect(horzcat([a, column]) == Matrix(rows: [[1, 2, 3, 7], [4, 5, 6, 8]]))
    #expect(vertcat([a, Matrix(rows: [[7, 8, 9]])]).elements == [1, 2, 3, 4, 5, 6, 7, 8, 9])
    #expect(horzcat([a]) == a)
    #expect(horzcat([]).shape == Shape(0, 0))
    #expect(vertcat([]).shape == Shape(0, 0))
    #expect(horzcat([a, Matrix(Shape(2, 0), repeating: 0)]) == a)
    #expect(vertcat([Matrix(Shape(0, 3), repeating: 0), a]) == a)
    let parts = [a, column, a]
    #expect(horzcat(parts).transposed() == vertcat(parts.map { $0.transposed() }))
  }

  @Test func `entries picked by rows and columns`() {
    #expect(a.selecting(rows: [1], columns: [0, 2]) == Matrix(rows: [[4, 6]]))
    #expect(
      a.selecting(rows: [1, 0, 1], columns: [2, 2])
        == Matrix(rows: [[6, 6], [3, 3], [6, 6]]))
    #expect(a.selecting(rows: [], columns: [0]).shape == Shape(0, 1))
  }

  @Test func `entries are moved, those with no place are 0`() {
    #expect(a.moved([0, 3, -1, 5], into: Shape(2, 2)) == Matrix(rows: [[1, 4], [0, 6]]))
    #expect(a.moved([], into: Shape(0, 3)).shape == Shape(0, 3))
  }

  @Test func `moved twice is added twice on the way back`() {
    let g = Matrix(rows: [[1, 10, 100]])
    #expect(
      g.scattered([5, 3, 5], into: Shape(2, 3)) == Matrix(rows: [[0, 0, 0], [10, 0, 101]]))
    #expect(g.scattered([-1, 3, 0], into: Shape(2, 2)) == Matrix(rows: [[100, 0], [0, 10]]))
  }

  /// ⟨S·a, g⟩ = ⟨a, Sᵀ·g⟩
  @Test func `scattering is the transpose of moving`() {
    func dot(_ a: Matrix, _ b: Matrix) -> Double {
      zip(a.elements, b.elements).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let a = normals(4, 5, seed: 1)
    let g = normals(3, 4, seed: 2)
    let places: [Int32] = [19, 0, 7, 7, -1, 2, 1, 8, 8, 8, 11, 3]
    let moved = dot(a.moved(places, into: g.shape), g)
    #expect(abs(moved - dot(a, g.scattered(places, into: a.shape))) < 1e-14)
  }

  @Test func `a label becomes a row with a one in its place`() {
    let rows = oneHot(Matrix(rows: [[2, 1, 3]]), classes: 2)
    #expect(rows == Matrix(rows: [[0, 1], [1, 0], [.nan, .nan]]))
    #expect(oneHot(Matrix(rows: [[0.5], [0]]), classes: 1) == Matrix(rows: [[.nan], [.nan]]))
  }

  @Test func `matrices are equal when their bits are`() {
    #expect(Matrix(scalar: .nan) == Matrix(scalar: .nan))
    #expect(Matrix(scalar: 0) != Matrix(scalar: -0.0))
    #expect(Matrix(Shape(1, 2), repeating: 1) != Matrix(Shape(2, 1), repeating: 1))
    #expect(Set([a, a, a.transposed()]).count == 2)
  }
}
