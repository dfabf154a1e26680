import Diagnostics
import Foundation
import NotebookEngine
import NotebookSyntax
import Tables
import Testing

/// `docs/LANGUAGE.md` is a notebook: its examples are cells with the values they must have.
@Suite struct LanguagePageTests {
  private let source: SourceFile
  private let lines: [Substring]

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("docs")

  init() throws {
    let page = Self.folder.appendingPathComponent("LANGUAGE.md")
    source = SourceFile(path: "LANGUAGE.md", utf8: Array(try Data(contentsOf: page)))
    lines = source.text(in: SourceRange(0, source.utf8.count))
      .split(separator: "\n", omittingEmptySubsequences: false)
  }

  private func run(_ source: SourceFile) -> NotebookRun {
    let parsed = NotebookParser.parse(source)
    var options = NotebookRunner.Options()
    options.files = DataFiles { path throws(DataFileError) in
      let file = Self.folder.appendingPathComponent(path)
      guard let data = try? Data(contentsOf: file) else { throw .notFound }
      return ByteSource(Array(data))
    }
    return NotebookRunner.run(parsed.notebook, diagnostics: parsed.diagnostics, options: options)
  }

  private func errors(in run: NotebookRun) -> [String] {
    run.diagnostics.filter { $0.severity == .error }
      .map { DiagnosticFormatter().format($0, in: run.notebook.source) }
  }

  /// The bodies of the fenced blocks that open with a line like `fence`.
  private func bodies(between fence: String, and end: String) -> [String] {
    var bodies: [String] = []
    var body: [Substring]?
    for line in lines {
      if let lines = body, line == end {
        bodies.append(lines.joined(separator: "\n"))
        body = nil
      } else if body != nil {
        body?.append(line)
      } else if line.hasPrefix(fence) {
        body = []
      }
    }
    return bodies
  }

  @Test func `every example runs and has the value written beside it`() {
    let run = run(source)
    #expect(errors(in: run) == [])
    let expectations = run.cells.filter { $0.options.fails == nil }.flatMap(\.statements)
      .compactMap(\.expectation)
    #expect(expectations.allSatisfy { $0.holds })
    // One behind a statement that was not read would be lost silently.
    let failing = bodies(between: "```octave matrix fails=", and: "```")
    let written =
      bodies(between: "```octave matrix", and: "```").filter { !failing.contains($0) }
      .joined().components(separatedBy: "%=>").count - 1
    // The block of the whole notebook on the page is none of the page's own.
    let shown =
      bodies(between: "````markdown", and: "````").joined()
      .components(separatedBy: "%=>").count - 1
    #expect(written >= 80)
    #expect(expectations.count == written - shown)
  }

  @Test func `every example that is to fail fails for the reason written`() {
    let failing = run(source).cells.filter { $0.options.fails != nil }
    #expect(failing.count >= 12)
    #expect(failing.allSatisfy { $0.status == .expectedFailure })
  }

  @Test func `notebooks shown on the page run`() {
    let notebooks = bodies(between: "````markdown", and: "````")
    #expect(notebooks.count >= 1)
    for notebook in notebooks {
      let run = run(SourceFile(path: "example.md", text: notebook))
      #expect(errors(in: run) == [])
      #expect(run.cells.count >= 2)
    }
  }

  @Test func `every function of the language is explained`() {
    for name in NotebookRunner.functionNames {
      #expect(lines.contains { $0.contains("`\(name)(") }, "\(name) is not on the page")
    }
  }
}
