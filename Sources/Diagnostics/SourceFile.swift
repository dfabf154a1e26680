/// A notebook's text and where its lines begin.
///
/// Offsets are UTF-8 bytes from the start of the file, a byte-order mark included; lines and columns
/// count from 1, columns in characters as an editor shows them. A line ends with `\n`, `\r\n` or a
/// lone `\r`, as in CommonMark.
package struct SourceFile: Sendable {
  /// The path as the user gave it: it opens every message about this file.
  package let path: String
  package let utf8: [UInt8]
  /// The offset of the first byte of each line.
  package let lineStarts: [Int]

  package init(path: String, utf8: [UInt8]) {
    self.path = path
    self.utf8 = utf8
    var starts = [0]
    for (offset, byte) in utf8.enumerated() {
      let endsLine =
        byte == UInt8(ascii: "\n")
        || byte == UInt8(ascii: "\r")
          && (offset + 1 == utf8.count || utf8[offset + 1] != UInt8(ascii: "\n"))
      if endsLine { starts.append(offset + 1) }
    }
    lineStarts = starts
  }

  package init(path: String, text: String) {
    self.init(path: path, utf8: Array(text.utf8))
  }

  /// The file's name without its folder.
  package var name: String { Self.name(of: path) }

  /// The file's name without folder and ending: its reports are called so.
  package var stem: String { Self.stem(of: path) }

  package static func stem(of path: String) -> String {
    let name = name(of: path)
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }

  private static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// The text of `range`.
  package func text(in range: SourceRange) -> String {
    String(decoding: utf8[range.start..<range.end], as: UTF8.self)
  }

  /// The range of the 1-based `line` without its line ending.
  package func range(ofLine line: Int) -> SourceRange {
    let start = lineStarts[line - 1]
    guard line < lineStarts.count else { return SourceRange(start, utf8.count) }
    var end = lineStarts[line] - 1
    if utf8[end] == UInt8(ascii: "\n"), end > start, utf8[end - 1] == UInt8(ascii: "\r") {
      end -= 1
    }
    return SourceRange(start, end)
  }

  /// The 1-based line that holds the byte at `offset`.
  package func line(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  package func location(at offset: Int) -> SourceLocation {
    let line = line(at: offset)
    let before = text(in: SourceRange(lineStarts[line - 1], max(lineStarts[line - 1], offset)))
    // A byte-order mark is no column of the first line.
    let characters = before.unicodeScalars.first == "\u{FEFF}" ? before.dropFirst() : before[...]
    return SourceLocation(line: line, column: characters.count + 1)
  }
}

/// A half-open range of UTF-8 offsets into a file.
package struct SourceRange: Hashable, Sendable {
  package var start: Int
  package var end: Int

  package init(_ start: Int, _ end: Int) {
    self.start = start
    self.end = end
  }

  /// The smallest range that holds both.
  package func union(_ other: SourceRange) -> SourceRange {
    SourceRange(min(start, other.start), max(end, other.end))
  }

  /// Whether `other` lies within this range.
  package func contains(_ other: SourceRange) -> Bool { start <= other.start && other.end <= end }
}

/// A place as a person counts it: line and character from 1.
package struct SourceLocation: Hashable, Sendable {
  package let line: Int
  package let column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}
