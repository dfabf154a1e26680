import Diagnostics
import NotebookSyntax

// The small grammar of a setting's text: lists, calls with arguments, words between parts.
extension Name {
  /// The parts between commas that stand outside brackets, trimmed; empty ones do not count.
  var items: [Name] { parts(between: [","]) }

  /// The parts between semicolons that stand outside brackets.
  var clauses: [Name] { parts(between: [";"]) }

  func parts(between separators: Set<String>) -> [Name] {
    ExpressionParser.split(text, at: range.start, separators: separators)
      .filter { !$0.text.isEmpty }
  }

  /// `sgd(lr=0.1)` as name and arguments; a bare name has none.
  var callParts: (name: Name, arguments: [Name]) {
    let bytes = Array(text.utf8)
    guard let open = bytes.firstIndex(of: UInt8(ascii: "(")), bytes.last == UInt8(ascii: ")") else {
      return (self, [])
    }
    let arguments = slice(from: open + 1, to: bytes.count - 1)
    return (slice(from: 0, to: open), arguments.text.isEmpty ? [] : arguments.items)
  }

  /// `lr=0.1` as key and value.
  var keyAndValue: (key: Name, value: Name)? {
    let bytes = Array(text.utf8)
    guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else { return nil }
    let key = slice(from: 0, to: equals)
    let value = slice(from: equals + 1, to: bytes.count)
    return key.text.isEmpty || value.text.isEmpty ? nil : (key, value)
  }

  /// What stands before and behind the first of `words` that stands alone; nil if none does.
  func split(around words: [String]) -> (before: Name, after: Name)? {
    let bytes = Array(text.utf8)
    for start in bytes.indices {
      for word in words where bytes[start...].starts(with: word.utf8) {
        let end = start + word.utf8.count
        guard start == 0 || bytes[start - 1] == UInt8(ascii: " "),
          end == bytes.count || bytes[end] == UInt8(ascii: " ")
        else { continue }
        return (slice(from: 0, to: start), slice(from: end, to: bytes.count))
      }
    }
    return nil
  }
}
