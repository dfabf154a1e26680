import Diagnostics
import NotebookSyntax

// The small grammar of a setting's text: lists, and calls with named arguments.
extension Name {
  /// The parts between commas that stand outside brackets, trimmed; empty ones do not count.
  var items: [Name] {
    ExpressionParser.split(text, at: range.start).filter { !$0.text.isEmpty }
  }

  /// `sgd(lr=0.1)` as name and arguments; a bare name has none.
  var callParts: (name: Name, arguments: [Name]) {
    let bytes = Array(text.utf8)
    guard let open = bytes.firstIndex(of: UInt8(ascii: "(")), bytes.last == UInt8(ascii: ")") else {
      return (self, [])
    }
    let arguments = slice(open + 1, bytes.count - 1)
    return (slice(0, open), arguments.text.isEmpty ? [] : arguments.items)
  }

  /// `lr=0.1` as key and value.
  var keyAndValue: (key: Name, value: Name)? {
    let bytes = Array(text.utf8)
    guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else { return nil }
    let key = slice(0, equals)
    let value = slice(equals + 1, bytes.count)
    return key.text.isEmpty || value.text.isEmpty ? nil : (key, value)
  }

  /// The text between two UTF-8 offsets, without spaces around it.
  private func slice(_ start: Int, _ end: Int) -> Name {
    let bytes = Array(text.utf8)
    var start = start
    var end = end
    while start < end, bytes[start] == UInt8(ascii: " ") { start += 1 }
    while end > start, bytes[end - 1] == UInt8(ascii: " ") { end -= 1 }
    return Name(
      String(decoding: bytes[start..<end], as: UTF8.self),
      at: SourceRange(range.start + start, range.start + end))
  }
}
