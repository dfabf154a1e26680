import NotebookSyntax

/// Colours a block's source: HTML spans over its text, which stays as it is.
///
/// It looks at characters, not at the grammar, so that it has something to say about a block that
/// cannot be read, too.
struct SourceHighlighter {
  enum Style: String {
    case comment, expectation, number, string, function, keyword, key
  }

  static func html(_ source: String, kind: CellKind) -> String {
    switch kind {
    case .matrix: matrixBlock(source)
    case .train, .data: settingsBlock(source)
    case .csv: escapedHTML(source)
    }
  }

  // MARK: Matrix blocks

  private static let commands: Set<String> = ["derive", "gradcheck", "show"]

  private static func matrixBlock(_ source: String) -> String {
    let text = Array(source.unicodeScalars)
    var html = ""
    var index = 0
    /// A quote behind a value transposes, elsewhere it opens a string.
    var followsValue = false
    var isLineStart = true
    while index < text.count {
      let scalar = text[index]
      let end: Int
      var style: Style?
      switch scalar {
      case "%", "#":
        end = text[index...].firstIndex(of: "\n") ?? text.count
        style = isDirective(text[index..<end]) ? .expectation : .comment
      case "\"", "'":
        if scalar == "'" && followsValue {
          end = index + 1
        } else {
          end = closingQuote(of: scalar, in: text, from: index + 1)
          style = .string
        }
        followsValue = true
      case _ where isDigit(scalar) || (scalar == "." && isDigit(text, index + 1)):
        end = endOfNumber(text, index)
        style = .number
        followsValue = true
      case _ where isLetter(scalar):
        end = text[index...].firstIndex { !isLetter($0) && !isDigit($0) } ?? text.count
        let word = string(text[index..<end])
        if isLineStart, commands.contains(word), end < text.count, text[end] == " " {
          style = .keyword
        } else if end < text.count, text[end] == "(" {
          style = .function
        }
        followsValue = true
      default:
        end = index + 1
        // `]'` and `)'` transpose; behind a space a quote opens a string only inside brackets, which
        // the language does not allow: both count as transposes.
        if scalar != " " && scalar != "\t" { followsValue = scalar == ")" || scalar == "]" }
      }
      if scalar == "\n" {
        isLineStart = true
        followsValue = false
      } else if scalar != " " && scalar != "\t" {
        isLineStart = false
      }
      html += span(string(text[index..<end]), style)
      index = end
    }
    return html
  }

  /// `%: N×3` and `%=> 7.87` mean something.
  private static func isDirective(_ comment: ArraySlice<UnicodeScalar>) -> Bool {
    let second = comment.dropFirst().first
    return comment.first == "%"
      && (second == ":" || (second == "=" && comment.dropFirst(2).first == ">"))
  }

  /// A string ends at its quote, or at the end of the line.
  private static func closingQuote(
    of quote: UnicodeScalar, in text: [UnicodeScalar], from start: Int
  ) -> Int {
    let end = text[start...].firstIndex { $0 == quote || $0 == "\n" } ?? text.count
    return end < text.count && text[end] == quote ? end + 1 : end
  }

  private static func endOfNumber(_ text: [UnicodeScalar], _ start: Int) -> Int {
    var end = start
    while end < text.count, isDigit(text[end]) || text[end] == "." {
      // The dot of `2.*A` belongs to the operator.
      if text[end] == ".", end + 1 < text.count, "*/^'".unicodeScalars.contains(text[end + 1]) {
        break
      }
      end += 1
    }
    guard end < text.count, text[end] == "e" || text[end] == "E" else { return end }
    var exponent = end + 1
    if exponent < text.count, text[exponent] == "+" || text[exponent] == "-" { exponent += 1 }
    guard isDigit(text, exponent) else { return end }
    while isDigit(text, exponent) { exponent += 1 }
    return exponent
  }

  // MARK: Settings

  private static func settingsBlock(_ source: String) -> String {
    source.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let indent = line.prefix { $0 == " " || $0 == "\t" }
      let rest = line.dropFirst(indent.count)
      if rest.hasPrefix("#") { return String(indent) + span(String(rest), .comment) }
      guard let colon = rest.firstIndex(of: ":") else { return escapedHTML(String(line)) }
      let (value, comment) = splitComment(rest[rest.index(after: colon)...])
      return indent + span(String(rest[..<colon]), .key) + ":" + escapedHTML(value)
        + (comment.isEmpty ? "" : span(comment, .comment))
    }.joined(separator: "\n")
  }

  /// In YAML a comment begins at a `#` behind a space.
  private static func splitComment(_ value: Substring) -> (String, String) {
    var previous: Character = "x"
    for index in value.indices {
      if value[index] == "#", previous == " " || previous == "\t" {
        return (String(value[..<index]), String(value[index...]))
      }
      previous = value[index]
    }
    return (String(value), "")
  }

  // MARK: Characters

  private static func span(_ text: String, _ style: Style?) -> String {
    guard let style else { return escapedHTML(text) }
    return "<span class=\"\(style.rawValue)\">\(escapedHTML(text))</span>"
  }

  private static func string(_ scalars: ArraySlice<UnicodeScalar>) -> String {
    var result = ""
    for scalar in scalars { result.unicodeScalars.append(scalar) }
    return result
  }

  private static func isDigit(_ scalar: UnicodeScalar) -> Bool { ("0"..."9").contains(scalar) }

  private static func isDigit(_ text: [UnicodeScalar], _ index: Int) -> Bool {
    index < text.count && isDigit(text[index])
  }

  private static func isLetter(_ scalar: UnicodeScalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
      || ("\u{370}"..."\u{3FF}").contains(scalar)
  }
}
