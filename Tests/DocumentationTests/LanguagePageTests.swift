import Diagnostics
import Foundation
import NotebookEngine
import NotebookSyntax
import Testing

/// `docs/LANGUAGE.md` is a notebook: its examples are cells with the values they must have.
@Suite struct LanguagePageTests {
  private let source: SourceFile

  init() throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("docs/LANGUAGE.md")
    source = SourceFile(path: "LANGUAGE.md", utf8: Array(try Data(contentsOf: url)))
  }

  private func run(_ source: SourceFile) -> NotebookRun {
    let parsed = NotebookParser.parse(source)
    return NotebookRunner.run(parsed.notebook, diagnostics: parsed.diagnostics)
  }

  private func errors(of run: NotebookRun) -> [String] {
    run.diagnostics.filter { $0.severity == .error }
      .map { DiagnosticFormatter().format($0, in: run.notebook.source) }
  }

  @Test func `every example runs and has the value written beside it`() {
    let run = run(source)
    #expect(errors(of: run) == [])
    let expectations = run.cells.flatMap(\.statements).compactMap(\.expectation)
    #expect(expectations.allSatisfy(\.holds))
    // No expectation may be lost on the way, as one behind a statement that did not run would be.
    let page = source.text(in: SourceRange(0, source.utf8.count))
    let blocks = page.matches(of: #/\n```octave matrix\n([^`]*)\n```/#).map { String($0.1) }
    let written = blocks.joined().matches(of: #/%=> /#).count
    #expect(written >= 100)
    #expect(expectations.count == written)
  }

  @Test func `every example that is to fail fails for the reason written`() {
    let run = run(source)
    let failing = run.cells.filter { $0.options.fails != nil }
    #expect(failing.count >= 12)
    #expect(failing.allSatisfy { $0.status == .expectedFailure })
  }

  @Test func `notebooks shown on the page run`() {
    let text = source.text(in: SourceRange(0, source.utf8.count))
    let notebooks = text.matches(of: #/\n````markdown\n((?:(?!\n````)[\s\S])*)\n````/#)
    #expect(notebooks.count >= 1)
    for notebook in notebooks {
      let run = run(SourceFile(path: "example.md", text: String(notebook.1)))
      #expect(errors(of: run) == [])
      #expect(run.cells.count >= 2)
    }
  }

  @Test func `every function of the language is explained`() {
    let text = source.text(in: SourceRange(0, source.utf8.count))
    for name in NotebookRunner.functionNames {
      #expect(text.contains("`\(name)("), "\(name) is not on the page")
    }
  }
}
