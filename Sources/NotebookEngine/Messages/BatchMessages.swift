import Diagnostics
import EquationGraph
import LinearAlgebra
import NotebookSyntax

// Equations that do not fit other rows: those of a batch, or those of a validation.
extension Interpreter {
  func doesNotFitBatch(
    _ error: SubstitutionError, _ batch: TrainSettings.Batch
  ) -> Diagnostic {
    let sources = batch.sources.map(\.name.text)
    let whole = names(withRows: batch.total, beside: Set(batch.sources.map(\.node)), error)
    let what =
      "with \(batch.size) of \(counted(batch.total, "row")), \(described(error)) no longer fits"
    return Diagnostic(
      .rows, at: batch.range,
      whole.isEmpty
        ? what : "\(what): \(listed(whole, with: "and")) \(whole.count == 1 ? "has" : "have") all",
      notes: notes(error),
      help: whole.isEmpty
        ? nil
        : "take rows of \(whole.count == 1 ? "it" : "them") too: "
          + "`batch: \(counted(batch.size, "row")) of \((sources + whole).joined(separator: ", "))`"
    )
  }

  /// - root: what was to be computed with other matrices, for `key`.
  func doesNotFit(
    _ error: SubstitutionError, _ replacements: [Replacement], in root: NodeID, _ key: String,
    at range: SourceRange
  ) -> Diagnostic {
    let shapes = replacements.map { replacement in
      "\(replacement.text.text) (\(shape(of: replacement.replacement))) in place of "
        + "\(replacement.replaced.name.text) (\(shape(of: replacement.replaced.node)))"
    }
    let sources = Set(replacements.map(\.replaced.node))
    let rows = replacements.map { shape(of: $0.replaced.node).rows }.max() ?? 0
    let whole = names(withRows: rows, beside: sources, error)
    return Diagnostic(
      .rows, at: range,
      "`\(key)`: with \(listed(shapes, with: "and")), \(described(error)) no longer fits",
      notes: notes(error),
      help: whole.first.map {
        "\($0) has \(rows) rows: put another in its place too, as in `\($0) = \($0)_test`"
      })
  }

  private func described(_ error: SubstitutionError) -> String {
    let node = error.node
    return origins[node].map { "`\(text(of: $0))`" } ?? "`\(graph[node].operation.name)`"
  }

  private func notes(_ error: SubstitutionError) -> [Diagnostic.Note] {
    origins[error.node].map { [Diagnostic.Note(at: $0, "it stands here")] } ?? []
  }

  /// The names with `rows` rows that meet, in what no longer fits, what was replaced.
  private func names(
    withRows rows: Int, beside replaced: Set<NodeID>, _ error: SubstitutionError
  ) -> [String] {
    let affected = graph.dependents(of: replaced)
    var names: [String] = []
    var stack = Array(graph[error.node].inputs.reversed())
    var seen: Set<NodeID> = []
    while let id = stack.popLast() {
      guard seen.insert(id).inserted, !affected.contains(id) else { continue }
      if let definition = namespace.versions[id], shape(of: id).rows == rows {
        if !names.contains(definition.name.text) { names.append(definition.name.text) }
      } else {
        stack.append(contentsOf: graph[id].inputs.reversed())
      }
    }
    return names
  }

  func turnedSum(_ reduction: ImpliedReduction, _ batch: TrainSettings.Batch) -> Diagnostic {
    Diagnostic(
      .batchSum, at: batch.range,
      "`\(text(of: reduction.range))` would change direction in a batch of one row",
      notes: [Diagnostic.Note(at: reduction.range, "it stands here")],
      help: "write `\(reduction.explicit)`")
  }
}

extension SubstitutionError {
  fileprivate var node: NodeID {
    switch self {
    case .shape(_, let node), .gradient(_, let node): node
    }
  }
}
