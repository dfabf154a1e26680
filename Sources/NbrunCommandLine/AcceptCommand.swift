import Diagnostics
import NotebookEngine
import NotebookSyntax

/// `nbrun accept NOTEBOOK…`: rewrites each `%=>` value that differs from the computed one.
///
/// Only the digits change; the rest of the file stays as it is, byte for byte. What a failed or
/// skipped statement expects is left alone: there is nothing to accept.
struct AcceptCommand {
  let context: CommandContext

  func run() throws(CommandFailure) -> ExitCode {
    try context.forEachNotebook { (path, counts) throws(CommandFailure) in
      let run = try context.run(path)
      let source = run.notebook.source
      let accepted = Self.acceptedValues(of: run)
      // What is rewritten now is no error any more.
      let remaining = run.diagnostics.filter { diagnostic in
        !accepted.contains { $0.settles(diagnostic) }
      }
      counts = context.report(remaining, of: run)
      if accepted.isEmpty {
        try context.say("\(path): nothing to accept")
      } else {
        let edits = accepted.flatMap(\.edits)
        try write(source.applying(edits), to: path, replacing: source.utf8)
        for value in accepted { try context.say("\(path):\(value.change(in: source))") }
      }
      return counts.errors > 0 ? .notebookHasErrors : .success
    }
  }

  /// The expectations that do not hold although their statement is without other errors.
  ///
  /// A block that must fail keeps its failure.
  private static func acceptedValues(of run: NotebookRun) -> [AcceptedValue] {
    run.cells.filter { $0.status != .expectedFailure }.flatMap { cell in
      cell.statements.compactMap { statement in
        let hasOtherErrors = statement.diagnostics.contains { index in
          let diagnostic = cell.diagnostics[index]
          return diagnostic.severity == .error && diagnostic.code != .expectation
        }
        guard !hasOtherErrors, let expectation = statement.expectation,
          let edits = expectation.edits
        else { return nil }
        return AcceptedValue(
          statement: statement.range, range: expectation.expected.range, edits: edits)
      }
    }
  }

  /// Writes the notebook anew, if it still is what was run.
  private func write(
    _ contents: [UInt8], to path: String, replacing old: [UInt8]
  ) throws(CommandFailure) {
    guard try context.read(path) == old else {
      throw CommandFailure(
        .inputUnreadable, "`\(path)` was changed while it ran", help: "run `nbrun accept` again")
    }
    do {
      try context.environment.files.replace([NewFile(path: path, contents: contents)])
    } catch { throw .unwritable(error) }
  }
}

/// A `%=>` value that is to be rewritten.
private struct AcceptedValue {
  let statement: SourceRange
  let range: SourceRange
  let edits: [TextEdit]

  /// Whether rewriting the value takes away the cause of `diagnostic`.
  func settles(_ diagnostic: Diagnostic) -> Bool {
    guard diagnostic.code == .expectation, let place = diagnostic.range else { return false }
    return place == statement || place.start >= range.start && place.end <= range.end
  }

  /// "11: 7.87 → 8.02", with the line of the value.
  func change(in source: SourceFile) -> String {
    let old = source.text(in: range)
    // The same edits, seen from the value's own text.
    let shifted = edits.map { edit in
      TextEdit(
        SourceRange(edit.range.start - range.start, edit.range.end - range.start), edit.replacement)
    }
    let new = SourceFile(path: "", text: old).applying(shifted)
    return "\(source.line(at: range.start)): \(old) → \(String(decoding: new, as: UTF8.self))"
  }
}
