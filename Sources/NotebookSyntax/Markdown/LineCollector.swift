import Diagnostics

/// The text of a paragraph without container prefixes, with the way back to the file.
struct LineCollector {
  private let text: SourceFile
  private let leaf: BlockLayout.Leaf
  /// Lines joined by `\n`.
  private(set) var utf8: [UInt8] = []
  private var starts: [CellText.Line] = []
  private(set) var lastLine = 0

  init(text: SourceFile, leaf: BlockLayout.Leaf) {
    self.text = text
    self.leaf = leaf
  }

  var mapped: CellText { CellText(utf8: utf8, lines: starts) }

  /// Appends the lines from `first` to `last`.
  mutating func append(through last: Int, from first: Int) {
    guard first <= last else { return }
    for line in first...last {
      let range = text.range(ofLine: line)
      let start = leaf.contentStart(ofLine: line, in: text)
      if !utf8.isEmpty { utf8.append(UInt8(ascii: "\n")) }
      starts.append(CellText.Line(start: utf8.count, fileOffset: start))
      utf8 += text.utf8[start..<range.end]
    }
    lastLine = last
  }

  /// Appends the lines up to the next `$$`, if there is one before a blank line, a fenced block, an
  /// HTML block and the end of the container, and all of the paragraph that it stands in. Returns
  /// where that `$$` is.
  ///
  /// Lines of maths may look like Markdown (`- b`, `# x`), so what cmark made of them is not asked.
  mutating func extend(toDisplayClosingIn layout: BlockLayout, after index: Int) -> Int? {
    let before = self
    var leafIndex = index + 1
    let leaves = layout.leaves
    var line = lastLine + 1
    while line <= min(leaf.containerEndLine, text.lineStarts.count) {
      while leafIndex < leaves.count, leaves[leafIndex].endLine < line { leafIndex += 1 }
      let block =
        leafIndex < leaves.count && leaves[leafIndex].startLine <= line
        ? leaves[leafIndex] : nil
      let start = leaf.contentStart(ofLine: line, in: text)
      let isBlank = text.utf8[start..<text.range(ofLine: line).end].allSatisfy(\.isBlank)
      if isBlank || block?.kind == .opaque { break }
      let offset = utf8.count
      append(through: line, from: line)
      if let close = InlineScanner.displayClosing(in: Array(utf8[offset...]), from: 0) {
        if let block, block.holdsText, block.endLine > line {
          append(through: min(block.endLine, leaf.containerEndLine), from: line + 1)
        }
        return offset + close
      }
      line += 1
    }
    self = before
    return nil
  }
}
