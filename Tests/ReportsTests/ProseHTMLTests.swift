import CCMark
import Diagnostics
import Foundation
import NotebookSyntax
import Testing

@testable import Reports

@Suite struct ProseHTMLTests {
  /// Formulas and values are shown by marks.
  private func html(_ text: String, allowsHTML: Bool = false) -> String {
    let source = SourceFile(path: "a.md", text: text)
    let events = NotebookParser.parse(source).notebook.prose
    return prose(allowsHTML: allowsHTML).render(events)
  }

  private func prose(allowsHTML: Bool = false) -> ProseHTML {
    ProseHTML(
      allowsHTML: allowsHTML, typesetter: KaTeXTypesetter(), inlineValue: { "[\($0.text)]" },
      message: { "<message of \($0.text)>\n" }, cell: { "<cell \($0)>" })
  }

  @Test(arguments: Documents.all)
  func `prose is what cmark writes`(document: String) throws {
    let expected = try #require(
      document.withCString { cmark_markdown_to_html($0, document.utf8.count, CMARK_OPT_DEFAULT) })
    defer { free(expected) }
    // A front matter is not Markdown: a line of text keeps a document of `---` from being one.
    #expect(html(document) == String(cString: expected))
  }

  @Test(arguments: Documents.all)
  func `prose with its own HTML is what cmark writes`(document: String) throws {
    let expected = try #require(
      document.withCString { cmark_markdown_to_html($0, document.utf8.count, CMARK_OPT_UNSAFE) })
    defer { free(expected) }
    let written = html(document, allowsHTML: true)
    // Even then no link runs code.
    if document.lowercased().contains("script:") || document.contains("data:") {
      #expect(!written.lowercased().contains("=\"javascript:"))
    } else {
      #expect(written == String(cString: expected))
    }
  }

  @Test func `maths keeps its TeX, escaped`() {
    #expect(
      html("a $x < \"y\" & z$ b")
        == "<p>a <span class=\"math\">x &lt; &quot;y&quot; &amp; z</span> b</p>\n")
    #expect(
      html("$$x^2$$") == "<p><span class=\"math\" data-display>x^2</span></p>\n")
  }

  @Test func `a table has a head, a body and its alignments`() {
    #expect(
      html("| a | b |\n|:--|--:|\n| *c* | `d` |\n") == """
        <div class="table">
        <table>
        <thead>
        <tr>
        <th class="left">a</th>
        <th class="right">b</th>
        </tr>
        </thead>
        <tbody>
        <tr>
        <td class="left"><em>c</em></td>
        <td class="right"><code>d</code></td>
        </tr>
        </tbody>
        </table>
        </div>

        """)
    #expect(!html("| a |\n|---|\n").contains("<tbody>"))
  }

  @Test func `an inline value is replaced, and what is to be said of it follows its paragraph`() {
    #expect(html("It is `= C` now") == "<p>It is [C] now</p>\n<message of C>\n")
    #expect(html("- a `= C`\n- b") == "<ul>\n<li>a [C]\n<message of C>\n</li>\n<li>b</li>\n</ul>\n")
    #expect(html("![a `= C`](b)") == "<p><img src=\"b\" alt=\"a = C\" /></p>\n")
  }

  @Test func `a block stands on lines of its own`() {
    #expect(html("a\n```matrix\nx\n```\nb") == "<p>a</p>\n<cell 0>\n<p>b</p>\n")
    #expect(html("- ```matrix\n  x\n  ```\n") == "<ul>\n<li>\n<cell 0>\n</li>\n</ul>\n")
  }

  @Test func `depth does not matter`() {
    let depth = 20_000
    var events = Array(repeating: ProseEvent.enter(.blockQuote), count: depth)
    events.append(.text("deep"))
    events += Array(repeating: ProseEvent.exit(.blockQuote), count: depth)
    let html = prose().render(events)
    #expect(html.hasPrefix("<blockquote>\n<blockquote>\n"))
    #expect(html.hasSuffix("</blockquote>\n</blockquote>\n"))
  }
}
