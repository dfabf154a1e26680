/// One line of a pipe table taken apart.
enum PipeTableRow {
  /// The cells of `line`: trimmed, with `\|` turned into a bar. Bars in code spans do not part cells.
  static func cells(of line: ArraySlice<UInt8>) -> [[UInt8]] {
    let bar = UInt8(ascii: "|")
    let line = trimmed(line)
    var codeSpans: [InlineScanner.Span] = []
    if line.contains(UInt8(ascii: "`")) {
      var scanner = InlineScanner(line)
      while let span = scanner.next() {
        if case .code = span.kind { codeSpans.append(span) }
      }
    }
    var cells: [[UInt8]] = []
    var cell: [UInt8] = []
    var span = codeSpans[...]
    var offset = line.first == bar ? 1 : 0
    while offset < line.count {
      while let first = span.first, first.end <= offset { span.removeFirst() }
      let isInCode = span.first.map { $0.start <= offset } ?? false
      let byte = line[offset]
      let next = offset + 1 < line.count ? line[offset + 1] : 0
      if byte == UInt8(ascii: "\\"), next == bar {
        cell.append(bar)
        offset += 2
      } else if byte == UInt8(ascii: "\\"), !isInCode, next.isPunctuation {
        cell += [byte, next]
        offset += 2
      } else if byte == bar, !isInCode {
        cells.append(trimmed(cell[...]))
        cell = []
        offset += 1
      } else {
        cell.append(byte)
        offset += 1
      }
    }
    let isClosed = line.last == bar && cell.isEmpty && !cells.isEmpty
    if !isClosed { cells.append(trimmed(cell[...])) }
    return cells
  }

  /// What the line between a table's head and body says, or nil if it is not such a line: it has at
  /// least one bar, so that no underline of a heading and no list is taken for one.
  static func alignments(of line: ArraySlice<UInt8>) -> [ProseEvent.Alignment]? {
    guard line.contains(UInt8(ascii: "|")), line.contains(UInt8(ascii: "-")),
      line.allSatisfy({ $0.isBlank || "|:-".utf8.contains($0) })
    else { return nil }
    var alignments: [ProseEvent.Alignment] = []
    for cell in cells(of: line) {
      let isLeft = cell.first == UInt8(ascii: ":")
      let isRight = cell.last == UInt8(ascii: ":")
      let dashes = cell.dropFirst(isLeft ? 1 : 0).dropLast(isRight ? 1 : 0)
      guard !dashes.isEmpty, dashes.allSatisfy({ $0 == UInt8(ascii: "-") }) else { return nil }
      switch (isLeft, isRight) {
      case (true, true): alignments.append(.center)
      case (true, false): alignments.append(.left)
      case (false, true): alignments.append(.right)
      case (false, false): alignments.append(.none)
      }
    }
    return alignments
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var slice = bytes
    while slice.first?.isBlank == true { slice.removeFirst() }
    while slice.last?.isBlank == true { slice.removeLast() }
    return Array(slice)
  }
}
