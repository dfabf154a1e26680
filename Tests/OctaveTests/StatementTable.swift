import Diagnostics
import Foundation
import NotebookEngine
import NotebookSyntax

/// A file of statements, one a line; `⏎` is a new line inside one, a line with `%` in front a heading.
struct StatementTable {
  struct Entry {
    /// In the table's file, from 1.
    let line: Int
    let text: String
  }

  let entries: [Entry]

  init(_ path: String) throws {
    let text = try String(contentsOf: Repository.url(path), encoding: .utf8)
    entries = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .filter { !$0.element.isEmpty && !$0.element.hasPrefix("%") }
      .map {
        Entry(line: $0.offset + 1, text: $0.element.replacingOccurrences(of: "⏎", with: "\n"))
      }
  }
}

extension StatementTable.Entry {
  var label: String { String(line) }

  /// The name it sets.
  var assignedName: String? {
    let match = text.prefixMatch(of: #/([\p{L}][\p{L}\p{N}_]*) [-+*\/]?= /#)
    return match.map { String($0.1) }
  }

  /// It defines a function, seeds the stream or asserts: there is no value to compare.
  var isWithoutValue: Bool {
    text.contains("= @(") || text.hasPrefix("rng(") || text.hasPrefix("assert(")
  }

  /// Evaluates the statement and prints its value, or why it is refused.
  var octave: String {
    let statement = octaveSpelling(text)
    let value: String
    if isWithoutValue {
      value = "eval(\(Octave.quoted(statement + ";"))); nbrun_value = [];"
    } else if let name = assignedName {
      value = "eval(\(Octave.quoted(statement + ";"))); nbrun_value = \(octaveSpelling(name));"
    } else {
      value = "nbrun_value = eval(\(Octave.quoted(statement)));"
    }
    return "try \(value) nbrun_judge(\"\(label)\", nbrun_value); "
      + "catch nbrun_error, nbrun_refuse(\"\(label)\", nbrun_error.message); end"
  }
}

/// One matrix block of statements, run by nbrun.
struct StatementRun {
  let results: [StatementResult]
  let diagnostics: [Diagnostic]
  private let source: SourceFile

  init(_ statements: [String]) {
    let text = "```matrix\n" + statements.joined(separator: "\n") + "\n```\n"
    source = SourceFile(path: "statements.md", text: text)
    let parsed = NotebookParser.parse(source)
    let run = NotebookRunner.run(parsed.notebook, diagnostics: parsed.diagnostics)
    results = run.cells.first?.statements ?? []
    diagnostics = run.diagnostics
  }

  /// The result of the statement that begins on `line`, from 1 behind the opening fence.
  func result(line: Int) -> StatementResult? {
    results.first { source.line(at: $0.range.start) == line + 1 }
  }

  func errors(lines: ClosedRange<Int>) -> [Diagnostic] {
    diagnostics.filter { diagnostic in
      guard diagnostic.severity == .error, let range = diagnostic.range else { return false }
      return lines.contains(source.line(at: range.start) - 1)
    }
  }
}
