import Diagnostics
import Foundation
import NotebookEngine
import Testing

@Suite struct ExpressionTests {
  @Test func `nbrun and Octave give the same value for every statement of the table`() throws {
    let table = try StatementTable("Tests/Octave/expressions.txt")
    #expect(table.entries.count >= 200)
    let answers = try Octave.run(table.entries.map(\.octave).joined(separator: "\n"))
    let run = StatementRun(table.entries.map(\.text))
    var line = 1
    var compared = 0
    for entry in table.entries {
      let lastLine = line + entry.text.count { $0 == "\n" }
      defer { line = lastLine + 1 }
      let errors = run.errors(lines: line...lastLine).map(\.message)
      let place = "expressions.txt:\(entry.line): `\(entry.text)`"
      guard let result = run.result(line: line), errors.isEmpty else {
        Issue.record("\(place): nbrun says \(errors)")
        continue
      }
      switch answers[entry.label] {
      case .value(let expected):
        if entry.isWithoutValue { continue }
        guard let seen = result.value else {
          Issue.record("\(place): nbrun has no value, \(result.status)")
          continue
        }
        compared += 1
        if let difference = difference(between: seen, and: expected) {
          Issue.record("\(place): \(difference)")
        }
      case .refused(let message): Issue.record("\(place): Octave says: \(message)")
      case nil: Issue.record("\(place): Octave does not answer")
      }
    }
    #expect(compared >= 200)
  }

  @Test func `nbrun and Octave refuse the same statements`() throws {
    let table = try StatementTable("Tests/Octave/refusals.txt")
    let answers = try Octave.run(table.entries.map(\.octave).joined(separator: "\n"))
    let prelude = table.entries.prefix(3).map(\.text)
    #expect(StatementRun(prelude).diagnostics.allSatisfy { $0.severity != .error })
    for entry in table.entries.dropFirst(3) {
      let place = "refusals.txt:\(entry.line): `\(entry.text)`"
      guard case .refused = answers[entry.label] else {
        Issue.record("\(place): Octave accepts it")
        continue
      }
      let run = StatementRun(prelude + [entry.text])
      #expect(
        run.errors(lines: 4...5).count == 1, "\(place): nbrun has \(run.diagnostics.map(\.message))"
      )
    }
  }

  @Test func `every function of the language is judged by Octave`() throws {
    let text = try String(
      contentsOf: Repository.url("Tests/Octave/expressions.txt"), encoding: .utf8)
    // Octave has no gradients, and asserting has no value.
    let exceptions: Set = ["grad", "subs", "check", "assert"]
    for name in NotebookRunner.functionNames where !exceptions.contains(name) {
      #expect(text.contains("\(name)("), "expressions.txt does not call \(name)")
    }
  }
}
