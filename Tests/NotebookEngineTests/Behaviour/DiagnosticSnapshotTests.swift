import Diagnostics
import Foundation
import NotebookEngine
import Testing

/// `Tests/Notebooks/diagnostics.txt`: every message of every notebook there as a terminal shows it,
/// with its excerpt, its notes and its help.
@Suite struct DiagnosticSnapshotTests {
  @Test func `messages look on a terminal as they did`() throws {
    let file = BehaviourNotebook.folder.appending(path: "diagnostics.txt")
    let text = Self.rendered
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try Data(text.utf8).write(to: file)
      Issue.record("recorded diagnostics.txt: look at the difference before a commit")
      return
    }
    let recorded = String(decoding: (try? Data(contentsOf: file)) ?? Data(), as: UTF8.self)
    let difference = firstDifference(recorded, text)
    #expect(difference == nil, "\(difference ?? "")")
  }

  private static var rendered: String {
    var text = ""
    for notebook in BehaviourNotebook.all {
      let run = notebook.run()
      let promised = run.cells.filter { $0.status == .expectedFailure }.flatMap(\.diagnostics)
      let diagnostics = (run.diagnostics + promised).sorted {
        ($0.range?.start ?? 0) < ($1.range?.start ?? 0)
      }
      guard !diagnostics.isEmpty else { continue }
      text += "──── \(notebook.claim)\n\n"
      for diagnostic in diagnostics {
        text += DiagnosticFormatter().format(diagnostic, in: notebook.source) + "\n"
      }
    }
    return text
  }

  /// The first lines in which the texts differ, nil if none do.
  private func firstDifference(_ recorded: String, _ text: String) -> String? {
    let old = recorded.split(separator: "\n", omittingEmptySubsequences: false)
    let new = text.split(separator: "\n", omittingEmptySubsequences: false)
    let line = zip(old, new).prefix { $0 == $1 }.count
    guard line < max(old.count, new.count) else { return nil }
    let context = new[max(0, line - 3)..<min(line, new.count)].map { "  \($0)" }
    let removed = old.dropFirst(line).prefix(4).map { "- \($0)" }
    let added = new.dropFirst(line).prefix(4).map { "+ \($0)" }
    return "line \(line + 1) of diagnostics.txt\n"
      + (context + removed + added).joined(separator: "\n")
  }
}
