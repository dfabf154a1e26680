import Diagnostics
import NotebookSyntax

// The parts of a setting's text, each with its place.
extension Name {
  /// The text between two UTF-8 offsets, without blanks around it.
  func slice(from start: Int, to end: Int? = nil) -> Name {
    let bytes = Array(text.utf8)
    var start = start
    var end = end ?? bytes.count
    while start < end, bytes[start] == UInt8(ascii: " ") { start += 1 }
    while end > start, bytes[end - 1] == UInt8(ascii: " ") { end -= 1 }
    return Name(
      String(decoding: bytes[start..<end], as: UTF8.self),
      at: SourceRange(range.start + start, range.start + end))
  }

  /// Up to the first blank.
  var firstWord: Name {
    let bytes = text.utf8
    let length = bytes.firstIndex(of: UInt8(ascii: " ")) ?? bytes.endIndex
    return slice(from: 0, to: bytes.distance(from: bytes.startIndex, to: length))
  }

  /// Behind the last blank.
  var lastWord: Name {
    let bytes = Array(text.utf8)
    return slice(from: bytes.lastIndex(of: UInt8(ascii: " ")) ?? 0)
  }

  /// What stands between separators, as far as these are outside of brackets and double quotes.
  func parts(separatedBy separator: Character) -> [Name] {
    var parts: [Name] = []
    var depth = 0
    var isQuoted = false
    var start = 0
    for (offset, byte) in text.utf8.enumerated() {
      switch UnicodeScalar(byte) {
      case "\"": isQuoted.toggle()
      case _ where isQuoted: break
      case "(", "[": depth += 1
      case ")", "]": depth -= 1
      case _ where byte == separator.asciiValue && depth <= 0:
        parts.append(slice(from: start, to: offset))
        start = offset + 1
      default: break
      }
    }
    return parts + [slice(from: start)]
  }

  /// What stands before and behind two dots, as in `1..4`.
  var ends: (first: Name, last: Name)? {
    let bytes = Array(text.utf8)
    let dot = UInt8(ascii: ".")
    guard
      let place = bytes.indices.dropLast().first(where: { bytes[$0] == dot && bytes[$0 + 1] == dot }
      )
    else { return nil }
    let (first, last) = (slice(from: 0, to: place), slice(from: place + 2))
    return first.text.isEmpty || last.text.isEmpty ? nil : (first, last)
  }
}
