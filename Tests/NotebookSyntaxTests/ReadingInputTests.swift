import Diagnostics
import NotebookSyntax
import Testing

struct ReadingInputTests {
  @Test(arguments: [
    [0xFF], [0x80], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
    [0xE2, 0x82],
  ])
  func `what is not UTF-8 is an error with its offset`(bytes: [UInt8]) {
    let source = SourceFile(path: "x.md", utf8: Array("# é\n".utf8) + bytes + Array(" text".utf8))
    let parsed = NotebookParser.parse(source)
    #expect(
      messages(parsed.diagnostics)
        == "E-UTF8: the byte at offset 5 is not UTF-8 (save the file as UTF-8)")
    #expect(parsed.diagnostics.first?.range?.start == 5)
    #expect(parsed.notebook.prose.isEmpty)
    #expect(parsed.notebook.title == "x")
  }

  @Test func `a NUL byte is an error`() {
    let parsed = parse("a\n```matrix\nx = \0\n```")
    #expect(
      messages(parsed.diagnostics)
        == "E-CHAR: a NUL byte at offset 16 (save the file as UTF-8 text)")
    #expect(parsed.notebook.cells.isEmpty)
  }

  @Test(arguments: ["a\n\nb", "a\r\n\r\nb", "a\r\rb", "a\n\r\nb\n", "\u{FEFF}a\n\nb\r"])
  func `lines end in LF, CRLF or CR`(text: String) {
    #expect(outline(text) == "paragraph\n  text a\nparagraph\n  text b")
  }

  @Test func `lines and columns count as in an editor`() {
    let source = SourceFile(path: "a.md", text: "\u{FEFF}a\rbé\u{301}c\r\nd\n\re")
    let places = [3, 5, 10, 13, 16].map { source.location(at: $0) }
    #expect(places.map(\.line) == [1, 2, 2, 3, 5])
    #expect(places.map(\.column) == [1, 1, 3, 1, 1])
    #expect(
      (1...5).map { source.text(in: source.range(ofLine: $0)) } == [
        "\u{FEFF}a", "bé\u{301}c", "d", "", "e",
      ])
  }

  @Test func `raw HTML is warned of where it stands`() {
    let marked = MarkedText(
      "`<b>` «<b>»x</b> <!-- c -->\n> «<i\n> a='b'>» $<u>$ «<br/>»\n\n| «<s>» |\n|---|\n| `<s>` «<s>» «<q>» |\n\n<!-- c -->\n\n- «<div>»\n  </div>\n"
    )
    let parsed = NotebookParser.parse(marked.source)
    let expected = Array(
      repeating:
        "W-HTML: raw HTML does not reach the page (`allow-html: yes` in the front matter passes it through)",
      count: marked.ranges.count)
    #expect(messages(parsed.diagnostics) == expected.joined(separator: "\n"))
    #expect(parsed.diagnostics.map(\.range) == marked.ranges)
    #expect(
      parse(
        "---\nallow-html: yes\n---\n"
          + marked.source.text(in: SourceRange(0, marked.source.utf8.count))
      ).diagnostics.isEmpty)
  }
}
