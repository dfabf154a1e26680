/// A shift and a spread for each column, which becomes `(x - shift) / spread`.
package struct ColumnScaling: Sendable, Hashable {
  /// Of each column.
  package let shifts: [Double]
  /// How far the numbers of each column lie apart; 0 if they are all the same.
  package let spreads: [Double]

  /// The spreads, but 1 for 0: a column whose numbers are all the same becomes 0.
  package var divisors: [Double] { spreads.map { $0 == 0 ? 1 : $0 } }

  private init(shifts: [Double], spreads: [Double]) {
    self.shifts = shifts
    self.spreads = spreads
  }

  /// Mean 0 and standard deviation 1 for the rows of `matrix`, of which there is one.
  ///
  /// The deviation is that of a population, over n and not n − 1, as in scikit-learn. Sums are
  /// taken from the top, as by NumPy's `mean` and `std` along axis 0 of several columns.
  package static func standardizing(_ matrix: Matrix) -> ColumnScaling {
    let count = Double(matrix.rows)
    var means = matrix.foldedColumns(from: 0) { sum, x, _ in sum + x }.map { $0 / count }
    let squares = means.withUnsafeBufferPointer { means in
      matrix.foldedColumns(from: 0) { sum, x, column in
        sum + (x - means[column]) * (x - means[column])
      }
    }
    var deviations = squares.map { ($0 / count).squareRoot() }
    // The mean of equal numbers may differ from them in the last bit, and the deviation be next to
    // nothing.
    let (minima, maxima) = matrix.columnLimits
    for column in means.indices where minima[column] == maxima[column] {
      means[column] = minima[column]
      deviations[column] = 0
    }
    return ColumnScaling(shifts: means, spreads: deviations)
  }

  /// From 0 to 1 for the rows of `matrix`, of which there is one.
  package static func minmax(_ matrix: Matrix) -> ColumnScaling {
    let (minima, maxima) = matrix.columnLimits
    return ColumnScaling(shifts: minima, spreads: zip(minima, maxima).map { $1 - $0 })
  }

  /// Scales `matrix` in place; it has a column for each shift.
  package func apply(to matrix: inout Matrix) {
    precondition(matrix.columns == shifts.count, "\(shifts.count) shifts for \(matrix.shape)")
    let (rows, columns) = (matrix.rows, matrix.columns)
    let divisors = divisors
    matrix.elements.withNumbers { numbers in
      guard var row = numbers.baseAddress else { return }
      shifts.withUnsafeBufferPointer { shifts in
        divisors.withUnsafeBufferPointer { divisors in
          for _ in 0..<rows {
            for column in 0..<columns {
              row[column] = (row[column] - shifts[column]) / divisors[column]
            }
            row += columns
          }
        }
      }
    }
  }
}

extension Matrix {
  /// The smallest and the largest number of each column.
  fileprivate var columnLimits: (minima: [Double], maxima: [Double]) {
    (
      foldedColumns(from: .infinity) { least, x, _ in x < least ? x : least },
      foldedColumns(from: -.infinity) { most, x, _ in x > most ? x : most }
    )
  }

  /// For each column what `fold` makes of `start` and its entries, from the top.
  @inline(__always)
  fileprivate func foldedColumns(
    from start: Double, _ fold: (_ result: Double, _ entry: Double, _ column: Int) -> Double
  ) -> [Double] {
    var results = [Double](repeating: start, count: columns)
    results.withUnsafeMutableBufferPointer { results in
      elements.withStart { start in
        var row = start
        for _ in 0..<rows {
          for column in 0..<columns {
            results[column] = fold(results[column], row[column], column)
          }
          row += columns
        }
      }
    }
    return results
  }
}
