import LinearAlgebra

/// Says how `seen` differs from `expected`; nil if every entry agrees to 1e-12, relative to the larger of
/// the two, or, where terms have cancelled each other, to the rounding of the matrix's largest entry. NaN
/// agrees with NaN, an infinity only with itself.
func difference(between seen: Matrix, and expected: Matrix) -> String? {
  guard seen.shape == expected.shape else {
    return "nbrun has \(seen.shape), Octave \(expected.shape)"
  }
  let largest = expected.elements.lazy.filter(\.isFinite).map { abs($0) }.max() ?? 0
  for row in 0..<seen.rows {
    for column in 0..<seen.columns {
      let (a, b) = (seen[row, column], expected[row, column])
      if a == b || a.isNaN && b.isNaN { continue }
      let bound = max(1e-12 * max(abs(a), abs(b)), 1e-15 * largest)
      guard a.isFinite, b.isFinite, abs(a - b) <= bound else {
        return "at (\(row + 1),\(column + 1)) nbrun has \(a), Octave \(b)"
      }
    }
  }
  return nil
}
