import Diagnostics
import NotebookSyntax
import Testing

struct ReadingFrontMatterTests {
  @Test func `every setting is read and stands at its place`() {
    let marked = MarkedText(
      """
      «---
      title: "Ünits: a & b"   # a comment
      author: Ada L.
      date: 2026-01-02
      abstract: |
        two
        lines
      seed: «42»
      convention: '«keras»'
      allow-html: yes

      # defaults
      hide: no
      fold: true
      output: none
      form: symbolic
      precision: 3
      max: 4×5
      skip: false
      ---»
      # Heading
      """)
    let parsed = NotebookParser.parse(marked.source)
    let frontMatter = parsed.notebook.frontMatter
    #expect(parsed.diagnostics.isEmpty)
    #expect(frontMatter.range == marked.ranges[0])
    #expect(frontMatter.title == "Ünits: a & b")
    #expect(parsed.notebook.title == "Ünits: a & b")
    #expect(frontMatter.author == "Ada L.")
    #expect(frontMatter.date == "2026-01-02")
    #expect(frontMatter.abstract == "two\nlines")
    #expect(frontMatter.seed == Setting(42, at: marked.ranges[1]))
    #expect(frontMatter.convention == Setting("keras", at: marked.ranges[2]))
    #expect(frontMatter.allowsHTML)
    let options = frontMatter.options
    #expect(options.hide == false)
    #expect(options.fold == true)
    #expect(options.output == CellOptions.Output.none)
    #expect(options.form == .symbolic)
    #expect(options.precision == 3)
    #expect(options.max == CellOptions.MaximalSize(rows: 4, columns: 5))
    #expect(options.skip == false)
    #expect(outline(parsed.notebook.prose) == "heading 1\n  text Heading")
  }

  @Test(
    arguments: [
      "---\nseed: 5\n---", "---  \nseed: 5\n---\t\ntext", "\u{FEFF}---\r\nseed: 5\r\n---\r\n",
      "---\rseed: 5\r---\r",
      "---\nseed: 5\n...\n", "---\n\nseed:   5 # five\n\n---\n", "---\n  seed: 5\n---",
      "---\n\"seed\": '5'\n---",
    ] as [Sample])
  func `front matter stands between lines of dashes`(_ sample: Sample) {
    let parsed = parse(sample.text)
    #expect(parsed.notebook.frontMatter.seed?.value == 5)
    #expect(parsed.diagnostics.isEmpty)
    if let range = parsed.notebook.frontMatter.seed?.range {
      #expect(parsed.notebook.source.text(in: range) == "5")
    }
  }

  @Test(arguments: ["---\n---\n", "---\n# nothing\n\n---"] as [Sample])
  func `front matter may be empty`(_ sample: Sample) {
    #expect(parse(sample.text).diagnostics.isEmpty)
    #expect(parse(sample.text).notebook.prose.isEmpty)
  }

  @Test(
    arguments: ["\n---\nseed: 5\n---", " ---\nseed: 5\n---", "----\nseed: 5\n----", "text\n---\n"]
      as [Sample])
  func `elsewhere lines of dashes are Markdown`(_ sample: Sample) {
    #expect(parse(sample.text).notebook.frontMatter.range == nil)
    #expect(parse(sample.text).diagnostics.isEmpty)
    #expect(!parse(sample.text).notebook.prose.isEmpty)
  }

  @Test(arguments: [
    ("«titel»: x", "E-KEY: unknown key `titel` in the front matter (did you mean `title`?)"),
    (
      "«wombats»: 1",
      "E-KEY: unknown key `wombats` in the front matter (keys are title, author, date, abstract, seed, convention, allow-html, hide, fold, output, form, precision, max, skip)"
    ),
    (
      "«id»: x",
      "E-KEY: unknown key `id` in the front matter (`id` belongs to one block: write it behind the block's kind)"
    ),
    (
      "«fails»: E-NAN",
      "E-KEY: unknown key `fails` in the front matter (`fails` belongs to one block: write it behind the block's kind)"
    ),
    ("seed: «-1»", "E-VALUE: `seed: -1` is not a whole number from 0 to 4294967295"),
    (
      "seed: «4294967296»", "E-VALUE: `seed: 4294967296` is not a whole number from 0 to 4294967295"
    ),
    ("seed: «1.5»", "E-VALUE: `seed: 1.5` is not a whole number from 0 to 4294967295"),
    ("é: 1", "E-KEY"),
    ("«seed»:", "E-VALUE: `seed` has no value"),
    (
      "convention: «Keras»",
      "E-VALUE: `convention: Keras` is not a convention nbrun knows (did you mean `keras`?)"
    ),
    (
      "convention: «xyz»",
      "E-VALUE: `convention: xyz` is not a convention nbrun knows (pytorch, keras or optax)"
    ),
    ("allow-html: «maybe»", "E-VALUE: `allow-html: maybe` is neither yes nor no"),
    ("precision: «40»", "E-VALUE: `precision: 40` is not a whole number from 1 to 17"),
    ("form: «shot»", "E-VALUE: `form: shot` is not one of the choices (did you mean `short`?)"),
    (
      "title: «[»a, b]",
      "E-VALUE: the value of `title` is not plain text (put it in quotes if it is meant as text)"
    ),
    ("seed: 1\n«seed»: 2", "E-TWICE: `seed` is given twice (keep one)"),
    ("title: a«:» b", "E-FRONTMATTER: a second `: ` in one entry (put the value in quotes)"),
    ("title: é«:» b", "E-FRONTMATTER: a second `: ` in one entry (put the value in quotes)"),
    (
      "«nothing»", "E-FRONTMATTER: expected `key: value` (write a colon and a space behind the key)"
    ),
    (
      "«- a»",
      "E-FRONTMATTER: expected `key: value` (lists are not used here: write `key: a, b, c`)"
    ),
    (
      "title: «@»x",
      "E-FRONTMATTER: YAML: found character that cannot start any token (put the value in quotes, on one line)"
    ),
  ])
  func `a mistake is told at its place and the rest is read`(line: String, message: String) {
    let marked = MarkedText("---\nauthor: é\n\(line)\nprecision: 7\n---\ntext\n")
    let parsed = NotebookParser.parse(marked.source)
    #expect(messages(parsed.diagnostics).hasPrefix(message))
    if !marked.ranges.isEmpty {
      #expect(parsed.diagnostics.first?.range?.start == marked.ranges[0].start)
    }
    #expect(parsed.notebook.frontMatter.author == "é")
    #expect(
      parsed.notebook.frontMatter.options.precision == (line.hasPrefix("precision") ? nil : 7))
    #expect(outline(parsed.notebook.prose) == "paragraph\n  text text")
  }

  @Test func `two mistakes are told in one go`() {
    let parsed = parse("---\ntitle: a: b\nsed: 1\nmax: 3\n---\n")
    #expect(parsed.diagnostics.map(\.code) == [.frontMatter, .key, .value])
  }

  @Test(arguments: ["«---»\ntitle: x\n\ntext", "«---»", "\u{FEFF}«---»\n"] as [Sample])
  func `front matter without end is an error`(_ sample: Sample) {
    let marked = MarkedText(sample.text)
    let parsed = NotebookParser.parse(marked.source)
    #expect(
      messages(parsed.diagnostics)
        == "E-FRONTMATTER: the front matter is never closed (end it with a line `---`; a rule at the top of a text is written `***`)"
    )
    #expect(parsed.diagnostics.map(\.range) == marked.ranges)
  }

  @Test(arguments: [
    ("# The *first* `code` $x$\n# Second", "a.md", "The first code x"),
    ("#\n\n> ## Quoted", "a.md", "Quoted"),
    ("text", "folder/my.notebook.md", "my.notebook"), ("", ".hidden", ".hidden"),
    ("", "plain", "plain"),
    ("Two\nlines\n===", "a.md", "Two lines"), ("# value `= C`", "a.md", "value C"),
  ])
  func `the title is found in the text or the file's name`(
    text: String, path: String, title: String
  ) {
    #expect(parse(text, path: path).notebook.title == title)
  }
}
