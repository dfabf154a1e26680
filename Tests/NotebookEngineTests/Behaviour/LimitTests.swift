import Diagnostics
import LinearAlgebra
import NotebookEngine
import NotebookSyntax
import Testing

/// Notebooks too large or too deep to be kept as files: an answer or a message, never a crash.
@Suite struct LimitTests {
  private func block(_ body: String) -> String { "```octave matrix\n\(body)\n```\n" }

  private func codes(_ run: NotebookRun) -> [String] { run.diagnostics.map(\.code.rawValue) }

  @Test func `ten thousand statements run`() {
    let steps = (1...10_000).map { "a = a + \($0)" }
    let run = run(block("a = 0\n" + steps.joined(separator: "\n")))
    expectNoErrors(run)
    #expect(run.value("a")?.elements == [50_005_000])
  }

  @Test func `a gradient through ten thousand statements is exact`() {
    let steps = Array(repeating: "y = y * 1.0001;", count: 10_000)
    let run = run(
      block("x = 2\ny = x;\n" + steps.joined(separator: "\n") + "\nC = y + 0\ng = grad(C, x)"))
    expectNoErrors(run)
    // 1.0001^10000, by repeated squaring in exact arithmetic
    expect(run.value("g"), is: [[2.718145926825225]], tolerance: 1e-11)
  }

  @Test func `two thousand blocks with values in the prose run`() {
    let part = "\n```matrix\na = a + 1;\n```\n\nNow `= a`.\n"
    let run = run(block("a = 0") + String(repeating: part, count: 2_000))
    expectNoErrors(run)
    #expect(run.inlineNumbers.last == 2_000)
  }

  /// Expressions far beyond what anybody writes, by what they are.
  private static let endless: [String: String] = [
    "open parentheses": String(repeating: "(", count: 100_000),
    "open brackets": String(repeating: "[", count: 100_000),
    "signs": String(repeating: "-", count: 100_000) + "1",
    "transposes": "1" + String(repeating: "'", count: 100_000),
    "parentheses": String(repeating: "(", count: 50_000) + "1"
      + String(repeating: ")", count: 50_000),
    "calls": String(repeating: "exp(", count: 20_000) + "1" + String(repeating: ")", count: 20_000),
    "sums": "1" + String(repeating: " + 1", count: 100_000),
    "powers": "2" + String(repeating: "^1", count: 50_000),
    "ranges": "1" + String(repeating: ":1", count: 50_000),
  ]

  @Test(arguments: endless.keys.sorted())
  func `endless expressions end in one message`(_ kind: String) throws {
    let expression = try #require(Self.endless[kind])
    let run = run(block("a = \(expression)\n") + "\n" + block("b = 2"))
    #expect(run.hasErrors)
    #expect(run.diagnostics.count { $0.severity == .error } == 1)
    #expect(run.value("b")?.elements == [2])
  }

  @Test func `deep but allowed nesting is computed`() {
    let depth = 90
    let run = run(
      block(
        "a = " + String(repeating: "(", count: depth) + "7" + String(repeating: ")", count: depth)
          + "\nb = " + String(repeating: "abs(", count: depth) + "-7"
          + String(repeating: ")", count: depth)))
    expectNoErrors(run)
    #expect(run.value("a")?.elements == [7])
    #expect(run.value("b")?.elements == [7])
  }

  @Test func `functions that call functions stay within their depth`() {
    var text = "f0 = @(x) x + 1\n"
    for index in 1...150 { text += "f\(index) = @(x) f\(index - 1)(x)\n" }
    let run = run(block(text + "y = f150(1)"))
    expectNoErrors(run)
    #expect(run.value("y")?.elements == [2])
  }

  @Test func `functions a thousand deep are refused`() {
    var text = "f0 = @(x) x + 1\n"
    for index in 1...1_000 { text += "f\(index) = @(x) f\(index - 1)(x)\n" }
    let run = run(block(text + "y = f1000(1)"))
    #expect(codes(run) == ["E-MEMORY"])
  }

  @Test func `a function that is put around itself forty thousand times is refused`() {
    let text = "f = @(x) x\n" + String(repeating: "f = @(x) f(x) + 1;\n", count: 40_000)
    #expect(codes(run(block(text))) == ["E-MEMORY"])
  }

  @Test func `a name of a hundred thousand letters is a name`() {
    let name = String(repeating: "a", count: 100_000)
    let run = run(block("\(name) = 1\nb = \(name)b"))
    #expect(codes(run) == ["E-NAME"])
    #expect(run.value(name)?.elements == [1])
  }

  @Test(arguments: ["0:-1e300", "1:-1:1e300", "1e308:-1e308", "0:1:-1e-17", "1:0:5"])
  func `a range that leads away from its end is empty`(_ range: String) {
    let run = run(block("x = \(range)"))
    expectNoErrors(run)
    #expect(run.value("x")?.shape == Shape(1, 0))
  }

  @Test func `nothing may be repeated any number of times`() {
    let run = run(block("A = repmat(zeros(0, 2), 134217728, 0)"))
    expectNoErrors(run)
    #expect(run.value("A")?.shape == Shape(0, 0))
  }

  @Test func `a function cannot call itself`() {
    let run = run(block("f = @(x) f(x)\ny = f(1)"))
    #expect(codes(run) == ["E-NAME"])
  }

  @Test func `a function that names its predecessor calls that`() {
    let run = run(block("f = @(x) x + 1\nf = @(x) 2 * f(x)\ny = f(1)"))
    expectNoErrors(run)
    #expect(run.value("y")?.elements == [4])
  }

  @Test(arguments: [
    "", "\n", "no block", "---", "```matrix", "```matrix\n", "```train\n```", "\u{FEFF}",
  ])
  func `a notebook with next to nothing has a run`(_ text: String) {
    let run = run(text)
    #expect(run.values.isEmpty)
    for diagnostic in run.diagnostics { #expect(diagnostic.message.isEmpty == false) }
  }

  @Test func `line endings of Windows change nothing`() {
    let text = block("a = [1 2\n 3 4]  %=> [1 2; 3 4]\nb = a * a   %: 2×2\nc = zz")
    let plain = run(text)
    let windows = run(text.replacing("\n", with: "\r\n"))
    #expect(windows.bits == plain.bits)
    #expect(windows.diagnostics.map(\.message) == plain.diagnostics.map(\.message))
    #expect(
      windows.diagnostics.map { windows.notebook.source.location(at: $0.range?.start ?? 0) }
        == plain.diagnostics.map { plain.notebook.source.location(at: $0.range?.start ?? 0) })
  }

  @Test func `blocks in quotes and lists run like others`() {
    let run = run(
      "> ```matrix\n> a = 1\n> ```\n\n- item\n\n  ```matrix\n  b = a + 1\n  c = zz\n  ```\n")
    #expect(codes(run) == ["E-NAME"])
    #expect(run.value("b")?.elements == [2])
    let location = run.diagnostics.first?.range.map { run.notebook.source.location(at: $0.start) }
    #expect(location?.line == 9)
    #expect(location?.column == 7)
  }

  @Test func `every diagnostic of every notebook lies in its file`() {
    for notebook in BehaviourNotebook.all {
      for diagnostic in notebook.run().diagnostics {
        let end = notebook.source.utf8.count
        for range in [diagnostic.range].compactMap({ $0 }) + diagnostic.notes.map(\.range) {
          #expect(range.start >= 0 && range.start <= range.end && range.end <= end)
        }
      }
    }
  }

  @Test func `messages keep to the wording guide`() {
    for notebook in BehaviourNotebook.all {
      for diagnostic in notebook.run().diagnostics {
        for text in [diagnostic.message] + [diagnostic.help].compactMap({ $0 }) {
          #expect(!text.hasSuffix(".") || text.hasSuffix("…"), "\(notebook.claim): \(text)")
          #expect(!text.contains("\n"), "\(notebook.claim): \(text)")
          let lowered = text.lowercased()
          for word in ["failed to", "invalid", "illegal", "sorry", "please"] {
            #expect(!lowered.contains(word), "\(notebook.claim): \(text)")
          }
        }
      }
    }
  }
}
