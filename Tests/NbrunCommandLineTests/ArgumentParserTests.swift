import NbrunCommandLine
import Testing

@Suite struct ArgumentParserTests {
  private func options(_ change: (inout Options) -> Void = { _ in }) -> Options {
    var options = Options()
    options.notebooks = ["a.md"]
    change(&options)
    return options
  }

  private func parsed(_ line: String) throws -> Invocation {
    try ArgumentParser.parse(line.split(separator: " ").map(String.init))
  }

  private func failure(_ arguments: [String]) -> String {
    do {
      return "accepted: \(try ArgumentParser.parse(arguments))"
    } catch {
      #expect(error.exitCode == .usage)
      return error.text
    }
  }

  @Test(arguments: ["a.md", "run a.md", "run -- a.md", "-- a.md"])
  func `a notebook without a command is run`(line: String) throws {
    #expect(try parsed(line) == .command(.run, options()))
  }

  @Test(arguments: CommandName.allCases)
  func `a command comes first or behind options`(command: CommandName) throws {
    #expect(try parsed("\(command.rawValue) a.md") == .command(command, options()))
    let quiet = options { $0.verbosity = .quiet }
    #expect(try parsed("-q \(command.rawValue) a.md") == .command(command, quiet))
  }

  @Test(arguments: [
    "-o out a.md", "-oout a.md", "-o=out a.md", "--output out a.md", "--output=out a.md",
    "a.md -o out", "run a.md --output out", "-o other a.md -o out",
  ])
  func `the output folder is given in any of the usual ways`(line: String) throws {
    #expect(try parsed(line) == .command(.run, options { $0.output = "out" }))
  }

  @Test func `threads, timings and plans are asked for by name`() throws {
    let wanted = options {
      $0.threads = 2
      $0.timings = "t.json"
      $0.explainsPlan = true
    }
    #expect(
      try parsed("a.md --threads 2 --timings=t.json --explain-plan") == .command(.run, wanted))
  }

  @Test func `several notebooks keep their order`() throws {
    let wanted = options { $0.notebooks = ["b.md", "a.md", "run"] }
    #expect(try parsed("b.md a.md run") == .command(.run, wanted))
  }

  @Test func `everything behind two dashes is a notebook`() throws {
    let wanted = options { $0.notebooks = ["a.md", "-q", "--help", "--"] }
    #expect(try parsed("a.md -- -q --help --") == .command(.run, wanted))
  }

  @Test(
    arguments: [
      ("html", [.html]), ("json,md", [.markdown, .json]),
      ("html,md,json", [.html, .markdown, .json]), ("md,md", [.markdown]),
    ] as [(String, Set<ReportFormat>)])
  func `formats are a list`(list: String, formats: Set<ReportFormat>) throws {
    let wanted = options { $0.formats = formats }
    #expect(try parsed("--format \(list) a.md") == .command(.run, wanted))
  }

  @Test func `parameters keep their order and everything behind the first sign`() throws {
    let wanted = options {
      $0.parameters = [
        .init(name: "h", value: "0.1"), .init(name: "n", value: "-3"),
        .init(name: "q", value: "a=b"),
      ]
    }
    #expect(try parsed("-P h=0.1 -Pn=-3 a.md -P q=a=b") == .command(.run, wanted))
  }

  @Test func `flags can be joined`() throws {
    let wanted = options {
      $0.verbosity = .verbose
      $0.output = "out"
    }
    #expect(try parsed("-qvo out a.md") == .command(.run, wanted))
    #expect(try parsed("-vqvoout a.md") == .command(.run, wanted))
  }

  @Test(arguments: ColorChoice.allCases)
  func `colour is one of three`(choice: ColorChoice) throws {
    let wanted = options { $0.color = choice }
    #expect(try parsed("--color=\(choice.rawValue) a.md") == .command(.run, wanted))
  }

  @Test func `help and version win over what follows and need no notebook`() throws {
    #expect(try parsed("--version") == .version)
    #expect(try parsed("--help") == .help(nil))
    #expect(try parsed("-h --nonsense") == .help(nil))
    #expect(try parsed("check -h") == .help(.check))
    #expect(try parsed("--help accept") == .help(.accept))
    #expect(try parsed("help run") == .help(.run))
    #expect(try parsed("help") == .help(nil))
    #expect(try parsed("check a.md -qh") == .help(.check))
  }

  @Test(arguments: [
    ([], "no notebook is named", "`nbrun notebooks/backprop.md`; see `nbrun --help`"),
    (["check"], "no notebook is named", "`nbrun notebooks/backprop.md`; see `nbrun --help`"),
    ([""], "a notebook's path is empty", "see `nbrun --help`"),
    (["-"], "`-` is not a notebook", "reports are named after a file: save the text in one"),
    (
      ["chek", "a.md"], "unknown command `chek`",
      "did you mean `check`? a notebook of that name is written `./chek`"
    ),
    (
      ["watch", "a.md"], "unknown command `watch`",
      "there are `run`, `check` and `accept`; a notebook of that name is written `./watch`"
    ),
    (["--ouput", "x", "a.md"], "unknown option `--ouput`", "did you mean `--output`?"),
    (["-output", "x", "a.md"], "unknown option `-output`", "did you mean `--output`?"),
    (["-quite", "a.md"], "unknown option `-quite`", "did you mean `--quiet`?"),
    (["check", "-z", "a.md"], "unknown option `-z`", "see `nbrun check --help`"),
    (["-o"], "`-o` needs a value", "`-o DIR`: the folder for reports (default: output)"),
    (["-o", "-q", "a.md"], "`-o` needs a value before `-q`", "if meant: `--output=-q`"),
    (["--output=", "a.md"], "`--output` needs the name of a folder", "see `nbrun run --help`"),
    (["--quiet=yes", "a.md"], "`--quiet` takes no value", "see `nbrun --help`"),
    (
      ["check", "-o", "x", "a.md"], "`--output` has no meaning for `check`",
      "see `nbrun check --help`"
    ),
    (
      ["accept", "--format", "md", "a.md"], "`--format` has no meaning for `accept`",
      "see `nbrun accept --help`"
    ),
    (
      ["accept", "-P", "h=1", "a.md"], "`-P` has no meaning for `accept`",
      "see `nbrun accept --help`"
    ),
    (
      ["--format", "pdf", "a.md"], "`pdf` is not a value of `--format`",
      "write `html`, `md` or `json`"
    ),
    (["--format=htm,md", "a.md"], "`htm` is not a value of `--format`", "did you mean `html`?"),
    (["--format=md,", "a.md"], "`` is not a value of `--format`", "write `html`, `md` or `json`"),
    (
      ["--color", "allways", "a.md"], "`allways` is not a value of `--color`",
      "did you mean `always`?"
    ),
    (["-P", "a.md"], "`-P a.md` is not of the form NAME=VALUE", "such as `-P h=0.1`"),
    (["-Ph=", "a.md"], "`-P h=` is not of the form NAME=VALUE", "such as `-P h=0.1`"),
    (["-P", "=1", "a.md"], "`-P =1` is not of the form NAME=VALUE", "such as `-P h=0.1`"),
    (
      ["--threads", "0", "a.md"], "`--threads 0`: the number of threads is from 1 to 64",
      "without it there is one for each core"
    ),
    (
      ["check", "--timings", "t.json", "a.md"], "`--timings` has no meaning for `check`",
      "see `nbrun check --help`"
    ),
    (["--timings=", "a.md"], "`--timings` needs a file", "see `nbrun run --help`"),
    (["-P", "h=1", "-P", "h=2", "a.md"], "`h` is given a value twice", "keep one"),
  ])
  func `wrong usage is explained`(arguments: [String], message: String, help: String) {
    #expect(failure(arguments) == "nbrun: \(message)\nhelp: \(help)\n")
  }

  @Test(arguments: CommandName.allCases)
  func `the help of a command names every option it takes`(command: CommandName) {
    let text = HelpText.text(for: command)
    for option in Option.allowed(for: command) {
      #expect(text.contains(option.long ?? "-P"))
    }
    #expect(text.contains("Usage: nbrun"))
    for line in text.split(separator: "\n") { #expect(line.count <= 100) }
  }
}
