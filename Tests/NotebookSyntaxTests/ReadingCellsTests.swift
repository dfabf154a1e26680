import Diagnostics
import NotebookSyntax
import Testing

struct ReadingCellsTests {
  @Test(arguments: [
    ("matrix", CellKind.matrix), ("octave matrix", .matrix), ("matlab   matrix id=a", .matrix),
    ("train", .train), ("yaml train", .train), ("data", .data), ("yaml data", .data),
    ("csv data as=iris", .csv), ("data hide", .data),
  ])
  func `a kind stands first or behind a language`(info: String, kind: CellKind) {
    for fence in ["```", "~~~", "`````"] {
      let parsed = parse("\(fence)\(info)\nx\n\(fence)\n")
      #expect(parsed.notebook.cells.map(\.kind) == [kind])
      #expect(parsed.notebook.prose == [.cell(0)])
      #expect(parsed.diagnostics.isEmpty)
    }
  }

  @Test(arguments: ["", "octave", "a b matrix", "python", "text metric-space"])
  func `other blocks are prose`(info: String) {
    let parsed = parse("```\(info)\nx\n```")
    #expect(parsed.notebook.cells.isEmpty)
    #expect(parsed.notebook.prose == [.codeBlock(info: info, literal: "x\n")])
    #expect(parsed.diagnostics.isEmpty)
  }

  @Test(arguments: ["«Matrix»", "«matrx»", "«matrix,x»", "octave «matrx» id=a", "«=matrix»"])
  func `a word that is nearly a kind leaves the block prose, with a warning`(info: String) {
    let marked = MarkedText("```\(info)\nx\n```")
    let parsed = NotebookParser.parse(marked.source)
    #expect(parsed.notebook.cells.isEmpty)
    #expect(parsed.diagnostics.map(\.code) == [.kind])
    #expect(parsed.diagnostics.map(\.range) == marked.ranges)
    #expect(parsed.diagnostics.first?.help == "did you mean `matrix`?")
  }

  /// Documents with one cell of which the body is `«x = 1»` and `«y = 2»`, each on its line.
  @Test(
    arguments: [
      "```matrix\n«x = 1»\n«y = 2»\n```",
      "```matrix\r\n«x = 1»\r\n«y = 2»\r\n```\r\n",
      "```matrix\r«x = 1»\r«y = 2»\r```\r",
      "```matrix\n«x = 1»\n«y = 2»",
      "\u{FEFF}```matrix\n«x = 1»\n«y = 2»\n",
      "\u{FEFF}---\nseed: 1\n---\n```matrix\n«x = 1»\n«y = 2»\n",
      "   ```matrix\n   «x = 1»\n «y = 2»\n   ```",
      "  ~~~matrix\n\t«x = 1»\n  «y = 2»\n  ~~~",
      "- é $a$\n\n  ```matrix\n  «x = 1»\n  «y = 2»\n  ```\n",
      "- ```matrix\n  «x = 1»\n  «y = 2»\n- next",
      "-\t```matrix\n\t«x = 1»\n    «y = 2»\n\t```",
      "10. a\n    - b\n\n      ```matrix\n      «x = 1»\n      «y = 2»\n      ```",
      "> ```matrix\n> «x = 1»\n>«y = 2»\n> ```\n",
      "> ```matrix\n> «x = 1»\n> «y = 2»\nnot in the quote\n```\nx\n```",
      ">\t```matrix\n>\t«x = 1»\n> «y = 2»",
      "> - > ```matrix\n>   > «x = 1»\n>   > «y = 2»\n>   > ```\n> - b",
      "- > 1. ```matrix\n  >    «x = 1»\n  >    «y = 2»\n  >    ```",
      "$$\n- a\n$$\n\n| a |\n|---|\n| b |\n\n> ```matrix\n> «x = 1»\n> «y = 2»\n> ```",
      "\u{FEFF}```matrix\n«x = 1»\n«y = 2»\n```\n| a |\n|---|\n",
      "text\n```matrix\n«x = 1»\n«y = 2»\n```\ntext",
    ] as [Sample])
  func `every line of a body knows its place in the file`(_ sample: Sample) throws {
    let marked = MarkedText(sample.text)
    let parsed = NotebookParser.parse(marked.source)
    let cell = try #require(parsed.notebook.cells.first)
    let starts = marked.ranges.map(\.start)
    #expect(parsed.notebook.cells.count == 1)
    #expect(parsed.diagnostics.isEmpty)
    #expect(
      cell.body.text.split(separator: "\n").map { $0.drop { $0.isWhitespace } } == [
        "x = 1", "y = 2",
      ])
    let places = cell.body.text.utf8.indices.enumerated()
      .filter {
        cell.body.utf8[$0.offset] == UInt8(ascii: "x")
          || cell.body.utf8[$0.offset] == UInt8(ascii: "y")
      }
      .map { cell.body.fileOffset(of: $0.offset) }
    #expect(places == starts)
  }

  @Test(
    arguments: [
      "«```matrix\nx\n```»\n", "«```matrix\nx»\n", "«```matrix»", "«```matrix\n```»",
      "> «```matrix\n> x\n> ```»  \nb",
      "> «```matrix\n> x»\n```\n", "- «~~~matrix\n  x\n  ~~~~~»\n", "- «```matrix\n  x»\n- b",
      "«```matrix\n\n\n```»",
      "«```matrix\n`` `\n```»",
    ] as [Sample])
  func `a cell reaches from fence to fence`(_ sample: Sample) {
    let marked = MarkedText(sample.text)
    #expect(NotebookParser.parse(marked.source).notebook.cells.map(\.range) == marked.ranges)
  }

  @Test(arguments: [
    ("```matrix\n```", ""), ("  ```matrix\n  ```", ""), ("> ```matrix\n> ```", "> "),
    ("- ```matrix\n  ```", "  "), ("12. ```matrix\n    ```", "    "),
    ("- a\n\n  ```matrix\n  ```", "  "),
    ("> - ```matrix\n>   ```", ">   "), ("- > ```matrix\n  > ```", "  > "),
    (">```matrix\n>```", "> "),
    ("-\t```matrix\n\t```", " \t"),
  ])
  func `a line put behind a cell stays in its container`(text: String, prefix: String) throws {
    let parsed = parse(text)
    #expect(parsed.notebook.cells.first?.linePrefix == prefix)
    let longer = parse(text + "\n" + prefix + "# added")
    let containers = parsed.notebook.prose.prefix { if case .cell = $0 { false } else { true } }
      .count
    let position = try #require(
      longer.notebook.prose.firstIndex { if case .cell = $0 { true } else { false } })
    #expect(position == containers)
    #expect(longer.notebook.prose[position + 1] == .enter(.heading(level: 1)))
  }

  @Test func `an empty body still has a place`() throws {
    let cell = try #require(parse("a\n\n```matrix hide\n```\n").notebook.cells.first)
    #expect(cell.body.utf8.isEmpty)
    #expect(cell.body.fileOffset(of: 0) == 17)
  }

  @Test func `options are read`() throws {
    let text =
      "```octave matrix id=fwd hide fold=no output=last form=long precision=12 max=10×3 fails=E-MATMUL skip=no\n```"
    let parsed = parse(text)
    let options = try #require(parsed.notebook.cells.first?.options)
    #expect(parsed.diagnostics.isEmpty)
    #expect(options.id?.value == "fwd")
    #expect(options.hide == true)
    #expect(options.fold == false)
    #expect(options.output == .last)
    #expect(options.form == .long)
    #expect(options.precision == 12)
    #expect(options.max == CellOptions.MaximalSize(rows: 10, columns: 3))
    #expect(options.fails?.value == .matmul)
    #expect(options.skip == false)
    #expect(
      parse("~~~csv data as=iris max=4x5\n").notebook.cells.first?.options.as?.value == "iris")
  }

  @Test(arguments: [
    (
      "matrix «presicion»=3",
      "E-OPTION: unknown option `presicion` in the info string (did you mean `precision`?)"
    ),
    (
      "matrix «zzzzzz»",
      "E-OPTION: unknown option `zzzzzz` in the info string (options are id, hide, fold, output, form, precision, max, skip, fails)"
    ),
    ("matrix precision=«18»", "E-VALUE: `precision=18` is not a whole number from 1 to 17"),
    ("matrix precision=«ten»", "E-VALUE: `precision=ten` is not a whole number from 1 to 17"),
    ("matrix «precision»", "E-VALUE: `precision` is not a whole number from 1 to 17"),
    ("matrix hide=«maybe»", "E-VALUE: `hide=maybe` is neither yes nor no"),
    (
      "matrix output=«lats»",
      "E-VALUE: `output=lats` is not one of the choices (did you mean `last`?)"
    ),
    (
      "matrix form=«x»",
      "E-VALUE: `form=x` is not one of the choices (short, long, symbolic or result)"
    ),
    ("matrix max=«8»", "E-VALUE: `max=8` is not rows×columns (write `8×8` or `8x8`)"),
    ("matrix max=«0x9»", "E-VALUE: `max=0x9` is not rows×columns (write `8×8` or `8x8`)"),
    (
      "matrix max=«99999999999999999999x1»",
      "E-VALUE: `max=99999999999999999999x1` is not rows×columns (write `8×8` or `8x8`)"
    ),
    (
      "matrix fails=«E-MATMULL»",
      "E-VALUE: `fails=E-MATMULL` is not the code of an error (did you mean `E-MATMUL`?)"
    ),
    (
      "matrix fails=«W-SUM»",
      "E-VALUE: `fails=W-SUM` is a warning, and only an error makes a block fail"
    ),
    (
      "matrix id=«»", "E-VALUE: `id=` is not a name (letters, digits, `-`, `_` and `.` make a name)"
    ),
    (
      "matrix «as»=x",
      "E-OPTION: `as` names a `csv data` block, and this is a `matrix` block (`id=NAME` names any block)"
    ),
    (
      "csv «data»",
      "E-OPTION: a `csv data` block needs a name (write `csv data as=NAME`; another block reads it with `block: NAME`)"
    ),
    ("matrix hide «hide=no»", "E-TWICE: `hide` is given twice (keep one)"),
  ])
  func `a wrong option is told at its place`(info: String, message: String) {
    let marked = MarkedText("> é\n\n> ~~~ \(info)\n> x\n")
    let parsed = NotebookParser.parse(marked.source)
    #expect(messages(parsed.diagnostics) == message)
    #expect(parsed.diagnostics.map(\.range) == marked.ranges)
    #expect(parsed.notebook.cells.count == 1)
  }

  @Test func `two blocks of one name are an error that shows the first`() {
    let marked = MarkedText("```matrix id=«a»\n```\n```matrix id=b\n```\n```train id=«a»\n```\n")
    let diagnostics = NotebookParser.parse(marked.source).diagnostics
    #expect(messages(diagnostics) == "E-ID: two blocks are called `a` (give each its own `id`)")
    #expect(diagnostics.first?.range == marked.ranges[1])
    #expect(diagnostics.first?.notes.map(\.range) == [marked.ranges[0]])
  }
}
