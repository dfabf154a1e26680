import LinearAlgebra

/// Says how `seen` differs from `expected`; nil if every entry agrees to 1e-12, relative to the larger of
/// the two. NaN agrees with NaN, an infinity only with itself.
func difference(between seen: Matrix, and expected: Matrix) -> String? {
  guard seen.shape == expected.shape else {
    return "nbrun has \(seen.shape), Octave \(expected.shape)"
  }
  for row in 0..<seen.rows {
    for column in 0..<seen.columns {
      let (a, b) = (seen[row, column], expected[row, column])
      if a == b || a.isNaN && b.isNaN { continue }
      guard a.isFinite, b.isFinite, abs(a - b) <= 1e-12 * max(abs(a), abs(b)) else {
        return "at (\(row + 1),\(column + 1)) nbrun has \(a), Octave \(b)"
      }
    }
  }
  return nil
}
