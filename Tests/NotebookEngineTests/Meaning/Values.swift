import Diagnostics
import LinearAlgebra
import NotebookEngine
import Testing
import Training

extension NotebookRun {
  /// The value that `name` has at the end.
  func value(_ name: String) -> Matrix? { values.first { $0.name == name }?.value }

  /// The values that the statements setting or showing `name` had, from top to bottom.
  func values(ofStatements name: String) -> [Matrix] {
    cells.flatMap(\.statements).compactMap { statement in
      statement.name == name ? statement.value : nil
    }
  }

  /// What the inline values of the prose show, from top to bottom.
  var inlineNumbers: [Double?] {
    inlineValues.sorted { $0.key.start < $1.key.start }.map {
      if case .value(let value) = $0.value, value.isScalar { value.scalar } else { nil }
    }
  }

  /// Every number of the run with its bits: two runs are the same if these are.
  var bits: [UInt64] {
    var numbers = values.flatMap(\.value.elements)
    for run in runs {
      numbers += run.history.losses
      numbers += run.records.flatMap(\.values).flatMap(\.elements)
    }
    return numbers.map(\.bitPattern)
  }
}

/// `value` is `expected` to `tolerance`, relative to the largest expected entry.
func expect(
  _ value: Matrix?, is expected: [[Double]], tolerance: Double = 1e-12,
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) {
  guard let value else {
    Issue.record("there is no such value", sourceLocation: sourceLocation)
    return
  }
  let wanted = Matrix(rows: expected)
  #expect(value.shape == wanted.shape, sourceLocation: sourceLocation)
  guard value.shape == wanted.shape else { return }
  let scale = wanted.elements.reduce(0) { max($0, abs($1)) }
  for (seen, number) in zip(value.elements, wanted.elements) {
    let isNear = seen == number || abs(seen - number) <= tolerance * scale
    #expect(isNear, "\(seen) is not \(number)", sourceLocation: sourceLocation)
  }
}

/// Nothing is wrong in `run`; remarks and warnings are no mistakes.
func expectNoErrors(_ run: NotebookRun, sourceLocation: Testing.SourceLocation = #_sourceLocation) {
  let messages = run.diagnostics.filter { $0.severity == .error }.map(\.message)
  #expect(messages == [], sourceLocation: sourceLocation)
}
