import Diagnostics

extension UInt8 {
  /// Space or tab.
  var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }

  /// Space, tab or the end of a line.
  var isWhitespace: Bool {
    isBlank || self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") || self == 0x0B
      || self == 0x0C
  }

  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

  /// An ASCII letter.
  var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }

  /// What a backslash takes its meaning from in Markdown.
  var isPunctuation: Bool {
    (0x21...0x2F).contains(self) || (0x3A...0x40).contains(self) || (0x5B...0x60).contains(self)
      || (0x7B...0x7E).contains(self)
  }
}

extension Array where Element == UInt8 {
  /// The end of the run of `byte` that starts at `offset`.
  func endOfRun(of byte: UInt8, from offset: Int, to end: Int) -> Int {
    var position = offset
    while position < end, self[position] == byte { position += 1 }
    return position
  }
}

extension String {
  /// Without white space at both ends.
  func trimmed() -> String {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}

extension SourceFile {
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
}
