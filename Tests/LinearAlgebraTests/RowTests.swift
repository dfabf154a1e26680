import Testing

@testable import LinearAlgebra

/// Matrices whose rows come, move and go.
@Suite struct RowTests {
  /// `rows` rows of which the first is 0, 1, …
  private func counting(_ rows: Int, _ columns: Int) -> Matrix {
    Matrix(Shape(rows, columns), (0..<rows * columns).map(Double.init))
  }

  @Test(arguments: [0, 1, 2, 300, 341, 342, 5_000], [0, 1, 300, 5_000, 9_000])
  func `rows are collected, however many were expected`(count: Int, expected: Int) {
    let collector = RowCollector(columns: 3)
    collector.expect(rows: expected)
    for row in 0..<count {
      let space = collector.space()
      for column in 0..<3 { space[column] = Double(3 * row + column) }
      collector.keep()
    }
    #expect(collector.count == count)
    #expect(collector.takeMatrix() == counting(count, 3))
    #expect(collector.takeMatrix().shape == Shape(0, 3))
  }

  @Test func `rows may come several at a time, and what is not kept does not count`() {
    let collector = RowCollector(columns: 2)
    var next = 0.0
    while collector.count < 10_000 {
      let space = collector.space(forRows: 700)
      for index in space.indices { space[index] = next + Double(index) }
      let kept = min(space.count / 2, 501, 10_000 - collector.count)
      collector.keep(rows: kept)
      next += Double(2 * kept)
    }
    #expect(collector.takeMatrix() == counting(10_000, 2))
  }

  @Test func `elements that are shortened leave their copies alone`() {
    let numbers = (0..<100_000).map(Double.init)
    var elements = MatrixElements(numbers)
    let copy = elements
    elements.shorten(to: 3)
    #expect(elements == [0, 1, 2])
    #expect(Array(copy) == numbers)
    var alone = MatrixElements(numbers)
    alone.shorten(to: 70_000)
    #expect(Array(alone) == Array(numbers[..<70_000]))
    alone.shorten(to: 0)
    #expect(alone.isEmpty)
  }

  @Test(arguments: [(0, 2), (1, 1), (2, 3), (7, 1), (100, 4)])
  func `rows are put in another order in place`(rows: Int, columns: Int) {
    var random = RandomState(seed: 5)
    for _ in 0..<20 {
      let order = random.permutation(rows)
      var matrix = counting(rows, columns)
      matrix.reorderRows(order)
      #expect(
        matrix == counting(rows, columns).selecting(rows: order, columns: Array(0..<columns)))
    }
  }

  @Test func `a matrix that changes its order leaves its copies alone`() {
    var matrix = counting(3, 2)
    let copy = matrix
    matrix.reorderRows([2, 0, 1])
    #expect(matrix == Matrix(rows: [[4, 5], [0, 1], [2, 3]]))
    #expect(copy == counting(3, 2))
  }

  @Test(arguments: [0, 1, 4, 5])
  func `rows are cut off`(row: Int) {
    var matrix = counting(5, 3)
    let copy = matrix
    let tail = matrix.splitRows(at: row)
    let columns = [0, 1, 2]
    #expect(matrix == copy.selecting(rows: Array(0..<row), columns: columns))
    #expect(tail == copy.selecting(rows: Array(row..<5), columns: columns))
  }
}
