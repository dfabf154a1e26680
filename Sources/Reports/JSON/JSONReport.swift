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
      ("runs", .array(run.runs.enumerated().map { trainingRun($1, at: $0) })),
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

  // MARK: Training

  private func trainingRun(_ training: TrainingRun, at index: Int) -> JSONValue {
    let cell = run.cells.firstIndex { $0.trainingRun == index }
    let line = cell.map { JSONValue.integer(source.line(at: run.notebook.cells[$0].range.start)) }
    return .object([
      ("id", .string(training.id)),
      ("line", line ?? .null),
      ("loss", .string(training.loss)),
      ("params", .array(training.parameters.map { .string($0) })),
      (
        "optimizer",
        .object([("name", .string("sgd")), ("lr", .number(training.optimizer.learningRate))])
      ),
      ("steps", .integer(training.steps)),
      ("stopped", .string(stopped(training.stopReason))),
      (
        "trace",
        .object([
          ("step", .array(training.history.steps.map { .integer($0) })),
          ("loss", .array(training.history.losses.map { .number($0) })),
        ])
      ),
      ("records", .object(training.records.map { ($0.name, record($0)) })),
    ])
  }

  private func stopped(_ reason: TrainingRun.StopReason) -> String {
    switch reason {
    case .steps: "steps"
    case .condition(let condition): condition
    case .notFinite: "not finite"
    case .diverged: "diverged"
    }
  }

  /// Numbers as numbers, matrices as lists of rows.
  private func record(_ record: Record) -> JSONValue {
    let values = record.values.map { $0.isScalar ? JSONValue.number($0.scalar) : JSONValue($0) }
    return .object([
      ("step", .array(record.steps.map { .integer($0) })), ("value", .array(values)),
    ])
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
