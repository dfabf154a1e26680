import Diagnostics
import EquationGraph
import LinearAlgebra
package import NotebookEngine
import NotebookSyntax

/// The page of a notebook.
package enum HTMLReport {
  /// `NAME.html`. It refers to the files of `SharedAssets` in the folder `assets` beside it, and to nothing
  /// else.
  package static func render(_ run: NotebookRun) -> [ReportFile] {
    render(run, Equations(run))
  }

  package static func render(_ run: NotebookRun, _ equations: Equations) -> [ReportFile] {
    render(run, equations, typesetter: KaTeXTypesetter())
  }

  static func render(
    _ run: NotebookRun, _ equations: Equations, typesetter: some Typesetter
  ) -> [ReportFile] {
    let page = Page(run: run, equations: equations, typesetter: typesetter)
    return [ReportFile(path: run.notebook.source.stem + ".html", text: page.html)]
  }
}

private struct Page {
  let run: NotebookRun
  let equations: Equations
  let typesetter: any Typesetter
  let diagnostics: DiagnosticHTML
  let places: DiagnosticPlaces

  init(run: NotebookRun, equations: Equations, typesetter: any Typesetter) {
    self.run = run
    self.equations = equations
    self.typesetter = typesetter
    diagnostics = DiagnosticHTML(run)
    places = DiagnosticPlaces(run)
  }

  var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="\(Self.contentPolicy)">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="generator" content="nbrun">
    <title>\(escapedHTML(run.notebook.title))</title>
    \(typesetter.headElements)<link rel="stylesheet" href="assets/nbrun.css">
    <script defer src="assets/nbrun.js"></script>
    </head>
    <body>
    <main>
    \(content)</main>
    <footer>
    <p>Computed by nbrun from <code>\(escapedHTML(run.notebook.source.name))</code>.</p>
    </footer>
    </body>
    </html>

    """
  }

  /// Nothing but the files beside the page; `file:` because a page opened from disk has no origin.
  private static let contentPolicy =
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; "
    + "font-src 'self' file:; img-src 'self' file: data:; base-uri 'none'; form-action 'none'"

  /// The title, what is wrong with the notebook as a whole, the rest of the document. A notebook that does
  /// not begin with its title gets one.
  private var content: String {
    let events = run.notebook.prose
    let beginsWithTitle = events.first == .enter(.heading(level: 1))
    let titleEnd =
      beginsWithTitle ? events.firstIndex(of: .exit(.heading(level: 1))).map { $0 + 1 } ?? 0 : 0
    let title =
      titleEnd > 0
      ? prose.render(events[..<titleEnd]) : "<h1>\(escapedHTML(run.notebook.title))</h1>\n"
    return title + byline + diagnostics.summary(of: run.diagnostics)
      + places.onTop.map { diagnostics.block($0) }.joined()
      + prose.render(events[titleEnd...])
  }

  /// Who wrote the notebook, when, and what it is about, as the front matter says.
  private var byline: String {
    let frontMatter = run.notebook.frontMatter
    let names = [frontMatter.author, frontMatter.date].compactMap { $0 }.map(escapedHTML)
    return (names.isEmpty ? "" : "<p class=\"byline\">\(names.joined(separator: " · "))</p>\n")
      + (frontMatter.abstract.map { "<p class=\"abstract\">\(escapedHTML($0))</p>\n" } ?? "")
  }

  private var prose: ProseHTML {
    let cells = CellHTML(
      run: run, equations: equations, typesetter: typesetter, diagnostics: diagnostics,
      places: places)
    let style = DisplayOptions(run.notebook.frontMatter.options).style
    return ProseHTML(
      allowsHTML: run.notebook.frontMatter.allowsHTML, typesetter: typesetter,
      inlineValue: { inline in
        switch run.inlineValues[inline.spanRange] {
        case .value(let value)? where value.isScalar: typesetter.inline(tex(of: value, style))
        case .value(let value)?:
          "<span class=\"wide\">\(typesetter.inline(tex(of: value, style)))</span>"
        case .failed(let message)?:
          "<code class=\"failed\" title=\"\(escapedHTML(message))\">\(escapedHTML(inline.text))</code>"
        case nil: "<code>\(escapedHTML(inline.text))</code>"
        }
      },
      message: { inline in
        (places.ofInlineValues[inline.spanRange] ?? []).map { diagnostics.block($0) }.joined()
      },
      cell: { cells.render($0) })
  }
}
