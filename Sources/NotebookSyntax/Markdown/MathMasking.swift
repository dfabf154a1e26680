import Diagnostics

/// Replaces maths and inline values by tokens, so that Markdown leaves them alone.
struct MathMasking {
  private let text: SourceFile
  private let layout: BlockLayout
  private(set) var masking = Masking()
  private(set) var edits: [Masking.Edit] = []

  /// Looks through the paragraphs and headings of `layout`, which must be that of `text`.
  init(of text: SourceFile, layout: BlockLayout) {
    self.text = text
    self.layout = layout
    var scannedLine = 0
    for index in layout.leaves.indices {
      let leaf = layout.leaves[index]
      guard leaf.holdsText, leaf.endLine > scannedLine, mayHoldTokens(leaf) else { continue }
      scannedLine = scan(leafAt: index, after: scannedLine)
    }
    if !masking.isEmpty { maskMarkers() }
  }

  private func mayHoldTokens(_ leaf: BlockLayout.Leaf) -> Bool {
    let start = text.range(ofLine: leaf.startLine).start
    let bytes = text.utf8[start..<text.range(ofLine: leaf.endLine).end]
    return bytes.contains { $0 == UInt8(ascii: "$") || $0 == UInt8(ascii: "`") }
  }

  /// Scans a leaf behind line `scanned` and returns the last line that was looked at.
  private mutating func scan(leafAt index: Int, after scanned: Int) -> Int {
    let leaf = layout.leaves[index]
    var lines = LineCollector(text: text, leaf: leaf)
    lines.append(through: leaf.endLine, from: max(leaf.startLine, scanned + 1))
    var scanner = InlineScanner(lines.utf8)
    while let span = scanner.next() {
      switch span.kind {
      case .math(let isDisplay): mask(span, isDisplay: isDisplay, lines: lines)
      case .code(let fence): maskInlineValue(span, fence: fence, lines: lines)
      case .unclosedDisplay:
        let length = lines.utf8.count
        guard let close = lines.extend(toDisplayClosingIn: layout, after: index) else { continue }
        let math = InlineScanner.Span(
          kind: .math(isDisplay: true), start: span.start, end: close + 2)
        mask(math, isDisplay: true, lines: lines)
        scanner.extend(with: Array(lines.utf8[length...]), resumingAt: close + 2)
      case .html, .autolink: break
      }
    }
    return lines.lastLine
  }

  /// One token where the maths begins; each further line of it keeps its container prefix.
  private mutating func mask(_ span: InlineScanner.Span, isDisplay: Bool, lines: LineCollector) {
    let width = isDisplay ? 2 : 1
    let tex = lines.utf8[(span.start + width)..<(span.end - width)]
    let content = Masking.Content.math(
      String(decoding: tex, as: UTF8.self), display: isDisplay,
      range: lines.mapped.fileRange(span.start, span.end))
    let source = String(decoding: lines.utf8[span.start..<span.end], as: UTF8.self)
    var replacement = masking.token(for: content, source: source)
    var start = span.start
    while start < span.end {
      let newline = lines.utf8[start..<span.end].firstIndex(of: UInt8(ascii: "\n"))
      let end = newline ?? span.end
      edits.append(
        Masking.Edit(
          range: SourceRange(
            lines.mapped.fileOffset(of: start), lines.mapped.fileOffset(of: start) + end - start),
          replacement: replacement))
      replacement = Array(Masking.filler.utf8)
      start = end + 1
    }
  }

  /// `` `= C` `` on one line.
  private mutating func maskInlineValue(
    _ span: InlineScanner.Span, fence: Int, lines: LineCollector
  ) {
    var (start, end) = (span.start + fence, span.end - fence)
    guard !lines.utf8[start..<end].contains(UInt8(ascii: "\n")) else { return }
    if end - start > 2, lines.utf8[start] == UInt8(ascii: " "),
      lines.utf8[end - 1] == UInt8(ascii: " ")
    {
      (start, end) = (start + 1, end - 1)
    }
    guard end - start > 2, lines.utf8[start] == UInt8(ascii: "="), lines.utf8[start + 1].isBlank
    else { return }
    start += 1
    while start < end, lines.utf8[start].isBlank { start += 1 }
    while end > start, lines.utf8[end - 1].isBlank { end -= 1 }
    guard start < end else { return }
    let spanRange = lines.mapped.fileRange(span.start, span.end)
    let value = InlineValue(
      text: String(decoding: lines.utf8[start..<end], as: UTF8.self),
      range: lines.mapped.fileRange(start, end), spanRange: spanRange)
    let token = masking.token(for: .inlineValue(value), source: text.text(in: spanRange))
    edits.append(Masking.Edit(range: spanRange, replacement: token))
  }

  /// Marker characters of the author's become tokens, wherever no other token covers them.
  private mutating func maskMarkers() {
    let marker = Array(Masking.marker.utf8)
    guard text.utf8.contains(marker[0]) else { return }
    var all: [Masking.Edit] = []
    var position = 0
    func markers(upTo end: Int) -> [SourceRange] {
      var found: [SourceRange] = []
      while position < end {
        if text.utf8[position] == marker[0], text.utf8[position...].starts(with: marker) {
          found.append(SourceRange(position, position + marker.count))
          position += marker.count
        } else {
          position += 1
        }
      }
      return found
    }
    func maskFound(upTo end: Int) {
      for range in markers(upTo: end) {
        let token = masking.token(for: .marker, source: Masking.marker)
        all.append(Masking.Edit(range: range, replacement: token))
      }
    }
    for edit in edits {
      maskFound(upTo: edit.range.start)
      all.append(edit)
      position = edit.range.end
    }
    maskFound(upTo: text.utf8.count)
    edits = all
  }
}
