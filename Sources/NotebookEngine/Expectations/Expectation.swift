package import LinearAlgebra
package import NotebookSyntax

/// What became of a `%=>` value.
package struct ExpectationResult: Sendable {
  package let expected: ExpectedValue
  package let computed: Matrix
  /// Equal in shape and, entry by entry, to the digits written.
  package let holds: Bool

  package init(expected: ExpectedValue, computed: Matrix) {
    self.expected = expected
    self.computed = computed
    holds =
      expected.shape == computed.shape
      && zip(expected.rows.joined(), computed.elements).allSatisfy { $0.accepts($1) }
  }

  /// The first entry that differs, from 0; nil if none does or the shapes differ.
  package var firstDifference: (row: Int, column: Int)? {
    guard !holds, expected.shape == computed.shape else { return nil }
    for (row, numbers) in expected.rows.enumerated() {
      for (column, number) in numbers.enumerated() where !number.accepts(computed[row, column]) {
        return (row, column)
      }
    }
    return nil
  }
}

extension ExpectedValue {
  package var shape: Shape { Shape(rows.count, rows.first?.count ?? 0) }
}

extension ExpectedValue.Number {
  /// Whether `value` is this number to the digits written: at most half a unit of the last digit away,
  /// ties included. 7.87 accepts 7.865…7.875, 3 accepts 2.5…3.5, 1.6e-3 accepts 1.55e-3…1.65e-3.
  ///
  /// The comparison is exact; a double counts as the shortest decimal that reads back to it. NaN
  /// accepts NaN, an infinity itself.
  package func accepts(_ value: Double) -> Bool {
    if self.value == value || self.value.isNaN && value.isNaN { return true }
    guard value.isFinite, let written = DecimalNumber(text), let seen = DecimalNumber("\(value)")
    else { return false }
    return written.accepts(seen)
  }
}
