/// How formulas are set: digits, the largest matrix shown whole, and how each function is written.
package struct FormulaStyle: Sendable {
  /// Significant digits of computed values.
  package var precision: Int
  /// The largest matrix shown whole; of a larger one the first rows and columns and the last.
  package var maximalRows: Int
  package var maximalColumns: Int
  /// The notation of a function by its name in the language; nil for the author's own functions.
  package var notation: @Sendable (String) -> Notation?

  package init(
    precision: Int = 5, maximalRows: Int = 8, maximalColumns: Int = 8,
    notation: @escaping @Sendable (String) -> Notation?
  ) {
    self.precision = precision
    self.maximalRows = maximalRows
    self.maximalColumns = maximalColumns
    self.notation = notation
  }

  /// The indices shown of `count` when only `limit` places are there; nil stands for the dots.
  ///
  /// The last index is kept when there are three places or more, so that a reader sees both ends.
  static func visibleIndices(of count: Int, limit: Int) -> [Int?] {
    guard count > limit else { return Array(0..<count) }
    let head = limit >= 3 ? limit - 2 : max(limit - 1, 1)
    let indices: [Int?] = Array(0..<head) + [nil]
    return limit >= 3 ? indices + [count - 1] : indices
  }
}
