import CCMark
import Diagnostics
import Glibc
import NotebookSyntax
import Testing

/// Prose without blocks of ours, maths and tables is plain CommonMark: what is made of it must render
/// as cmark renders it.
struct ReadingProseTests {
  static let documents: [Sample] = [
    "one paragraph",
    "two\nlines",
    "one\n\ntwo",
    "hard  \nbreak and\\\nanother",
    "  leading and trailing  \n   spaces",
    "# One\n## Two\n### Three\n#### Four\n##### Five\n###### Six\n####### no heading",
    "# closed #\n## *set* `in` **type** ##\n#\n",
    "Setext\n===\n\nTwo\nlines\n---\n",
    "***\n\n- - -\n\n___\n",
    "a\n***\nb",
    "*emphasis* _also_ **strong** __also__ ***both*** *a **b** c*",
    "snake_case_word 2*3*4 **not closed *at all",
    "`code` ``with ` tick`` ` a ` `` ` ``",
    "`two\nlines` and *`inside`*",
    "\\*not\\* \\# \\` \\\\ \\a \\& \\<b>",
    "&copy; &amp; &quot; &#35; &#x22; &nosuch; &nbsp;x",
    "& < > \" '",
    "[link](/url) [titled](/url \"a *title*\") [single](/u 'x') [paren](/u (y))",
    "[empty]() [angle](</my url>) [nested [brackets]](/u) [`code`](/u) [*em*](/u)",
    "[full][ref] [ref][] [ref] [REF] [missing]\n\n[ref]: /target \"The title\"\n",
    "[ref]: /a\n[ref2]: /b 'two'\ntext after [ref] and [ref2]",
    "[a]: <b c>\n\n[a]",
    "<https://example.org/a?b=c&d> <me@example.org> <not a link>",
    "![image](/i.png) ![alt *with* `markup` and [a link](/u)](/i.png \"title\")",
    "![two\nlines](/i.png) [![nested](/i.png)](/u) ![ref]\n\n[ref]: /r.png 'R'",
    "inline <b>html</b> <br/> <!-- comment --> <?php x ?> <!DOCTYPE x> <![CDATA[y]]>",
    "<div>\nblock *html*\n</div>\n\nafter",
    "<!-- a comment -->\n\ntext\n\n<pre>\n\nx\n</pre>\n",
    "<table>\n<tr>\n\n*markdown*\n\n</tr>",
    "    indented code\n    \tand more\n\n      deeper\n\nafter",
    "```\nfenced\n```\n\n~~~ python x\ntilde & <b>\n~~~\n",
    "````\n```\nnested\n```\n````",
    "   ```\n   indented\n     fence\n   ```",
    "```\nunclosed",
    "```\n```\n\n~~~\n\n~~~",
    "text\n```python\ninterrupts\n```\nmore",
    "``` info with words and `ticks` ```",
    "> quote\n> more\nlazy\n\nafter",
    "> > nested\n> > quote\n>\n> back",
    "> # heading\n> - list\n>   more\n>\n>       code",
    "> ```\n> fenced in quote\n> ```\n> after\n```\nnot in quote\n```",
    "- a\n- b\n- c",
    "- a\n\n- b\n- c",
    "- a\n  more\n\n  second paragraph\n- b",
    "* a\n* b\n+ c\n+ d\n- e",
    "1. one\n2. two\n3. three",
    "7) seven\n8) eight\n\n\n0. zero",
    "- a\n  - b\n    - c\n      - d\n  - e\n- f",
    "- a\n\n  - b\n\n    - c\n- d",
    "1. a\n   - b\n\n     c\n   - d\n2. e",
    "- a\n- ```\n  code\n  ```\n- > quote\n-     indented\n-\n- # heading",
    "-   wide\n\n    item\n-\ttab\n\n\tcontinued",
    "- a\n\nnot in the list\n\n- b",
    "text\n- interrupts\n\ntext\n2. does not interrupt",
    "- a\n\n<!-- -->\n\n- b",
    "10. ten\n    more\n\n    second",
    "- [ ] no task list\n- [x](/u)",
    "\ttab code\n\na\tb\n",
    "Ünïcödé ✓ 日本語 *強調* “quotes”—dashes…",
    "a *b\nc* d **e\nf** [g\nh](/u)",
    "*a `*` b* [a `](/u)` b](/v) **a <b c=\"**\"> d**",
    "x  \n\ny\\\n\n# z  \n# \\",
    "| not a table |\n| at all |",
    "a | b\n--- \n",
    "a | b\nc | d\n",
    "line\r\nends\r\n\r\n> of\r\n> others\r\n",
    "",
    "\n\n\n",
  ]

  @Test(arguments: documents)
  func `prose renders as cmark renders it`(_ sample: Sample) throws {
    let document = sample.text
    var renderer = TinyHTMLRenderer()
    #expect(renderer.render(parse(document).notebook.prose) == (try cmarkHTML(document)))
  }

  @Test(arguments: documents)
  func `maths and tables elsewhere in a document do not change its prose`(_ sample: Sample) {
    let document = sample.text
    let preface = "$x$ `= C` \u{F8D7} $$\n- a\n$$\n\n| a |\n|---|\n| *b* $y$ |\n\n<!-- -->\n\n"
    let alone = parse(document).notebook.prose
    let prose = parse(preface + document).notebook.prose
    #expect(outline(Array(prose.suffix(alone.count))) == outline(alone))
    #expect(prose.count == alone.count + parse(preface).notebook.prose.count)
  }

  @Test(arguments: 0..<10)
  func `random Markdown renders as cmark renders it`(seed: UInt64) throws {
    var generator = Generator(state: seed)
    let scraps = [
      "a", "b c", "\n", "\n\n", "\n  ", "\n    ", "> ", "- ", "1. ", "# ", "*", "**", "_", "`",
      "``", "\n```\n",
      "[", "]", "(/u)", "![", "<b>", "</b>", "<!-- ", " -->", "\n<div>\n", "\\", "&amp;", "\t",
      "  \n", "\n---\n",
      "\n===\n", "[a]: /u\n", "|", "\r\n", "<http://x.y>", "é", "~~~",
    ]
    for _ in 0..<300 {
      var document = ""
      for _ in 0..<Int.random(in: 1...20, using: &generator) {
        document += scraps.randomElement(using: &generator) ?? ""
      }
      // That would be front matter, or perhaps a table.
      guard !document.hasPrefix("---"), !document.contains("|-") else { continue }
      var renderer = TinyHTMLRenderer()
      let html = renderer.render(parse(document).notebook.prose)
      #expect(html == (try cmarkHTML(document)), "\(document.debugDescription)")
    }
  }

  private func cmarkHTML(_ text: String) throws -> String {
    let html = try #require(cmark_markdown_to_html(text, text.utf8.count, CMARK_OPT_DEFAULT))
    defer { free(html) }
    return String(cString: html)
  }
}

/// The rules of cmark's `html.c` in its safe mode.
private struct TinyHTMLRenderer {
  private var html = ""
  private var imageDepth = 0

  mutating func render(_ events: [ProseEvent]) -> String {
    for event in events { render(event) }
    return html
  }

  private mutating func render(_ event: ProseEvent) {
    if imageDepth > 0 {
      renderAlternativeText(event)
      return
    }
    switch event {
    case .enter(let container): enter(container)
    case .exit(let container): exit(container)
    case .text(let text): html += escaped(text)
    case .softBreak: html += "\n"
    case .hardBreak: html += "<br />\n"
    case .code(let code): html += "<code>\(escaped(code))</code>"
    case .codeBlock(let info, let literal):
      startLine()
      let language = info.split(whereSeparator: \.isWhitespace).first ?? ""
      let attribute = info.isEmpty ? "" : " class=\"language-\(escaped(String(language)))\""
      html += "<pre><code\(attribute)>\(escaped(literal))</code></pre>\n"
    case .thematicBreak:
      startLine()
      html += "<hr />\n"
    case .htmlBlock:
      startLine()
      html += "<!-- raw HTML omitted -->\n"
    case .htmlInline: html += "<!-- raw HTML omitted -->"
    case .math, .inlineValue, .cell: html += "UNEXPECTED"
    }
  }

  private mutating func renderAlternativeText(_ event: ProseEvent) {
    switch event {
    case .enter(.image): imageDepth += 1
    case .exit(.image(_, let title)):
      imageDepth -= 1
      if imageDepth == 0 { html += (title.isEmpty ? "" : "\" title=\"\(escaped(title))") + "\" />" }
    case .text(let text), .code(let text), .htmlInline(let text): html += escaped(text)
    case .softBreak, .hardBreak: html += " "
    default: break
    }
  }

  private mutating func enter(_ container: ProseEvent.Container) {
    switch container {
    case .paragraph(let isTight): if !isTight { open("<p>") }
    case .heading(let level): open("<h\(level)>")
    case .blockQuote: open("<blockquote>\n")
    case .list(nil, _): open("<ul>\n")
    case .list(1?, _): open("<ol>\n")
    case .list(let start?, _): open("<ol start=\"\(start)\">\n")
    case .item: open("<li>")
    case .emphasis: html += "<em>"
    case .strong: html += "<strong>"
    case .link(let destination, let title):
      html += "<a href=\"\(escapedURL(destination))"
      html += (title.isEmpty ? "" : "\" title=\"\(escaped(title))") + "\">"
    case .image(let destination, _):
      html += "<img src=\"\(escapedURL(destination))\" alt=\""
      imageDepth += 1
    case .table, .tableHead, .tableRow, .tableCell: html += "UNEXPECTED"
    }
  }

  private mutating func exit(_ container: ProseEvent.Container) {
    switch container {
    case .paragraph(let isTight): html += isTight ? "" : "</p>\n"
    case .heading(let level): html += "</h\(level)>\n"
    case .blockQuote: open("</blockquote>\n")
    case .list(let start, _): html += start == nil ? "</ul>\n" : "</ol>\n"
    case .item: html += "</li>\n"
    case .emphasis: html += "</em>"
    case .strong: html += "</strong>"
    case .link: html += "</a>"
    case .image, .table, .tableHead, .tableRow, .tableCell: break
    }
  }

  private mutating func open(_ tag: String) {
    startLine()
    html += tag
  }

  private mutating func startLine() {
    if let last = html.unicodeScalars.last, last != "\n" { html += "\n" }
  }

  private func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }

  private func escapedURL(_ url: String) -> String {
    url.replacing(" ", with: "%20").replacing("&", with: "&amp;").replacing("'", with: "&#x27;")
  }
}
