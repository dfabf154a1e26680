import Diagnostics
import NotebookEngine
import NotebookSyntax
import Testing

@testable import Reports

@Suite struct MarkdownReportTests {
  private func document(_ run: NotebookRun) -> String {
    String(decoding: MarkdownReport.render(run)[0].contents, as: UTF8.self)
  }

  /// Reads `text`, runs it and writes the report.
  private func report(_ text: String) -> String {
    let parsed = NotebookParser.parse(SourceFile(path: "a.md", text: text))
    return document(NotebookRunner.run(parsed.notebook, diagnostics: parsed.diagnostics))
  }

  @Test func `the document of the seed example`() throws {
    try Snapshot.expect(document(SeedRun.make()), matches: "seed.md")
  }

  @Test func `the document of a notebook with mistakes`() throws {
    try Snapshot.expect(document(MistakesRun.make()), matches: "mistakes.md")
  }

  @Test func `the document of a sweep`() throws {
    try Snapshot.expect(document(SweepRun.make()), matches: "sweep.md")
  }

  @Test func `plots are files with harmless names`() {
    let paths = MarkdownReport.render(MistakesRun.make()).map(\.path)
    #expect(paths.count == 3)
    for path in paths.dropFirst() {
      #expect(path.hasPrefix("mis takes & more-") && path.hasSuffix(".svg"))
      #expect(!path.contains("/") && !path.contains("<"))
    }
    #expect(Set(paths).count == paths.count)
  }

  @Test func `output carries the prefix of its container`() {
    #expect(
      report("> ```matrix\n> a = 1\n> ```\n> text\n") == """
        > ```matrix
        > a = 1
        > ```
        >
        > $$
        > a = 1
        > $$
        >
        > text

        """)
    #expect(
      report("- ```matrix\n  a = 1\n  ```\n") == """
        - ```matrix
          a = 1
          ```

          $$
          a = 1
          $$

        """)
  }

  @Test func `a block that the file's end cuts off is closed`() {
    #expect(report("```matrix\na = 1") == "```matrix\na = 1\n```\n\n$$\na = 1\n$$\n")
    #expect(report("~~~~matrix\na = 1\n~~~\n").contains("~~~~matrix\na = 1\n~~~\n~~~~\n"))
  }

  @Test func `line endings are those of the notebook`() {
    #expect(
      report("```matrix\r\na = 1\r\n```\r\n")
        == "```matrix\r\na = 1\r\n```\r\n\r\n$$\r\na = 1\r\n$$\r\n")
  }

  @Test func `an inline value is replaced in place`() {
    #expect(
      report("```matrix\na = 2;\n```\n\nIt is `= a`, not `a`.\n").hasSuffix("It is $2$, not `a`.\n")
    )
  }

  @Test func `source is hidden and folded as asked`() {
    #expect(report("x\n\n```matrix hide\na = 1\n```\n\ny\n") == "x\n\n$$\na = 1\n$$\n\ny\n")
    #expect(report("x\n\n```matrix hide\nrng(1);\n```\n\ny\n") == "x\n\n\n\ny\n")
    #expect(
      report("```matrix fold\nrng(1);\n```\n")
        == "<details>\n<summary>Source</summary>\n\n```matrix fold\nrng(1);\n```\n\n</details>\n")
  }

  @Test(
    arguments: [
      "---\ntitle: T\nprecision: 3\n---\n\n# H\n\n```matrix\na = pi\nb = a * [1 2; 3 4]\n```\n\nIt is `= a`.\n",
      "> ```octave matrix id=q\n> a = [1 2]'\n> ```\n\n1. x\n\n   ```matrix\n   c = 2 * a\n   ```\n",
      "```matrix\nw = [1 2];\nL = sum(sum(w .* w));\n```\n\n```train\nloss: L\nparams: w\nlr: 0.1\nsteps: 3\n```\n",
    ])
  func `a report is a notebook that gives the same values`(text: String) {
    func run(_ text: String) -> NotebookRun {
      let parsed = NotebookParser.parse(SourceFile(path: "a.md", text: text))
      return NotebookRunner.run(parsed.notebook, diagnostics: parsed.diagnostics)
    }
    let first = run(text)
    let second = run(document(first))
    #expect(second.notebook.cells.map(\.body.utf8) == first.notebook.cells.map(\.body.utf8))
    #expect(second.values.map(\.value) == first.values.map(\.value))
    #expect(first.diagnostics.isEmpty && second.diagnostics.isEmpty)
  }

  @Test func `text is escaped where it stands in a table or a sentence`() {
    #expect(
      escapedMarkdown("a|b <i> *c* [d](e) $f$ `g` \\h\n&")
        == "a\\|b \\<i\\> \\*c\\* \\[d\\](e) \\$f\\$ \\`g\\` \\\\h &amp;")
    #expect(markdownCode("a`b") == "``a`b``")
    #expect(markdownCode("`") == "`` ` ``")
  }
}
