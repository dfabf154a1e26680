/// A replacement in a file.
package struct TextEdit: Hashable, Sendable {
  package let range: SourceRange
  package let replacement: String

  package init(_ range: SourceRange, _ replacement: String) {
    self.range = range
    self.replacement = replacement
  }
}

extension SourceFile {
  /// The file's bytes with `edits` made, whose ranges do not overlap; all others as they were.
  package func applying(_ edits: [TextEdit]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(utf8.count + edits.count * 8)
    var end = 0
    for edit in edits.sorted(by: { $0.range.start < $1.range.start }) {
      precondition(edit.range.start >= end, "overlapping edits at \(edit.range.start)")
      result += utf8[end..<edit.range.start]
      result += edit.replacement.utf8
      end = edit.range.end
    }
    return result + utf8[end...]
  }
}
