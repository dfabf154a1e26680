import Diagnostics
import NotebookSyntax
import Testing

struct ReadingTablesTests {
  @Test func `a table has a head, alignments and rows with inline markup`() {
    let text = """
      | name | *value* | $x$ | r |
      |:-----|:-------:|-----|--:|
      | `a|b` | \\| **b** | [l][ref] | - x |
      | $a|b$ | `c\\|d` | \\\\| # e | excess
      | short

      [ref]: /target
      """
    #expect(
      outline(text) == """
        table left center none right
          head
            cell
              text name
            cell
              emphasis
                text value
            cell
              math x
            cell
              text r
          row
            cell
              code a|b
            cell
              text |\(" ")
              strong
                text b
            cell
              link /target ''
                text l
            cell
              text - x
          row
            cell
              math a|b
            cell
              code c|d
            cell
              text \\
            cell
              text # e
          row
            cell
              text short
            cell
            cell
            cell
        """)
  }

  @Test(
    arguments: [
      "a | b\n--|--\n1 | 2", "|a|b|\n|-|-|\n|1|2|", "  | a | b |\n |--|--|\n| 1 | 2 |  ",
      "a | b\r\n--|--\r\n1 | 2\r\n", "[x]: /u\na | b\n--|--\n1 | 2",
    ] as [Sample])
  func `pipes at the ends and spaces may be left out`(_ sample: Sample) {
    #expect(outline(sample.text) == simpleTable)
  }

  @Test func `a table ends a paragraph and stands in quotes and lists`() {
    let text = """
      before
      a | b
      --|--
      1 | 2
      > a | b
      > --|--
      > 1 | 2

      - item
        | a | b |
        |---|---|
        | 1 | 2 |
      - next
      """
    #expect(
      outline(text) == """
        paragraph
          text before
        \(simpleTable)
        quote
        \(simpleTable.indented(by: 1))
        tight list
          item
            tight paragraph
              text item
        \(simpleTable.indented(by: 2))
          item
            tight paragraph
              text next
        """)
  }

  @Test func `a rule right below a table is a rule`() {
    #expect(outline("a | b\n--|--\n1 | 2\n---\nc") == simpleTable + "\nrule\nparagraph\n  text c")
    #expect(outline("a | b\n--|--\n===").contains("text ==="))
  }

  @Test(
    arguments: [
      "a | b\n--|--|--", "a | b\n-- --", "a\n:-", "a | b\n\n--|--", "| a |\n---", "a | b\n--|:x",
      "a | b\n- | -", "# a | b\n--|--", "    a | b\n    --|--", "```\na | b\n--|--\n```",
    ] as [Sample])
  func `what is not quite a table stays what cmark made of it`(_ sample: Sample) {
    #expect(!outline(sample.text).contains("table"))
  }

  @Test func `markup does not reach from cell to cell`() {
    #expect(
      outline("| *a | b* |\n|----|----|") == """
        table none none
          head
            cell
              text *a
            cell
              text b*
        """)
  }

  @Test func `many cells over many short rows do not grow beyond their text`() {
    let head = String(repeating: "|a", count: 3000)
    let text =
      head + "\n" + String(repeating: "|-", count: 3000) + "\n"
      + String(repeating: "|b\n", count: 3000)
    let cells = parse(text).notebook.prose.count { $0 == .enter(.tableCell(.none)) }
    #expect((6000...106_000).contains(cells))
  }

  private var simpleTable: String {
    """
    table none none
      head
        cell
          text a
        cell
          text b
      row
        cell
          text 1
        cell
          text 2
    """
  }
}

extension String {
  fileprivate func indented(by levels: Int) -> String {
    split(separator: "\n").map { String(repeating: "  ", count: levels) + $0 }.joined(
      separator: "\n")
  }
}
