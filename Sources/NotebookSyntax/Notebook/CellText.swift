package import Diagnostics

/// Text taken out of a file line by line, without fence indent and container prefixes, with the way
/// back to the file.
package struct CellText: Sendable {
  /// Lines that each end in `\n`, whatever ends them in the file; the last may lack it.
  package let utf8: [UInt8]
  /// For each line: where it starts in `utf8`, and in the file.
  package let lines: [Line]

  package struct Line: Sendable {
    package let start: Int
    package let fileOffset: Int

    package init(start: Int, fileOffset: Int) {
      self.start = start
      self.fileOffset = fileOffset
    }
  }

  package init(utf8: [UInt8], lines: [Line]) {
    self.utf8 = utf8
    self.lines = lines
  }

  /// A text that stands in the file as it is, from `fileOffset` on.
  package init(contiguous utf8: [UInt8], fileOffset: Int = 0) {
    self.utf8 = utf8
    var lines = [Line(start: 0, fileOffset: fileOffset)]
    for (offset, byte) in utf8.enumerated() where byte == UInt8(ascii: "\n") {
      lines.append(Line(start: offset + 1, fileOffset: fileOffset + offset + 1))
    }
    self.lines = lines
  }

  /// The place in the file of the byte at `offset` of this text.
  package func fileOffset(of offset: Int) -> Int {
    guard !lines.isEmpty else { return 0 }
    var low = 0
    var high = lines.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lines[middle].start <= offset { low = middle } else { high = middle }
    }
    return lines[low].fileOffset + offset - lines[low].start
  }

  /// The file's range for a range of this text.
  package func fileRange(_ start: Int, _ end: Int) -> SourceRange {
    SourceRange(
      fileOffset(of: start), end > start ? fileOffset(of: end - 1) + 1 : fileOffset(of: start))
  }
}
