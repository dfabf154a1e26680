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
    // Octave: reshape([1 2 3; 4 5 6], 3, 2)
    #expect(a.reshaped(to: Shape(3, 2)) == Matrix(rows: [[1, 5], [4, 3], [2, 6]]))
    #expect(a.reshaped(to: Shape(6, 1)) == Matrix(rows: [[1], [4], [2], [5], [3], [6]]))
    #expect(a.reshaped(to: Shape(1, 6)) == Matrix(rows: [[1, 4, 2, 5, 3, 6]]))
    let row = Matrix(rows: [[1, 2, 3, 4]])
    #expect(row.reshaped(to: Shape(2, 2)) == Matrix(rows: [[1, 3], [2, 4]]))
    #expect(row.reshaped(to: Shape(4, 1)).elements == row.elements)
    #expect(Matrix(Shape(0, 4), repeating: 0).reshaped(to: Shape(2, 0)).shape == Shape(2, 0))
  }

  @Test func `tiles`() {
    #expect(
      Matrix(rows: [[1, 2]]).tiled(down: 2, across: 2)
        == Matrix(rows: [[1, 2, 1, 2], [1, 2, 1, 2]]))
    #expect(a.tiled(down: 1, across: 1) == a)
    #expect(a.tiled(down: 0, across: 2).shape == Shape(0, 6))
    #expect(a.tiled(down: 2, across: 0).shape == Shape(4, 0))
    let sums = sum(sum(a.tiled(down: 3, across: 4), .down), .along)
    #expect(sums.scalar == 12 * 21)
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

  @Test func `entries picked by number`() {
    #expect(a.selecting(linear: [0, 1, 2], shape: Shape(1, 3)) == Matrix(rows: [[1, 4, 2]]))
    // Octave: a([1 2; 3 6]) with a = [1 2 3; 4 5 6]; the index matrix, too, is read down its
    // columns.
    #expect(
      a.selecting(linear: [0, 2, 1, 5], shape: Shape(2, 2)) == Matrix(rows: [[1, 4], [2, 6]]))
    #expect(a.selecting(linear: Array(0..<6), shape: Shape(6, 1)) == a.reshaped(to: Shape(6, 1)))
  }

  @Test func `picked twice is added twice on the way back`() {
    let g = Matrix(rows: [[1, 10, 100]])
    #expect(
      g.scattered(rows: [1], columns: [2, 0, 2], into: Shape(2, 3))
        == Matrix(rows: [[0, 0, 0], [10, 0, 101]]))
    #expect(
      g.scattered(linear: [1, 4, 1], into: Shape(2, 3))
        == Matrix(rows: [[0, 0, 10], [101, 0, 0]]))
  }

  /// ⟨S·a, g⟩ = ⟨a, Sᵀ·g⟩
  @Test func `scattering is the transpose of picking`() {
    func dot(_ a: Matrix, _ b: Matrix) -> Double {
      zip(a.elements, b.elements).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let a = normals(4, 5, seed: 1)
    let (rows, columns) = ([3, 0, 3], [1, 1, 4, 0])
    let g = normals(3, 4, seed: 2)
    let picked = dot(a.selecting(rows: rows, columns: columns), g)
    #expect(abs(picked - dot(a, g.scattered(rows: rows, columns: columns, into: a.shape))) < 1e-14)
    let numbers = [19, 0, 7, 7, 4, 2, 1, 8, 8, 8, 11, 3]
    let pickedByNumber = dot(a.selecting(linear: numbers, shape: g.shape), g)
    #expect(abs(pickedByNumber - dot(a, g.scattered(linear: numbers, into: a.shape))) < 1e-14)
  }

  @Test func `matrices are equal when their bits are`() {
    #expect(Matrix(scalar: .nan) == Matrix(scalar: .nan))
    #expect(Matrix(scalar: 0) != Matrix(scalar: -0.0))
    #expect(Matrix(Shape(1, 2), repeating: 1) != Matrix(Shape(2, 1), repeating: 1))
    #expect(Set([a, a, a.transposed()]).count == 2)
  }
}
