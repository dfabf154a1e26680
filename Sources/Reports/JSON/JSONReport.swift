import Diagnostics
import LinearAlgebra
package import NotebookEngine
import NotebookSyntax
import Training

/// The results file: everything a script needs, all digits kept.
package enum JSONReport {
  /// `NAME.json`
  package static func render(_ run: NotebookRun) -> [ReportFile] {
    [
      ReportFile(
        path: run.notebook.source.stem + ".json", text: Results(run: run).json.text() + "\n")
    ]
  }
}

private struct Results {
  let run: NotebookRun

  private var source: SourceFile { run.notebook.source }

  var json: JSONValue {
    .object([
      ("format", .integer(1)),
      ("notebook", .string(run.notebook.source.name)),
      ("title", .string(run.notebook.title)),
      ("status", .string(run.hasErrors ? "failed" : "ok")),
      ("blocks", .array(zip(run.notebook.cells, run.cells).map { block($0, $1) })),
      ("values", values),
      ("derivations", .array([])),
      ("checks", .array([])),
      (
        "runs",
        .array(run.runs.enumerated().map { RunResults(run: $1, line: line(ofRun: $0)).json })
      ),
      ("diagnostics", .array(run.diagnostics.map(diagnostic))),
    ])
  }

  private var values: JSONValue {
    .object(
      run.values.map { named in
        (
          named.name,
          .object([("shape", JSONValue(named.value.shape)), ("value", JSONValue(named.value))])
        )
      })
  }

  // MARK: Blocks

  private func block(_ cell: Cell, _ result: CellResult) -> JSONValue {
    .object(
      [
        ("id", JSONValue(cell.options.id?.value)),
        ("kind", .string(cell.kind == .csv ? "data" : cell.kind.rawValue)),
        ("line", .integer(source.line(at: cell.range.start))),
        ("status", .string(result.status.rawValue)),
        ("statements", .array(result.statements.map(statement))),
      ] + (result.data.map { [("data", JSONValue($0))] } ?? []))
  }

  private func statement(_ statement: StatementResult) -> JSONValue {
    .object([
      ("line", .integer(source.line(at: statement.range.start))),
      ("source", .string(source.text(in: statement.range))),
      ("status", .string(status(of: statement))),
      ("name", JSONValue(statement.name)),
      ("shape", statement.value.map { JSONValue($0.shape) } ?? .null),
      ("value", statement.value.map { JSONValue($0) } ?? .null),
      ("shown", .bool(statement.isShown)),
    ])
  }

  private func status(of statement: StatementResult) -> String {
    switch statement.status {
    case .ok: "ok"
    case .failed: "failed"
    case .skipped: "skipped"
    }
  }

  /// The line of the block that made the run.
  private func line(ofRun index: Int) -> Int? {
    let cell = run.cells.firstIndex { $0.trainingRuns.contains(index) }
    return cell.map { source.line(at: run.notebook.cells[$0].range.start) }
  }

  // MARK: Diagnostics

  private func diagnostic(_ diagnostic: Diagnostic) -> JSONValue {
    let start = diagnostic.range.map { source.location(at: $0.start) }
    let end = diagnostic.range.map { source.location(at: $0.end) }
    func position(_ number: Int?) -> JSONValue { number.map { .integer($0) } ?? .null }
    return .object([
      ("severity", .string(diagnostic.severity.rawValue)),
      ("code", .string(diagnostic.code.rawValue)),
      ("file", .string(run.notebook.source.name)),
      ("line", position(start?.line)),
      ("column", position(start?.column)),
      ("endLine", position(end?.line)),
      ("endColumn", position(end?.column)),
      ("message", .string(diagnostic.message)),
      ("help", JSONValue(diagnostic.help)),
    ])
  }
}
