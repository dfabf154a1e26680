import Diagnostics
import NotebookEngine
import NotebookSyntax

/// Shows diagnostics in the page and links to them.
struct DiagnosticHTML {
  let source: SourceFile
  /// The place of each of the run's diagnostics in its list, for anchors.
  private let numbers: [Diagnostic: Int]

  init(_ run: NotebookRun) {
    source = run.notebook.source
    numbers = Dictionary(
      run.diagnostics.enumerated().map { ($1, $0 + 1) }, uniquingKeysWith: { first, _ in first })
  }

  /// - isExpected: the block promised to fail with it.
  func block(_ diagnostic: Diagnostic, isExpected: Bool = false) -> String {
    if diagnostic.severity == .remark {
      return "<p class=\"remark\">\(MessageText(diagnostic.message).html)</p>\n"
    }
    let style = isExpected ? "expected" : diagnostic.severity.rawValue
    let anchor = isExpected ? nil : numbers[diagnostic].map { " id=\"\(Self.anchor($0))\"" }
    var html = "<div class=\"diagnostic \(style)\"\(anchor ?? "") role=\"note\">\n"
    html += "<p><strong>\(isExpected ? "expected " : "")\(label(diagnostic))</strong> "
    html += "\(MessageText(diagnostic.message).html)</p>\n"
    if let range = diagnostic.range { html += excerpt(range) }
    for note in diagnostic.notes {
      html += "<p class=\"note\">\(place(note.range)): \(MessageText(note.message).html)</p>\n"
    }
    if let help = diagnostic.help {
      html += "<p class=\"help\"><span>help</span> \(MessageText(help).html)</p>\n"
    }
    return html + "</div>\n"
  }

  /// The mistakes of the whole notebook, each with a link to where it is explained; empty without any.
  func summary(of diagnostics: [Diagnostic]) -> String {
    let errors = diagnostics.filter { $0.severity == .error }
    guard !errors.isEmpty else { return "" }
    var html = "<nav class=\"errors\" aria-label=\"Errors\">\n"
    html += "<p><strong>This notebook has \(counted(errors.count, "error")).</strong></p>\n<ul>\n"
    for error in errors {
      let link = numbers[error].map { " href=\"#\(Self.anchor($0))\"" } ?? ""
      let place = error.range.map { "line \(source.line(at: $0.start)): " } ?? ""
      html += "<li><a\(link)>\(place)\(MessageText(error.message).html)</a></li>\n"
    }
    return html + "</ul>\n</nav>\n"
  }

  private static func anchor(_ number: Int) -> String { "diagnostic-\(number)" }

  private func label(_ diagnostic: Diagnostic) -> String {
    "\(diagnostic.severity.rawValue) \(diagnostic.code.rawValue)"
  }

  private func place(_ range: SourceRange) -> String { "line \(source.line(at: range.start))" }

  /// The first line of `range` with what is meant marked in it.
  private func excerpt(_ range: SourceRange) -> String {
    let number = source.line(at: range.start)
    let line = source.range(ofLine: number)
    let start = min(range.start, line.end)
    let end = min(max(range.end, start), line.end)
    let before = escapedHTML(source.text(in: SourceRange(line.start, start)))
    let marked = escapedHTML(source.text(in: SourceRange(start, end)))
    let after = escapedHTML(source.text(in: SourceRange(end, line.end)))
    let mark = marked.isEmpty ? "<mark class=\"point\"></mark>" : "<mark>\(marked)</mark>"
    return "<pre class=\"excerpt\"><code><span class=\"line\">\(number)</span>"
      + "\(before)\(mark)\(after)</code></pre>\n"
  }
}
