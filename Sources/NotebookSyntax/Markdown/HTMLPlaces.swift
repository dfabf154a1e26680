import Diagnostics

/// Finds raw HTML of a paragraph in the file, piece by piece in order.
struct HTMLPlaces {
  private enum Place {
    case leaf(BlockLayout.Leaf)
    case line(Int)
  }

  private var place: Place?
  private var text: CellText?
  private var scanner = InlineScanner([])

  /// Turns to the paragraph or heading `leaf`; it is scanned only when HTML is asked for.
  mutating func begin(_ leaf: BlockLayout.Leaf?) {
    place = leaf.map { .leaf($0) }
    text = nil
  }

  /// Turns to a cell of a table on `line`.
  mutating func begin(line: Int) {
    // Cells of one line follow each other.
    if case .line(line) = place { return }
    place = .line(line)
    text = nil
  }

  /// The place of the next piece of HTML that reads `html`; where there is none, the first line.
  mutating func next(_ html: String, in source: SourceFile) -> SourceRange {
    guard let place else { return SourceRange(0, 0) }
    let text = text ?? scan(place, in: source)
    while let span = scanner.next() {
      if span.kind == .html, text.utf8[span.start..<span.end].elementsEqual(html.utf8) {
        return text.fileRange(span.start, span.end)
      }
    }
    switch place {
    case .leaf(let leaf): return Self.firstLine(of: leaf, in: source)
    case .line(let line): return source.range(ofLine: line)
    }
  }

  static func firstLine(of leaf: BlockLayout.Leaf, in source: SourceFile) -> SourceRange {
    SourceRange(
      leaf.contentStart(ofLine: leaf.startLine, in: source),
      source.range(ofLine: leaf.startLine).end)
  }

  private mutating func scan(_ place: Place, in source: SourceFile) -> CellText {
    let text: CellText
    switch place {
    case .leaf(let leaf):
      var lines = LineCollector(text: source, leaf: leaf)
      lines.append(through: leaf.endLine, from: leaf.startLine)
      text = lines.mapped
    case .line(let line):
      let range = source.range(ofLine: line)
      text = CellText(
        contiguous: Array(source.utf8[range.start..<range.end]), fileOffset: range.start)
    }
    scanner = InlineScanner(text.utf8)
    self.text = text
    return text
  }
}
