import LinearAlgebra

/// The matrix of one group of columns while the array is read.
final class NPYTarget {
  /// Of the array, in the order of the matrix.
  let columns: [Int]
  /// The columns whose gaps no other target counts.
  let counted: Set<Int>
  let isClass: Bool
  /// The rows of the array that are read.
  private let rows: Range<Int>
  private let collector: RowCollector
  private let numbers: UnsafeMutableBufferPointer<Double>
  private let runs: [Run]

  /// Columns that follow one another in the array and in the matrix.
  private struct Run {
    let column: Int
    /// In the matrix.
    let place: Int
    var count: Int
  }

  /// - Parameter countedBefore: columns of other targets.
  init(_ group: ColumnGroup, rows: Range<Int>, countedBefore: Set<Int>) {
    columns = group.columns
    counted = Set(columns).subtracting(countedBefore)
    isClass = if case .codes = group { true } else { false }
    self.rows = rows
    collector = RowCollector(columns: columns.count)
    collector.expect(rows: rows.count)
    numbers = collector.space(forRows: rows.count)
    var runs: [Run] = []
    for (place, column) in columns.enumerated() {
      if let last = runs.last, last.column + last.count == column {
        runs[runs.count - 1].count += 1
      } else {
        runs.append(Run(column: column, place: place, count: 1))
      }
    }
    self.runs = runs
  }

  /// The numbers of `rows`.
  func numbers(ofRows part: Range<Int>) -> UnsafeMutableBufferPointer<Double> {
    let (start, end) = (part.lowerBound - rows.lowerBound, part.upperBound - rows.lowerBound)
    return UnsafeMutableBufferPointer(
      rebasing: numbers[start * columns.count..<end * columns.count])
  }

  func bytes(ofRows part: Range<Int>) -> UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(numbers(ofRows: part))
  }

  /// Takes what it wants of a block of the array, whose numbers stand in `bytes` row by row.
  func take(
    _ bytes: UnsafeRawBufferPointer, _ rows: Range<Int>, _ columns: Range<Int>, _ type: NPYType
  ) {
    guard let start = bytes.baseAddress, let result = numbers(ofRows: rows).baseAddress else {
      return
    }
    let width = self.columns.count
    for run in runs {
      let first = max(run.column, columns.lowerBound)
      let count = min(run.column + run.count, columns.upperBound) - first
      guard count > 0 else { continue }
      let place = result + (run.place + first - run.column)
      let source = start + (first - columns.lowerBound) * type.size
      if count == width, count == columns.count {
        type.convert(source, count: rows.count * count, to: place)
      } else if columns.count == 1 {
        type.convert(source, count: rows.count, to: place, stride: width)
      } else {
        for row in 0..<rows.count {
          type.convert(
            source + row * columns.count * type.size, count: count, to: place + row * width)
        }
      }
    }
  }

  /// The matrix of the rows that are not dropped; classes become their codes.
  func takeGroup(without gaps: NPYGaps) -> TableContents.Group {
    let width = columns.count
    var kept = 0
    for row in 0..<rows.count where !gaps.isDropped(row) {
      if kept != row, let start = numbers.baseAddress {
        (start + kept * width).update(from: start + row * width, count: width)
      }
      kept += 1
    }
    var classes: [String] = []
    if isClass {
      var codes: [Double: Int] = [:]
      for row in 0..<kept {
        let code = codes[numbers[row], default: classes.count + 1]
        if code > classes.count {
          codes[numbers[row]] = code
          classes.append(shortest(numbers[row]))
        }
        numbers[row] = Double(code)
      }
    }
    if kept > 0 { collector.keep(rows: kept) }
    return TableContents.Group(matrix: collector.takeMatrix(), classes: classes)
  }
}
