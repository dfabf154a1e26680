import NbrunCommandLine
import Testing

@Suite struct CommandTests {
  private let notebook = "# Title\n\n```matrix\nX = [1, 2]\n```\n"
  private let broken = "```matrix\nX = Y\n```\n"

  private func nbrun(
    _ line: String, _ files: MemoryFiles, terminalWidth: Int? = nil,
    variables: [String: String] = [:]
  ) -> ExitCode {
    Nbrun.run(
      line.split(separator: " ").map(String.init),
      in: files.environment(terminalWidth: terminalWidth, variables: variables))
  }

  @Test func `run writes the reports and says where`() {
    let files = MemoryFiles(["notebooks/a.md": notebook])
    #expect(nbrun("notebooks/a.md", files) == .success)
    #expect(files.output == "notebooks/a.md → output/a.html, output/a.md\n")
    #expect(files.error == "")
    #expect(files["output/a.html"] != nil)
    #expect(files["output/a.md"] != nil)
    #expect(files["output/a.json"] == nil)
  }

  @Test func `a notebook with errors is reported and written`() {
    let files = MemoryFiles(["a.md": broken])
    #expect(nbrun("a.md --format json -o out", files) == .notebookHasErrors)
    #expect(files.output == "a.md → out/a.json (1 error)\n")
    #expect(files.error.hasPrefix("a.md:2:5: error E-NAME: "))
    #expect(files.error.hasSuffix("1 error\n"))
    #expect(files["out/a.json"] != nil)
  }

  @Test func `a second run writes nothing`() {
    let files = MemoryFiles(["a.md": notebook])
    #expect(nbrun("a.md", files) == .success)
    let writes = files.writes.count
    #expect(nbrun("a.md", files) == .success)
    #expect(files.writes.dropFirst(writes).allSatisfy { $0.isEmpty })
  }

  @Test func `assets are written for pages only, and again when they differ`() {
    let files = MemoryFiles(["a.md": notebook])
    #expect(nbrun("a.md --format md,json", files) == .success)
    #expect(files.writes.joined().allSatisfy { !$0.contains("assets") })
    #expect(nbrun("a.md", files) == .success)
    let assets = files.writes.joined().filter { $0.contains("assets/") }
    #expect(!assets.isEmpty)
    for asset in assets.prefix(1) {
      files[asset] = "edited"
      #expect(nbrun("a.md", files) == .success)
      #expect(files[asset] != "edited")
    }
  }

  @Test func `quiet says nothing of what is fine`() {
    let files = MemoryFiles(["a.md": notebook, "b.md": broken])
    #expect(nbrun("-q a.md", files, terminalWidth: 80) == .success)
    #expect(files.output == "" && files.error == "")
    #expect(nbrun("-q b.md", files) == .notebookHasErrors)
    #expect(files.output == "" && files.error.contains("E-NAME"))
  }

  @Test func `verbose says what was read, written and left alone`() {
    let files = MemoryFiles(["a.md": notebook])
    #expect(nbrun("-v --format json a.md", files) == .success)
    #expect(files.error.contains("read a.md, \(notebook.utf8.count) bytes\n"))
    #expect(files.error.contains("ran a.md in "))
    #expect(files.error.contains("wrote output/a.json, "))
    #expect(nbrun("-v --format json a.md", files) == .success)
    #expect(files.error.contains("unchanged output/a.json\n"))
  }

  @Test func `check writes nothing`() {
    let files = MemoryFiles(["a.md": notebook, "b.md": broken])
    #expect(nbrun("check a.md b.md", files) == .notebookHasErrors)
    #expect(files.writes.isEmpty)
    #expect(files.output == "a.md: fine\nb.md: 1 error\n")
    #expect(files.error.contains("b.md:2:5: error E-NAME"))
  }

  @Test func `one missing notebook does not keep the others from running`() {
    let files = MemoryFiles(["a.md": notebook])
    #expect(nbrun("missing.md a.md", files) == .inputUnreadable)
    #expect(files.error == "nbrun: `missing.md` cannot be read: No such file or directory\n")
    #expect(files["output/a.html"] != nil)
  }

  @Test func `two notebooks of the same name are refused before anything is written`() {
    let files = MemoryFiles(["a.md": notebook, "b/a.markdown": notebook])
    #expect(nbrun("a.md b/a.markdown", files) == .usage)
    #expect(
      files.error == """
        nbrun: `a.md` and `b/a.markdown` would write the same report, `a`
        help: run them one by one, each with its own `--output`

        """)
    #expect(nbrun("check a.md b/a.markdown", files) == .success)
    #expect(files.writes.isEmpty)
  }

  @Test func `a report never replaces its notebook`() {
    let files = MemoryFiles(["a.md": notebook])
    #expect(nbrun("-o . a.md", files) == .usage)
    #expect(files["a.md"] == notebook)
    #expect(files.writes.isEmpty)
    #expect(files.error.hasPrefix("nbrun: the report `./a.md` would replace `a.md`, which is read"))
    #expect(nbrun("-o . --format html a.md", files) == .success)
  }

  @Test func `an output that cannot be written ends the run`() {
    let files = MemoryFiles(["a.md": notebook, "b.md": notebook])
    files.fail(FileError(path: "output/a.html", reason: "No space left on device"))
    #expect(nbrun("a.md b.md", files) == .outputNotWritable)
    #expect(
      files.error == """
        nbrun: `output/a.html` cannot be written: No space left on device
        help: another folder: `--output DIR`

        """)
  }

  @Test func `messages are coloured on a terminal, unless NO_COLOR or an option forbids it`() {
    func isColored(_ line: String, width: Int?, _ variables: [String: String] = [:]) -> Bool {
      let files = MemoryFiles(["b.md": broken])
      #expect(
        nbrun(line, files, terminalWidth: width, variables: variables) == .notebookHasErrors)
      return files.error.contains("\u{1B}[1;31m")
    }
    #expect(isColored("check b.md", width: 80))
    #expect(!isColored("check b.md", width: nil))
    #expect(!isColored("check b.md", width: 80, ["NO_COLOR": "1"]))
    #expect(isColored("check b.md", width: 80, ["NO_COLOR": ""]))
    #expect(!isColored("check b.md", width: 80, ["TERM": "dumb"]))
    #expect(!isColored("check --color never b.md", width: 80))
    #expect(isColored("check --color always b.md", width: nil, ["NO_COLOR": "1"]))
  }

  @Test func `data is read beside the notebook, and verbose says so`() {
    let notebook = "```data\nfile: d/x.csv\nX: column 1\n```\n```matrix\nassert(X, [1; 2])\n```\n"
    let files = MemoryFiles(["notebooks/a.md": notebook, "notebooks/d/x.csv": "1\n2\n"])
    #expect(nbrun("check -v notebooks/a.md", files) == .success)
    #expect(files.error.contains("read notebooks/d/x.csv\n"))
    files["notebooks/d/x.csv"] = "1\nx\n"
    #expect(nbrun("check notebooks/a.md", files) == .notebookHasErrors)
    #expect(files.error.contains("error E-CELL: d/x.csv row 2, column 1: `x` is not a number"))
  }

  @Test func `a report never replaces the data of its notebook`() {
    let notebook = "```data\nfile: b.json\nX: column 1\n```\n"
    let files = MemoryFiles(["b.md": notebook, "b.json": "1\n2\n"])
    #expect(nbrun("-o . --format json b.md", files) == .usage)
    #expect(files["b.json"] == "1\n2\n")
    #expect(
      files.error.hasPrefix("nbrun: the report `./b.json` would replace `b.json`, which is read"))
  }

  @Test func `a parameter replaces a literal`() {
    let files = MemoryFiles(["a.md": "```matrix\nh = 0.5;\nassert(2 * h, 3)\n```\n"])
    #expect(nbrun("check -P h=1.5 a.md", files) == .success)
    #expect(nbrun("check a.md", files) == .notebookHasErrors)
  }

  // MARK: - What a run took, and how

  private let training = """
    ```matrix
    w = 3;
    L = w ^ 2;
    ```

    ```train
    loss: L
    params: w
    lr: 0.1
    steps: 4
    id: descent
    ```

    """

  @Test func `timings tell what each block and run took, and no report tells them`() throws {
    let files = MemoryFiles(["a.md": training])
    #expect(nbrun("a.md --threads 2 --timings t.json --format md,json", files) == .success)
    // The clock goes on a millisecond with every look.
    #expect(
      files["t.json"] == """
        {
          "format": 1,
          "threads": 2,
          "notebooks": [
            {
              "notebook": "a.md",
              "seconds": 0.009,
              "run": 0.008,
              "reports": 0.001,
              "blocks": [
                {
                  "kind": "matrix",
                  "line": 1,
                  "seconds": 0.001
                },
                {
                  "kind": "train",
                  "line": 6,
                  "seconds": 0.003,
                  "runs": [
                    {
                      "id": "descent",
                      "steps": 4,
                      "seconds": 0.001,
                      "stepsPerSecond": 4000,
                      "flop": 16,
                      "flopPerSecond": 16000
                    }
                  ]
                }
              ]
            }
          ]
        }

        """)
    let reports = ["output/a.md", "output/a.json"].compactMap { files[$0] }
    #expect(nbrun("a.md -o other --format md,json", files) == .success)
    #expect(reports == ["other/a.md", "other/a.json"].compactMap { files[$0] })
  }

  @Test func `timings never replace a notebook`() {
    let files = MemoryFiles(["a.md": training])
    #expect(nbrun("a.md --timings a.md", files) == .usage)
    #expect(files["a.md"] == training)
    #expect(files.error.hasPrefix("nbrun: the timings would replace the notebook `a.md`"))
  }

  @Test func `the plan of a training step is told on request`() {
    let files = MemoryFiles(["a.md": training])
    #expect(nbrun("a.md --explain-plan --format md", files) == .success)
    #expect(
      files.output == """
        plan of descent: 4 operations in 3 steps, 4 FLOP; 384 B of values, 64 B of state

        stage 1
          L   1×1  w²     1 FLOP  at byte 0
          #4  1×1  2 ⊙ w  1 FLOP  at byte 64

        stage 2, update
          new w  1×1  w − 0.1 · #4  2 FLOP  in place of w

        a.md → output/a.md, output/a-descent.svg, output/a-descent-gradient-norm.svg

        """)
  }
}
