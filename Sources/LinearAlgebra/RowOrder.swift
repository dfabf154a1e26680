// Rows moved within a matrix, without a second copy of it.

extension Matrix {
  /// Puts the rows in another order: row `i` becomes what row `order[i]` was.
  ///
  /// - Parameter order: each number from 0 to `rows - 1` once.
  package mutating func reorderRows(_ order: [Int]) {
    precondition(order.count == rows, "an order of \(order.count) for \(rows) rows")
    let columns = columns
    guard columns > 0 else { return }
    elements.withNumbers { numbers in
      guard let start = numbers.baseAddress else { return }
      var isPlaced = [Bool](repeating: false, count: order.count)
      // The rows of a cycle move up one after the other; the one that was first waits aside.
      withUnsafeTemporaryAllocation(of: Double.self, capacity: columns) { aside in
        guard let aside = aside.baseAddress else { return }
        for first in order.indices where !isPlaced[first] {
          aside.update(from: start + first * columns, count: columns)
          var place = first
          while true {
            isPlaced[place] = true
            let source = order[place]
            if source == first { break }
            (start + place * columns).update(from: start + source * columns, count: columns)
            place = source
          }
          (start + place * columns).update(from: aside, count: columns)
        }
      }
    }
  }

  /// Cuts the rows from `row` on off and returns them.
  package mutating func splitRows(at row: Int) -> Matrix {
    precondition(row >= 0 && row <= rows, "split of \(rows) rows at \(row)")
    let kept = Shape(row, columns)
    let rest = Shape(rows - row, columns)
    let tail = Matrix(rest) { result in
      elements.withStart { result.update(from: $0 + kept.count, count: rest.count) }
    }
    var head = elements
    elements = []
    head.shorten(to: kept.count)
    self = Matrix(kept, head)
    return tail
  }
}
