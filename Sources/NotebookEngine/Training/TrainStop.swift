import Diagnostics
import LinearAlgebra
import NotebookSyntax
import Training

/// What ends a run early, and which parameters are left: `stop` and `keep`.
extension TrainSettingsReader {
  private static let noImprovement = "no improvement"

  mutating func readStop() throws(DiagnosticError) {
    guard let line = line("stop") else {
      note("stop", "none", isDefault: true)
      return
    }
    note("stop", line.value.text)
    let clauses = line.value.clauses
    guard !clauses.isEmpty else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: line.value.range, "`stop` names nothing", help: "as in `stop: L < 1e-3`"))
    }
    for clause in clauses {
      guard clause.items.count == 1 else {
        throw DiagnosticError(
          Diagnostic(
            .parse, at: clause.range, "several conditions of `stop` are separated by `;`",
            help: "write `stop: \(clause.items.map(\.text).joined(separator: "; "))`"))
      }
      if let (before, count) = clause.split(around: [Self.noImprovement]), before.text.isEmpty {
        try readPatience(count, clause)
      } else {
        settings.conditions.append(try condition(clause))
      }
    }
  }

  private mutating func readPatience(_ count: Name, _ clause: Name) throws(DiagnosticError) {
    guard !count.text.isEmpty else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: clause.range, "`no improvement` needs a number of \(lookUnit)s",
          help: "as in `no improvement 20`"))
    }
    guard settings.patience == nil else {
      throw DiagnosticError(
        Diagnostic(
          .twice, at: clause.range, "`no improvement` is given twice", help: "keep one"))
    }
    settings.patience = try whole(count, as: Self.noImprovement, 1...Self.maximalSteps)
  }

  /// What `no improvement` counts.
  var lookUnit: String { settings.batch == nil ? "step" : "epoch" }

  private func condition(_ clause: Name) throws(DiagnosticError) -> TrainSettings.Condition {
    let node = try self.node(clause)
    guard interpreter.shape(of: node).isScalar else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: clause.range,
          "the condition of `stop` must be 1×1; `\(clause.text)` is "
            + "\(interpreter.shape(of: node))"))
    }
    return TrainSettings.Condition(node: node, text: clause.text)
  }

  mutating func readKeep() throws(DiagnosticError) {
    guard let line = line("keep") else {
      note("keep", "last", isDefault: true)
      return
    }
    note("keep", line.value.text)
    guard ["best", "last"].contains(line.value.text) else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: line.value.range,
          "`keep: \(line.value.text)` is neither `best` nor `last`",
          help: didYouMean(line.value.text, among: ["best", "last"])))
    }
    settings.keepsBest = line.value.text == "best"
  }
}
