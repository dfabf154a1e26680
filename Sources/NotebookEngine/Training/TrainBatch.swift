import Diagnostics
import EquationGraph
import LinearAlgebra
import NotebookSyntax

/// `batch: 16 rows of X, P`: which rows a step takes.
extension TrainSettingsReader {
  mutating func readBatch(loss: (name: Name, node: NodeID)?) throws(DiagnosticError) {
    guard let line = line("batch") else {
      note("batch", "all rows", isDefault: true)
      return
    }
    note("batch", line.value.text)
    try refuseForLBFGS(line, "needs all rows for its line search")
    guard let loss else { return }
    guard let (count, names) = line.value.split(around: ["rows of", "row of"]),
      !count.text.isEmpty, !names.items.isEmpty
    else {
      let candidates = names(ofRowsBelow: loss.node)
      throw DiagnosticError(
        Diagnostic(
          .value, at: line.value.range, "`batch: \(line.value.text)` does not say whose rows",
          help: candidates.isEmpty
            ? "as in `batch: 16 rows of X, P`"
            : "as in `batch: 16 rows of \(candidates.joined(separator: ", "))`"))
    }
    var sources: [Definition] = []
    for name in names.items {
      let source = try source(name, loss: loss)
      guard !sources.contains(where: { $0.node == source.node }) else {
        throw DiagnosticError(
          Diagnostic(.twice, at: name.range, "`\(name.text)` is given twice", help: "keep one"))
      }
      sources.append(source)
    }
    let total = interpreter.shape(of: sources[0].node).rows
    guard total > 0, sources.allSatisfy({ interpreter.shape(of: $0.node).rows == total }) else {
      let rows = sources.enumerated().map { index, source in
        let count = interpreter.shape(of: source.node).rows
        return "\(source.name.text) has \(index == 0 ? counted(count, "row") : String(count))"
      }
      throw DiagnosticError(
        Diagnostic(
          .rows, at: line.value.range,
          "`batch: \(line.value.text)`: \(rows.joined(separator: ", "))"))
    }
    settings.batch = TrainSettings.Batch(
      size: try whole(count, as: "batch", 1...total), sources: sources, range: line.value.range,
      total: total)
  }

  /// A name whose rows can be taken: the loss is computed from it, and training does not move it.
  private func source(
    _ name: Name, loss: (name: Name, node: NodeID)
  ) throws(DiagnosticError) -> Definition {
    let definition = try interpreter.definition(of: name)
    guard interpreter.graph.ancestors(of: [loss.node]).contains(definition.node) else {
      throw DiagnosticError(
        interpreter.noPath(
          from: definition, to: loss.node, text: loss.name.text, at: name.range,
          before: "the training"))
    }
    let trained = Set(parameters.map(\.node))
    guard interpreter.graph.dependents(of: trained).contains(definition.node) else {
      return definition
    }
    throw DiagnosticError(
      Diagnostic(
        .value, at: name.range,
        trained.contains(definition.node)
          ? "`\(name.text)` is trained; its rows are no examples"
          : "`\(name.text)` is computed from what is trained; its rows follow by themselves",
        help: "name the matrices that hold one example in each row"))
  }

  /// The free names that seem to hold the examples: those with the most rows.
  private func names(ofRowsBelow loss: NodeID) -> [String] {
    let trained = Set(parameters.map(\.node))
    let free = interpreter.freeNames(below: loss).filter { !trained.contains($0.node) }
    let rows = free.map { interpreter.shape(of: $0.node).rows }
    guard let most = rows.max(), most > 1 else { return [] }
    return zip(free, rows).filter { $1 == most }.map(\.0.name.text)
  }

  mutating func readShuffle() throws(DiagnosticError) {
    guard let line = line("shuffle") else {
      if settings.batch != nil { note("shuffle", "yes", isDefault: true) }
      return
    }
    note("shuffle", line.value.text)
    guard let isShuffled = line.value.truth else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: line.value.range, "`shuffle: \(line.value.text)` is neither yes nor no"))
    }
    guard self.line("batch") != nil else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: line.key.range, "`shuffle` needs a `batch`; a step takes all rows",
          help: "as in `batch: 16 rows of X, P`"))
    }
    settings.batch?.isShuffled = isShuffled
  }
}
