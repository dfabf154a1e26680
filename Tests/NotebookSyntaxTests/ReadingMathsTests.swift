import Diagnostics
import NotebookSyntax
import Testing

struct ReadingMathsTests {
  /// A document, and what its events must be.
  struct Case: CustomTestStringConvertible, Sendable {
    let text: String
    let outline: String
    var testDescription: String { Sample(stringLiteral: text).testDescription }

    init(_ text: String, _ outline: String) {
      self.text = text
      self.outline = outline
    }
  }

  @Test(arguments: [
    Case("$x$", "math x"),
    Case("a $x_1 * y_2 * z$ b", "text a \nmath x_1 * y_2 * z\ntext  b"),
    Case("$a_b$ and $c_d$", "math a_b\ntext  and \nmath c_d"),
    Case("**$x$** *a $y*z$*", "strong\n  math x\ntext  \nemphasis\n  text a \n  math y*z"),
    Case("$a<b$ & $c>d$", "math a<b\ntext  & \nmath c>d"),
    Case("costs $5 and $6", "text costs $5 and $6"),
    Case("costs $5 and 6$ more", "text costs \nmath 5 and 6\ntext  more"),
    Case("from 5$ to 6$", "text from 5$ to 6$"),
    Case("$ x$ and $x $", "text $ x$ and $x $"),
    Case("$x$1 and $y$", "text $x$1 and \nmath y"),
    Case("\\$x$ y$", "text $x$ y$"),
    Case("\\$x$y$", "text $x\nmath y"),
    Case("$a \\$ b$", "math a \\$ b"),
    Case("\\\\$x$", "text \\\nmath x"),
    Case("`$x$` $`y`$", "code $x$\ntext  \nmath `y`"),
    Case("``a ` $b`` $c$", "code a ` $b\ntext  \nmath c"),
    Case("` $x$", "text ` \nmath x"),
    Case(
      "<https://x.org/$a$> $b$",
      "link https://x.org/$a$ ''\n  text https://x.org/$a$\ntext  \nmath b"),
    Case("<i title=\"$a$\"> $b$", "html <i title=\"$a$\">\ntext  \nmath b"),
    Case("[a $x$](/u$y$z \"t $w$\")", "link /u$y$z 't $w$'\n  text a \n  math x"),
    Case("![a $x$ `= C`](/i$y$)", "image /i$y$ ''\n  text a $x$ \n  code = C"),
    Case("$a\nb$ c", "math a\\nb\ntext  c"),
    Case("$$x$$", "display x"),
    Case("is $$x$$ so", "text is \ndisplay x\ntext  so"),
    Case("$$\nx\n$$", "display \\nx\\n"),
    Case("$$ \\text{for $x$} $$", "display  \\text{for $x$} "),
    Case("$$$x$$$", "text $$$x$$$"),
    Case("$$$$", "text $$$$"),
    Case("$$ $$", "text $$ $$"),
    Case("$$ alone", "text $$ alone"),
    Case("$a$$b$", "math a\nmath b"),
    Case("$x", "text $x"),
    Case("$", "text $"),
  ])
  func `dollars are maths where GitHub and pandoc say so`(_ sample: Case) {
    let lines = sample.outline.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(
      outline(sample.text) == (["paragraph"] + lines.map { "  " + $0 }).joined(separator: "\n"))
  }

  @Test func `lines of display maths may look like Markdown`() {
    let text = """
      before
      $$
      C
      = a
      - b
      + x
      * y
      1. z
      # w
          v
      > u
      ===
      ---
      $$ after
      - item
      """
    #expect(
      outline(text) == """
        paragraph
          text before
          soft break
          display \\nC\\n= a\\n- b\\n+ x\\n* y\\n1. z\\n# w\\n    v\\n> u\\n===\\n---\\n
          text  after
        tight list
          item
            tight paragraph
              text item
        """)
  }

  @Test func `display maths in quotes and lists loses their prefixes`() {
    let text = """
      > $$
      > a
      > - b
      > > c
      > $$
      >
      > - $$
      >   d
      >   + e
      >   $$ f

      1. g $$h
         - i
         $$

         $j$
      """
    #expect(
      outline(text) == """
        quote
          paragraph
            display \\na\\n- b\\n> c\\n
          tight list
            item
              tight paragraph
                display \\nd\\n+ e\\n
                text  f
        list from 1
          item
            paragraph
              text g\(" ")
              display h\\n- i\\n
            paragraph
              math j
        """)
  }

  @Test func `inline maths ends with its paragraph`() {
    #expect(!outline("$a\n+ b$\n\n- $c\n- d$\n\n# $e\nf$").contains("math"))
  }

  @Test(
    arguments: [
      "$$\na\n\nb\n$$", "- $$\n- b\n- $$\n", "$$\n```\n$$\n```\n", "$$\n<div>\n$$\n</div>",
      "> $$\n\n$$", "# $$\nx\n\n$$ y",
    ] as [Sample])
  func `display maths does not reach over blank lines, items, code and HTML`(_ sample: Sample) {
    #expect(!outline(sample.text).contains("display"))
  }

  @Test(
    arguments: [
      "    $x$", "```\n$x$\n```", "~~~ $x$\n$$\ny\n$$\n~~~", "<div>\n$x$\n</div>",
      "- a\n\n      $x$",
      "[a]: /u$x$ 'y'",
    ] as [Sample])
  func `code blocks, HTML blocks and link definitions hold no maths`(_ sample: Sample) {
    #expect(!outline(sample.text).contains("math"))
  }

  @Test func `maths and the text after it may go on in the next paragraph that cmark saw`() {
    #expect(
      outline("$$\n- a $$ b $c$\n$$\n- d\n$$ e") == """
        paragraph
          display \\n- a\(" ")
          text  b\(" ")
          math c
          soft break
          display \\n- d\\n
          text  e
        """)
  }

  @Test func `a definition may hold dollars`() {
    #expect(
      outline("[a]\n\n[a]: /u$x$ 'y $z$'") == """
        paragraph
          link /u$x$ 'y $z$'
            text a
        """)
  }

  @Test func `maths and inline values know where they stand`() {
    let marked = MarkedText(
      "é «$x$» «`= «C + 1»`»\r\n> «$$\r\n> y\r\n> $$»\n- | a |\n  |---|\n  | «``= «D» ``» «$z|w$» |\n\n```\n```\n"
    )
    var ranges: [SourceRange] = []
    for event in NotebookParser.parse(marked.source).notebook.prose {
      switch event {
      case .math(_, _, let range): ranges.append(range)
      case .inlineValue(let value):
        ranges += [value.spanRange, value.range]
        #expect(marked.source.text(in: value.range) == value.text)
      default: break
      }
    }
    #expect(ranges == marked.ranges)
  }

  @Test(arguments: [
    Case("`= C`", "value C"),
    Case("x`= W(1, 2) `y", "text x\nvalue W(1, 2)\ntext y"),
    Case("`` = a`b ``", "value a`b"),
    Case(
      "`=C` `==` `=` `= ` ` = C`",
      "code =C\ntext  \ncode ==\ntext  \ncode =\ntext  \ncode = \ntext  \ncode  = C"),
    Case("*`= C`*", "emphasis\n  value C"),
    Case("`= a\nb`", "code = a b"),
    Case("\\`= C`", "text `= C`"),
  ])
  func `code that begins with an equals sign and a space is a value`(_ sample: Case) {
    let lines = sample.outline.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(
      outline(sample.text) == (["paragraph"] + lines.map { "  " + $0 }).joined(separator: "\n"))
  }

  @Test func `the character that marks a token may stand in a text itself`() {
    let marker = "\u{F8D7}"
    #expect(
      outline("\(marker)0\(marker) $x\(marker)$ `\(marker)`\n\n    \(marker)\n\n[a](/\(marker))")
        == """
        paragraph
          text \(marker)0\(marker)\(" ")
          math x\(marker)
          text \(" ")
          code \(marker)
        code block : \(marker)\\n
        paragraph
          link /\(marker) ''
            text a
        """)
  }
}
