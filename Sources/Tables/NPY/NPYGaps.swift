/// The missing numbers of an array, NaN, and what becomes of them.
struct NPYGaps {
  private let rule: MissingRule
  private let rows: Range<Int>
  /// Empty as long as no row is dropped.
  private var dropped: [Bool] = []
  private(set) var droppedRows = 0
  private(set) var filledCells = 0

  init(_ rule: MissingRule, rows: Range<Int>) {
    self.rule = rule
    self.rows = rows
  }

  /// Whether the row of this number, from 0 among those that are read, is to be left out.
  func isDropped(_ row: Int) -> Bool { !dropped.isEmpty && dropped[row] }

  /// Looks for gaps in rows that have just been read.
  mutating func close(_ part: Range<Int>, in target: NPYTarget) throws(TableError) {
    let numbers = target.numbers(ofRows: part)
    // One pass that nearly always finds nothing.
    var hasGap = false
    for number in numbers { hasGap = hasGap || number.isNaN }
    guard hasGap else { return }
    let width = target.columns.count
    for index in numbers.indices where numbers[index].isNaN {
      let (row, place) = (part.lowerBound + index / width, index % width)
      switch rule {
      case .drop: drop(row)
      case .fill(let number) where !target.isClass:
        numbers[index] = number
        if target.counted.contains(target.columns[place]) { filledCells += 1 }
      case .fill, .refuse:
        throw .cell(
          target.isClass ? .missingClass("NaN") : .missing("NaN"),
          at: TablePlace(
            row: row + 1, column: target.columns[place] + 1, line: nil, bytes: 0..<0))
      }
    }
  }

  private mutating func drop(_ row: Int) {
    if dropped.isEmpty { dropped = Array(repeating: false, count: rows.count) }
    let index = row - rows.lowerBound
    if !dropped[index] { droppedRows += 1 }
    dropped[index] = true
  }
}
