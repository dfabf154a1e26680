import Diagnostics

/// Where a fenced code block stands in the file: cmark gives its text without container prefixes
/// and fence indent, so every line is found again from its end.
struct FencedBlock {
  /// From the opening fence to the end of the closing one, or of the last line when none closes it.
  let range: SourceRange
  /// What stands behind the opening fence, trimmed.
  let infoRange: SourceRange
  let body: CellText
  /// What puts a line into the container of the block.
  let linePrefix: String

  /// Looks for the code block `node`, for which `isFenced` must hold, and its text `literal`.
  init(
    _ node: MarkdownNode, literal: String, leaf: BlockLayout.Leaf, in source: SourceFile
  ) {
    let firstLine = leaf.startLine
    let opening = source.range(ofLine: firstLine)
    let fence = min(opening.start + node.startColumn - 1, opening.end)
    let fenceByte = fence < opening.end ? source.utf8[fence] : UInt8(ascii: "`")
    let fenceEnd = source.utf8.endOfRun(of: fenceByte, from: fence, to: opening.end)
    infoRange = source.trimmed(SourceRange(fenceEnd, opening.end))
    linePrefix = Self.linePrefix(
      source.text(in: SourceRange(opening.start, fence)), isFor: leaf.prefix.last)

    let text = SourceFile(path: "", text: literal)
    let lineCount = text.lineStarts.count - (text.lineStarts.last == text.utf8.count ? 1 : 0)
    var bytes: [UInt8] = []
    var lines: [CellText.Line] = []
    for index in 0..<lineCount where firstLine + index < source.lineStarts.count {
      let inFile = source.range(ofLine: firstLine + 1 + index)
      let start = Self.startOfCommonEnd(
        text.range(ofLine: index + 1), of: text.utf8, inFile, of: source.utf8)
      lines.append(CellText.Line(start: bytes.count, fileOffset: start))
      bytes += source.utf8[start..<inFile.end]
      bytes.append(UInt8(ascii: "\n"))
    }
    // A block without a line still has a place: the end of its opening fence.
    if lines.isEmpty { lines.append(CellText.Line(start: 0, fileOffset: opening.end)) }
    body = CellText(utf8: bytes, lines: lines)

    let closingLine = firstLine + lineCount + 1
    var lastLine = min(firstLine + lineCount, source.lineStarts.count)
    if closingLine <= min(leaf.containerEndLine, source.lineStarts.count) {
      let inFile = source.range(ofLine: closingLine)
      let closing = source.trimmed(inFile)
      var start = closing.end
      while start > closing.start, source.utf8[start - 1] == fenceByte { start -= 1 }
      let before = source.utf8[inFile.start..<start]
      let isFence = before.allSatisfy { $0.isBlank || $0 == UInt8(ascii: ">") }
      if isFence, closing.end - start >= fenceEnd - fence { lastLine = closingLine }
    }
    range = SourceRange(
      fence, max(fenceEnd, source.trimmed(source.range(ofLine: lastLine)).end))
  }

  /// Whether a code block of cmark's tree is a fenced one, which cmark does not tell.
  ///
  /// An indented block may begin with the same characters, but then its text does, too, and the
  /// text of a fenced block cannot begin with its own fence.
  static func isFenced(
    _ node: MarkdownNode, info: String, literal: String, in text: SourceFile
  ) -> Bool {
    let line = text.range(ofLine: node.startLine)
    let start = line.start + node.startColumn - 1
    guard start < line.end else { return false }
    let byte = text.utf8[start]
    guard byte == UInt8(ascii: "`") || byte == UInt8(ascii: "~") else { return false }
    let end = text.utf8.endOfRun(of: byte, from: start, to: line.end)
    guard end - start >= 3 else { return false }
    return !info.isEmpty || !literal.utf8.starts(with: text.utf8[start..<end])
  }

  private static func linePrefix(
    _ fencePrefix: String, isFor container: BlockLayout.PrefixStep?
  ) -> String {
    // A list marker counts as the indentation that it asks of the lines behind it.
    let prefix = String(
      fencePrefix.compactMap { character -> Character? in
        switch character {
        case ">", "\t": character
        case "\u{FEFF}": nil
        default: " "
        }
      })
    switch container {
    case .indentation: return prefix
    case .quoteMarker:
      let marker = prefix.lastIndex(of: ">") ?? prefix.startIndex
      return prefix.prefix(through: marker) + " "
    case nil: return ""
    }
  }

  /// Where in the file the bytes begin with which both ranges end alike.
  ///
  /// That is all of the literal's line, unless the fence indent took a part of a tab: then cmark
  /// gives spaces for the rest of the tab, and they are left out.
  private static func startOfCommonEnd(
    _ literal: SourceRange, of text: [UInt8], _ inFile: SourceRange, of file: [UInt8]
  ) -> Int {
    var position = literal.end
    var start = inFile.end
    while position > literal.start, start > inFile.start, text[position - 1] == file[start - 1] {
      position -= 1
      start -= 1
    }
    return start
  }
}

extension SourceFile {
  /// `range` without spaces and tabs at both ends.
  func trimmed(_ range: SourceRange) -> SourceRange {
    var (start, end) = (range.start, range.end)
    while start < end, utf8[start].isBlank { start += 1 }
    while end > start, utf8[end - 1].isBlank { end -= 1 }
    return SourceRange(start, end)
  }
}
