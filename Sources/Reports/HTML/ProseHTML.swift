import NotebookSyntax

/// Writes a document's events as HTML: byte for byte what cmark writes for CommonMark's own constructs,
/// and our additions (maths, tables, inline values, cells) between them.
///
/// One loop over the events with a stack, whatever the depth of the document.
struct ProseHTML {
  /// Raw HTML is passed through; otherwise a comment says that it was left out.
  var allowsHTML = false
  var typesetter: any Typesetter
  var inlineValue: (InlineValue) -> String
  /// What is to be said of an inline value, behind the block that holds it.
  var message: (InlineValue) -> String
  var cell: (Int) -> String

  func render(_ events: some Sequence<ProseEvent>) -> String {
    var writer = Writer(prose: self)
    for event in events { writer.write(event) }
    writer.endLine()
    writer.flushMessages()
    return writer.html
  }
}

private struct Writer {
  let prose: ProseHTML
  var html = ""
  /// Within an image's description: how many images are open. Only text counts there.
  private var openImages = 0
  /// For each open table: whether its body has begun.
  private var tableBodies: [Bool] = []
  /// Messages that wait for the end of their paragraph, heading or table.
  private var messages = ""

  init(prose: ProseHTML) {
    self.prose = prose
  }

  mutating func write(_ event: ProseEvent) {
    if openImages > 0, !endsImages(event) { return writeDescription(event) }
    switch event {
    case .enter(let container): enter(container)
    case .exit(let container): exit(container)
    case .text(let text): html += escapedHTML(text)
    case .softBreak: html += "\n"
    case .hardBreak: html += "<br />\n"
    case .code(let text): html += "<code>\(escapedHTML(text))</code>"
    case .codeBlock(let info, let literal): codeBlock(info: info, literal)
    case .thematicBreak:
      endLine()
      html += "<hr />\n"
    case .htmlBlock(let raw):
      endLine()
      html += prose.allowsHTML ? raw : Self.omission
      endLine()
    case .htmlInline(let raw): html += prose.allowsHTML ? raw : Self.omission
    case .math(let tex, let isDisplay, _):
      html += isDisplay ? prose.typesetter.display(tex) : prose.typesetter.inline(tex)
    case .inlineValue(let value):
      html += prose.inlineValue(value)
      messages += prose.message(value)
    case .cell(let index):
      endLine()
      html += prose.cell(index)
      endLine()
    }
  }

  mutating func endLine() {
    if !html.isEmpty, html.utf8.last != UInt8(ascii: "\n") { html += "\n" }
  }

  mutating func flushMessages() {
    guard !messages.isEmpty else { return }
    endLine()
    html += messages
    messages = ""
  }

  private static let omission = "<!-- raw HTML omitted -->"

  // MARK: Containers

  private mutating func enter(_ container: ProseEvent.Container) {
    switch container {
    case .paragraph(let isTight): if !isTight { open("<p>") }
    case .heading(let level): open("<h\(level)>")
    case .blockQuote: open("<blockquote>\n")
    case .list(let start, _):
      open(start.map { $0 == 1 ? "<ol>\n" : "<ol start=\"\($0)\">\n" } ?? "<ul>\n")
    case .item: open("<li>")
    case .emphasis: html += "<em>"
    case .strong: html += "<strong>"
    case .link(let destination, let title):
      html += "<a href=\"\(address(destination))\"\(titleAttribute(title))>"
    case .image(let destination, _):
      html += "<img src=\"\(address(destination))\" alt=\""
      openImages = 1
    case .table:
      open("<div class=\"table\">\n<table>\n")
      tableBodies.append(false)
    case .tableHead: html += "<thead>\n<tr>\n"
    case .tableRow:
      if tableBodies.last == false {
        html += "<tbody>\n"
        tableBodies[tableBodies.count - 1] = true
      }
      html += "<tr>\n"
    case .tableCell(let alignment):
      html += "<\(cellTag)\(alignmentAttribute(alignment))>"
    }
  }

  private mutating func exit(_ container: ProseEvent.Container) {
    switch container {
    case .paragraph(let isTight):
      if !isTight { html += "</p>\n" }
      flushMessages()
    case .heading(let level):
      html += "</h\(level)>\n"
      flushMessages()
    case .blockQuote:
      endLine()
      html += "</blockquote>\n"
    case .list(let start, _): html += start == nil ? "</ul>\n" : "</ol>\n"
    case .item: html += "</li>\n"
    case .emphasis: html += "</em>"
    case .strong: html += "</strong>"
    case .link: html += "</a>"
    case .image(_, let title):
      openImages = 0
      html += "\"\(titleAttribute(title)) />"
    case .table:
      html += tableBodies.popLast() == true ? "</tbody>\n</table>\n</div>\n" : "</table>\n</div>\n"
      flushMessages()
    case .tableHead: html += "</tr>\n</thead>\n"
    case .tableRow: html += "</tr>\n"
    case .tableCell: html += "</\(cellTag)>\n"
    }
  }

  /// Cells before the first body row belong to the head.
  private var cellTag: String { tableBodies.last == true ? "td" : "th" }

  private func alignmentAttribute(_ alignment: ProseEvent.Alignment) -> String {
    switch alignment {
    case .none: ""
    case .left: " class=\"left\""
    case .center: " class=\"center\""
    case .right: " class=\"right\""
    }
  }

  private mutating func open(_ tag: String) {
    endLine()
    html += tag
  }

  private mutating func codeBlock(info: String, _ literal: String) {
    let language = info.prefix { $0 != " " && $0 != "\t" }
    open(
      language.isEmpty
        ? "<pre><code>" : "<pre><code class=\"language-\(escapedHTML(String(language)))\">")
    html += escapedHTML(literal) + "</code></pre>\n"
  }

  // MARK: Links and images

  private func address(_ destination: String) -> String {
    isDangerousURL(destination) ? "" : escapedURL(destination)
  }

  private func titleAttribute(_ title: String) -> String {
    title.isEmpty ? "" : " title=\"\(escapedHTML(title))\""
  }

  /// Follows images within images, and tells when the outermost ends.
  private mutating func endsImages(_ event: ProseEvent) -> Bool {
    switch event {
    case .enter(.image): openImages += 1
    case .exit(.image):
      openImages -= 1
      return openImages == 0
    default: break
    }
    return false
  }

  private mutating func writeDescription(_ event: ProseEvent) {
    switch event {
    case .text(let text), .code(let text), .htmlInline(let text), .math(let text, _, _):
      html += escapedHTML(text)
    case .inlineValue(let value): html += escapedHTML(value.text)
    case .softBreak, .hardBreak: html += " "
    default: break
    }
  }
}
