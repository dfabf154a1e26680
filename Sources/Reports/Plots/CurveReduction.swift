/// The points of a curve that a plot of limited width can show.
enum CurveReduction {
  /// The indices kept of `values`: of each of `columns` equal stretches the first, the last, the smallest
  /// and the largest entry, so that no spike is lost. Entries that are not finite are kept, too:
  /// a curve breaks there.
  static func indices(of values: [Double], columns: Int) -> [Int] {
    guard values.count > 4 * columns else { return Array(values.indices) }
    var kept: [Int] = []
    for column in 0..<columns {
      let start = values.count * column / columns
      let end = values.count * (column + 1) / columns
      var lowest = start
      var highest = start
      var broken: Int?
      for index in start..<end {
        if !values[index].isFinite { broken = broken ?? index }
        if values[index] < values[lowest] || !values[lowest].isFinite { lowest = index }
        if values[index] > values[highest] || !values[highest].isFinite { highest = index }
      }
      kept += Set([start, lowest, highest, broken ?? start, end - 1]).sorted()
    }
    return kept
  }
}
