/// Writes a diagnostic as text, with the source line and a marker under the range.
///
///     xor.md:14:10: error E-MATMUL: `X * W1`: X is 4×2, W1 is 3×8; inner sizes 2 and 3 differ
///        14 | H = relu(X * W1)
///           |          ^~~~~~
///     xor.md:13:1: note: W1 is defined here as 3×8
///     help: `X * W1'` fits
package struct DiagnosticFormatter: Sendable {
  /// ANSI colours; only for a terminal.
  package var usesColor: Bool

  package init(usesColor: Bool = false) {
    self.usesColor = usesColor
  }

  package func format(_ diagnostic: Diagnostic, in source: SourceFile) -> String {
    let mark: Style = diagnostic.severity == .error ? .error : .warning
    let label = painted("\(diagnostic.severity.rawValue) \(diagnostic.code.rawValue):", mark)
    var text = "\(place(diagnostic.range, in: source)): \(label) "
    text += "\(painted(diagnostic.message, .strong))\n"
    if let range = diagnostic.range { text += excerpt(of: range, in: source, marker: mark) }
    for note in diagnostic.notes {
      text += "\(place(note.range, in: source)): \(painted("note:", .quiet)) \(note.message)\n"
    }
    if let help = diagnostic.help { text += "\(painted("help:", .help)) \(help)\n" }
    return text
  }

  /// The source line under its number, and `^~~~` below `range`.
  ///
  /// A range over several lines is marked to the end of its first. Tabs are kept in the marker line,
  /// so that it stays aligned whatever their width.
  package func excerpt(of range: SourceRange, in source: SourceFile) -> String {
    excerpt(of: range, in: source, marker: .quiet)
  }

  private func excerpt(of range: SourceRange, in source: SourceFile, marker: Style) -> String {
    let line = source.line(at: range.start)
    let lineRange = source.range(ofLine: line)
    let start = min(range.start, lineRange.end)
    let end = min(max(range.end, start), lineRange.end)
    let before = source.text(in: SourceRange(lineRange.start, start))
    let marked = source.text(in: SourceRange(start, end))
    let indent = String(before.filter { $0 != "\u{FEFF}" }.map { $0 == "\t" ? "\t" : " " })
    let underline = "^" + String(repeating: "~", count: max(0, marked.count - 1))
    let number = String(line)
    let gutter = String(repeating: " ", count: max(0, 4 - number.count)) + number
    let blank = String(repeating: " ", count: gutter.count)
    let sourceLine = source.text(in: lineRange).filter { $0 != "\u{FEFF}" }
    return "\(gutter) | \(sourceLine)\n\(blank) | \(indent)\(painted(underline, marker))\n"
  }

  private func place(_ range: SourceRange?, in source: SourceFile) -> String {
    guard let range else { return source.path }
    let location = source.location(at: range.start)
    return "\(source.path):\(location.line):\(location.column)"
  }

  private enum Style: String {
    case error = "1;31"
    case warning = "1;33"
    case help = "36"
    case quiet = "2"
    case strong = "1"
  }

  private func painted(_ text: String, _ style: Style) -> String {
    usesColor ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }
}
