import Diagnostics
import NotebookSyntax
import Testing

struct ReadingRobustnessTests {
  static let notebook = """
    ---
    title: "A $x$ notebook"
    seed: 2628
    max: 4x4
    ---
    # Heading with $y$ and `= C`

    Text *with **markup*** and \\$5, [links](/u "t") <b>html</b>, `code`.
    $$
    - \\frac{a}{b}
    $$ and more

    | a | `b|c` | $d$ |
    |:--|:-:|--:|
    | 1 | *2* | [3](/u) |

    ```octave matrix id=fwd precision=3
    X = [1 2; 3 4]   %: 2×2
    y_o = σ(X)'      %=> [0.7 0.9]
    ```

    > 1. quote
    >    ```yaml train hide
    >    loss: C   # é
    >    stop: L < 1e-3; no improvement 20
    >    ```
    >
    > - \t~~~ csv data as=iris
    >   a,b
    >   1,2
    >   ~~~

    <div>raw $</div>
    """

  @Test(arguments: 0..<20)
  func `a changed notebook is read without harm`(seed: UInt64) {
    var generator = Generator(state: seed)
    let scraps = [
      "$", "$$", "`", "```", "~~~", "```matrix\n", "\n", "\r", "\r\n", "\n\n", "> ", "- ", "1. ",
      "|", "|--|--|\n",
      "\t", "    ", "---\n", "===\n", "<", "<!--", "-->", "<div>\n", "[", "](", "\\", "*", "_",
      "= ", ": ", "é", "\u{F8D7}",
      "\u{F8D7}0\u{F8D7}", "\u{FEFF}", "[", "{", "\"", "'", "|\n  a", "#", "&", "!", "\u{85}",
      "\u{2028}", "\0",
    ].map { Array($0.utf8) }
    for _ in 0..<100 {
      var utf8 = Array(Self.notebook.utf8)
      for _ in 0..<Int.random(in: 1...12, using: &generator) {
        let start = Int.random(in: 0...utf8.count, using: &generator)
        let end = min(utf8.count, start + Int.random(in: 0...8, using: &generator))
        utf8.replaceSubrange(start..<end, with: scraps.randomElement(using: &generator) ?? [])
        if Int.random(in: 0..<40, using: &generator) == 0 { utf8.removeLast(utf8.count / 2) }
      }
      check(utf8)
    }
  }

  @Test(arguments: 0..<10)
  func `random bytes are read without harm`(seed: UInt64) {
    var generator = Generator(state: seed)
    let alphabet = Array("$`|-:\n\r\t >*_[]()<>!\\#~=a1.\"'&é".utf8)
    for _ in 0..<100 {
      let isText = Bool.random(using: &generator)
      check(
        (0..<Int.random(in: 0...200, using: &generator)).map { _ in
          isText
            ? alphabet.randomElement(using: &generator) ?? 0
            : UInt8.random(in: 0...255, using: &generator)
        })
    }
  }

  /// Whatever the text: places are those of the file, containers are left in order.
  private func check(_ utf8: [UInt8]) {
    let source = SourceFile(path: "x.md", utf8: utf8)
    let parsed = NotebookParser.parse(source)
    let text = "\(String(decoding: utf8, as: UTF8.self).debugDescription)"
    for cell in parsed.notebook.cells {
      for (index, line) in cell.body.lines.enumerated() {
        let end =
          index + 1 < cell.body.lines.count
          ? cell.body.lines[index + 1].start : cell.body.utf8.count
        let bytes = cell.body.utf8[line.start..<end].filter { $0 != UInt8(ascii: "\n") }
        let inFile = utf8[line.fileOffset...].prefix(bytes.count)
        #expect(Array(inFile) == Array(bytes), "\(text)")
        let isLineEnd =
          line.fileOffset + bytes.count == utf8.count
          || [UInt8(ascii: "\n"), UInt8(ascii: "\r")].contains(utf8[line.fileOffset + bytes.count])
        #expect(isLineEnd, "\(text)")
      }
      #expect(
        cell.range.start <= cell.infoRange.start && cell.infoRange.end <= cell.range.end, "\(text)")
      #expect("`~".utf8.contains(utf8[cell.range.start]), "\(text)")
      if cell.kind == .train || cell.kind == .data {
        let parser = KeyValueParser(cell.body)
        for pair in parser.pairs {
          #expect(
            pair.value.range.start >= cell.range.start && pair.value.range.end <= cell.range.end,
            "\(text)")
        }
        checkRanges(of: parser.diagnostics, in: source)
      }
    }
    checkRanges(of: parsed.diagnostics, in: source)
    var open: [ProseEvent.Container] = []
    var cellCount = 0
    for event in parsed.notebook.prose {
      switch event {
      case .enter(let container): open.append(container)
      case .exit(let container): #expect(open.popLast() == container, "\(text)")
      case .cell(let index):
        #expect(index == cellCount, "\(text)")
        cellCount += 1
      case .inlineValue(let value):
        #expect(source.text(in: value.range) == value.text, "\(text)")
        #expect(utf8[value.spanRange.start] == UInt8(ascii: "`"), "\(text)")
      case .math(_, _, let range): #expect(utf8[range.start] == UInt8(ascii: "$"), "\(text)")
      default: break
      }
    }
    #expect(open.isEmpty, "\(text)")
    #expect(cellCount == parsed.notebook.cells.count, "\(text)")
  }

  private func checkRanges(of diagnostics: [Diagnostic], in source: SourceFile) {
    for diagnostic in diagnostics {
      let range = diagnostic.range ?? SourceRange(0, 0)
      #expect(range.start >= 0 && range.start <= range.end && range.end <= source.utf8.count)
      _ = DiagnosticFormatter().format(diagnostic, in: source)
    }
  }

  /// Texts on which a careless reader recurses or takes time that grows with the square.
  @Test(
    arguments: [
      "$", "$$", "$ ", "$a ", "$$\n", "`", "`a``", "[", "![", "](", "*a _", "> ", "- a\n", "<",
      "<a b='", "<!--", "<?",
      "|", "|-", "a|\n", "| a |\n|---|\n", "\\", "\\$", "&", "`= a", "`= a` ", "$a$ ",
      "$$\na\n$$\n", "- $$\n", "#\n",
      "```matrix\n```\n", "\r", "\u{F8D7}", "\u{F8D7}$a$", "<a><!-- -- ", "\t", "    a\n", "> $$\n",
      "a\n===\n",
    ] as [Sample])
  func `long repetitions are read`(_ sample: Sample) {
    let text = String(repeating: sample.text, count: 100_000 / sample.text.utf8.count)
    let parsed = parse(text)
    #expect(parsed.notebook.source.utf8.count == text.utf8.count)
  }

  @Test func `deep nesting is read`() {
    let quotes = String(repeating: "> ", count: 15_000)
    let text =
      quotes + "$$\n" + String(repeating: "b\n", count: 5000) + "`= c` $$\n\n" + quotes
      + "```matrix\n" + quotes + "x\n"
    let parsed = parse(text)
    #expect(parsed.notebook.cells.first?.body.text == "x\n")
    let lists = String(repeating: "- + ", count: 1000) + "$a$\n"
    #expect(parse(lists).notebook.prose.contains { if case .math = $0 { true } else { false } })
  }

  @Test(
    arguments: ["[", "{", "- ", "? ", "a: ", "&a ", "\"", "!", "*", "'", ",", "#", "\n", "é", "  "]
      as [Sample])
  func `YAML of long repetitions is read`(_ sample: Sample) {
    let text = String(repeating: sample.text, count: 50_000 / sample.text.utf8.count)
    for line in [text, "a: " + text, "a:\n  " + text] {
      _ = KeyValueParser(CellText(contiguous: Array(line.utf8)))
      _ = parse("---\n\(line)\n---\n")
    }
    var nested = ""
    for depth in 0..<300 { nested += String(repeating: " ", count: depth) + "a:\n" }
    #expect(KeyValueParser(CellText(contiguous: Array(nested.utf8))).pairs.isEmpty)
  }
}
