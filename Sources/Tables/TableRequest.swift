package import LinearAlgebra

/// What is wanted of a table.
package struct TableRequest: Sendable {
  package var groups: [ColumnGroup]
  /// The rows that are read, from 1.
  package var rows: ClosedRange<Int>
  package var missing: MissingRule
  /// Of each group.
  package var maximalCount: Int

  package init(
    groups: [ColumnGroup], rows: ClosedRange<Int> = 1...Int.max, missing: MissingRule = .refuse,
    maximalCount: Int = 1 << 27
  ) {
    self.groups = groups
    self.rows = rows
    self.missing = missing
    self.maximalCount = maximalCount
  }
}

/// Columns that make a matrix, counted from 0.
package enum ColumnGroup: Hashable, Sendable {
  case numbers([Int])
  /// The number, from 1, of what stands in the column: in order of first appearance.
  case codes(Int)

  package var columns: [Int] {
    switch self {
    case .numbers(let columns): columns
    case .codes(let column): [column]
    }
  }
}

/// What becomes of a row in which a wanted cell is missing.
package enum MissingRule: Hashable, Sendable {
  case refuse
  case drop
  /// A number takes the place of the missing one. A class cannot be made up.
  case fill(Double)
}

/// What was read of a table.
package struct TableContents: Sendable {
  /// One for each group of the request.
  package var groups: [Group]
  /// Of each matrix.
  package let rowCount: Int
  /// Of the table; up to the last one wanted, if it was not read to its end.
  package let rowsSeen: Int
  /// Rows that were left out because a cell is missing.
  package let droppedRows: Int
  /// Missing cells that a number was put in for.
  package let filledCells: Int

  package struct Group: Sendable {
    package var matrix: Matrix
    /// Class `k` stands at `k - 1`. Empty for numbers.
    package let classes: [String]

    /// Hands the matrix over: nobody else holds it then, so that it can be changed in place.
    package mutating func takeMatrix() -> Matrix {
      var taken = Matrix(Shape(0, 0), [])
      swap(&taken, &matrix)
      return taken
    }
  }
}
