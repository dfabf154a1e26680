import Diagnostics
import NotebookEngine
import NotebookSyntax

/// Where each of a run's diagnostics is shown: at its block, at its inline value, or on top.
struct DiagnosticPlaces {
  /// What no block itself tells of, by the index of the block around it: a name that is never used.
  private(set) var ofCells: [Int: [Diagnostic]] = [:]
  /// By the range of the inline value's code span.
  private(set) var ofInlineValues: [SourceRange: [Diagnostic]] = [:]
  /// The front matter's, and those of the prose.
  private(set) var onTop: [Diagnostic] = []

  init(_ run: NotebookRun) {
    let told = Set(run.cells.flatMap(\.diagnostics))
    let cells = run.notebook.cells.map(\.range)
    let spans = run.inlineValues.keys.sorted { $0.start < $1.start }
    for diagnostic in run.diagnostics where !told.contains(diagnostic) {
      if let range = diagnostic.range, let index = Self.index(of: range, in: spans) {
        ofInlineValues[spans[index], default: []].append(diagnostic)
      } else if let range = diagnostic.range, let index = Self.index(of: range, in: cells),
        run.cells.indices.contains(index)
      {
        ofCells[index, default: []].append(diagnostic)
      } else {
        onTop.append(diagnostic)
      }
    }
  }

  /// The index of the range that holds `range`, among ranges in order of the file.
  private static func index(of range: SourceRange, in ranges: [SourceRange]) -> Int? {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].start <= range.start { low = middle + 1 } else { high = middle }
    }
    return low > 0 && range.end <= ranges[low - 1].end ? low - 1 : nil
  }
}
