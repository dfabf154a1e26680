/// `text` as literal text within a line of Markdown, also in a table's cell: nothing in it makes
/// emphasis, links, code, maths, HTML or a new column.
func escapedMarkdown(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\\", "`", "*", "_", "[", "]", "<", ">", "|", "$", "#", "~", "!": result += "\\\(scalar)"
    case "&": result += "&amp;"
    case "\n", "\r": result += " "
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}

/// `text` as a code span, with as many backticks around it as it needs.
func markdownCode(_ text: String) -> String {
  let fence = backticks(longerThanIn: text, atLeast: 1)
  // A bar ends a table's cell even in code; as a character of its own it does not.
  let line = String(text.map { $0.isNewline ? " " : $0 })
  let needsSpace = line.hasPrefix("`") || line.hasSuffix("`")
  return needsSpace ? "\(fence) \(line) \(fence)" : "\(fence)\(line)\(fence)"
}

/// A run of backticks longer than any in `text`.
func backticks(longerThanIn text: String, atLeast minimum: Int) -> String {
  var longest = 0
  var current = 0
  for byte in text.utf8 {
    current = byte == UInt8(ascii: "`") ? current + 1 : 0
    longest = max(longest, current)
  }
  return String(repeating: "`", count: max(minimum, longest + 1))
}
