import Diagnostics
import LinearAlgebra
import NotebookEngine
import NotebookSyntax
import Testing

/// What `data` blocks make of tables.
@Suite struct DataTests {
  private func block(_ settings: String, _ table: String) -> String {
    "```csv data as=t\n\(table)\n```\n\n```yaml data\nblock: t\n\(settings)\n```\n"
  }

  @Test(arguments: [
    ("80%", [1.0, 2, 3, 4]), ("50%", [1, 2]), ("59%", [1, 2]), ("60%", [1, 2, 3]),
    ("2 train", [1, 2]),
    ("2 test", [1, 2, 3]), ("40% test", [1, 2, 3]), ("60% train, 40% test", [1, 2, 3]),
    ("3 train, 40% test", [1, 2, 3]), ("1 train, 4 test", [1]),
  ])
  func `the first rows train`(split: String, train: [Double]) {
    let run = run(block("X: column 1\nsplit: \(split)", "1\n2\n3\n4\n5"))
    expectNoErrors(run)
    #expect(run.value("X").map { Array($0.elements) } == train)
    #expect(
      run.value("X_test").map { Array($0.elements) }
        == [1, 2, 3, 4, 5].filter { !train.contains($0) })
  }

  @Test func `rows that are left out are so before the split`() {
    let run = run(
      block("X: column 1\nrows: 2..6\nmissing: drop\nsplit: 2 train", "1\n2\n?\n4\n5\n\n6\nx"))
    expectNoErrors(run)
    expect(run.value("X"), is: [[2], [4]])
    expect(run.value("X_test"), is: [[5], [6]])
    #expect(run.cells[1].data?.droppedRows == 1)
  }

  @Test func `all names of a block keep their rows together`() {
    let run = run(
      "```matrix\nrng(3)\n```\n"
        + block(
          "X: column 1\nk: codes column 2\nP: one-hot column 2\nsplit: 4 train, shuffled",
          "x,kind\n1,a\n2,b\n3,a\n4,b\n5,a\n6,b"))
    expectNoErrors(run)
    for twin in ["", "_test"] {
      guard let x = run.value("X\(twin)"), let k = run.value("k\(twin)"),
        let p = run.value("P\(twin)")
      else {
        Issue.record("no values")
        return
      }
      for row in 0..<x.rows {
        let isEven = x[row, 0].truncatingRemainder(dividingBy: 2) == 0
        #expect(k[row, 0] == (isEven ? 2 : 1))
        #expect(p[row, 0] == (isEven ? 0 : 1) && p[row, 1] == (isEven ? 1 : 0))
      }
    }
  }

  @Test func `test rows are scaled by what was fitted on training rows`() {
    let run = run(block("X: columns 1..2\nminmax: X\nsplit: 2 train", "0,5\n10,5\n20,6"))
    expectNoErrors(run)
    expect(run.value("X"), is: [[0, 0], [1, 0]])
    // A constant column has nothing to be divided by.
    expect(run.value("X_test"), is: [[2, 1]])
  }

  // MARK: The rest of the notebook

  @Test func `a loaded matrix can be trained`() {
    let run = run(
      block("X: columns 1..2", "1,2\n3,4")
        + "```matrix\nC = sum(sum(X .^ 2))\n```\n```train\nloss: C\nparams: X\nlr: 0.25\nsteps: 1\n```\n"
    )
    expectNoErrors(run)
    expect(run.value("X"), is: [[0.5, 1], [1.5, 2]])
    expect(run.value("C"), is: [[7.5]])
  }

  @Test func `a substitution takes the test rows`() {
    let run = run(
      block("X: columns 1..2\nsplit: 1 train", "1,2\n3,4\n5,6")
        + "```matrix\ny = X * [1; 1]\nz = subs(y, X, X_test)\n```\n")
    expectNoErrors(run)
    expect(run.value("z"), is: [[7], [11]])
  }

  @Test func `the command line does not replace what is read`() {
    let text = block("X: column 1", "1\n2")
    let replaced = run(text + "```matrix\nX = 3\n```\n", parameters: [("X", "4")])
    #expect(replaced.value("X")?.elements == [4])
    let refused = run(text, parameters: [("X", "4")])
    #expect(
      refused.diagnostics.map(\.message) == [
        "`-P X=4`: the notebook does not assign `X`, a `data` block reads it"
      ])
  }

  @Test func `every file is listed once, from the notebook's folder`() {
    let files = "```text file=a.csv\n1\n2\n```\n```text file=b/c.csv\n3\n4\n```\n"
    let blocks = ["a.csv", "b/c.csv", "a.csv", "missing.csv"].enumerated().map { index, file in
      "```data\nfile: \(file)\nX\(index): column 1\n```\n"
    }
    let text = files + blocks.joined()
    #expect(
      run(text, path: "notebooks/n.md").filesRead
        == ["notebooks/n.md", "notebooks/a.csv", "notebooks/b/c.csv"])
    #expect(run(text, path: "n.md").filesRead == ["n.md", "a.csv", "b/c.csv"])
    #expect(run(text, path: "/n.md").filesRead == ["/n.md", "/a.csv", "/b/c.csv"])
  }

  @Test func `without files nothing is opened`() {
    let parsed = NotebookParser.parse(
      SourceFile(path: "n.md", text: "```data\nfile: a.csv\nX: column 1\n```"))
    let run = NotebookRunner.run(parsed.notebook, diagnostics: parsed.diagnostics)
    #expect(run.diagnostics.map(\.code) == [.file])
    #expect(run.filesRead == ["n.md"])
  }

  @Test func `a table in a quote or a list is read, and its mistakes are found there`() {
    let run = run(
      """
      > ```csv data as=quoted
      > a,b
      > 1,x
      > ```

      - item

        ```csv data as=listed
        a,b
        1,"y"
        ```

      ```data
      block: quoted
      X: column b
      ```

      ```data
      block: listed
      Y: columns a, b
      ```
      """)
    let places = run.diagnostics.map { run.notebook.source.text(in: $0.range ?? SourceRange(0, 0)) }
    #expect(places == ["x", "y"])
  }

  @Test func `what a cell says reaches no terminal as it is`() {
    let run = run(block("X: column 1", "a\n\"\u{1B}[31m\u{7}\n`x`\u{202E}\u{85}\""))
    let message = run.diagnostics.first?.message ?? ""
    #expect(message == "`t` row 1, column 1: `␛[31m␇␊'x'\u{FFFD}\u{FFFD}` is not a number")
  }

  @Test func `a long cell is cut in its message`() {
    let run = run(block("X: column 1", "a\n" + String(repeating: "long ", count: 1000)))
    #expect((run.diagnostics.first?.message.count ?? 999) < 100)
  }

  @Test func `line endings of Windows change nothing`() {
    let text = block(
      "X: columns 1..2\nP: one-hot column kind", "a,b,kind\n1,2,x\n3,4,\"y z\"\n5,6,\"y\"\"\"")
    let plain = run(text)
    let windows = run(text.replacing("\n", with: "\r\n"))
    expectNoErrors(plain)
    #expect(windows.bits == plain.bits)
    #expect(windows.cells[1].data?.matrices[1].classes == plain.cells[1].data?.matrices[1].classes)
  }
}
