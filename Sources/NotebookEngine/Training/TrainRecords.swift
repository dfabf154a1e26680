import Diagnostics
import EquationGraph
import LinearAlgebra
import NotebookSyntax
import Training

/// What is looked at on the way: `record` and `validate`.
extension TrainSettingsReader {
  mutating func readRecords(loss: (name: Name, node: NodeID)?) throws(DiagnosticError) {
    guard let line = line("record") else {
      note("record", "loss, gradient norm", isDefault: true)
      return
    }
    note("record", line.value.text)
    var records: [TrainSettings.Recorded] = []
    for item in try names(in: line) {
      if let loss, isLoss(item) {
        records.append(.value(name: loss.name.text, node: loss.node))
        continue
      }
      let expression = try self.expression(item, allowsGradients: true)
      if case .gradients(of: let loss) = expression.kind {
        let name = Name(loss, at: expression.range)
        records.append(.gradients(of: try interpreter.definition(of: name)))
      } else {
        records.append(
          .value(name: item.text, node: try interpreter.node(expression, .notebook)))
      }
    }
    settings.records = records
  }

  /// `loss` is the loss, unless the author gave that name to something.
  private func isLoss(_ text: Name) -> Bool {
    text.text == "loss" && interpreter.namespace["loss"] == nil
  }

  // MARK: Validation

  mutating func readValidation(loss: (name: Name, node: NodeID)?) throws(DiagnosticError) {
    guard let line = line("validate") else {
      note("validate", "none", isDefault: true)
      return
    }
    let parts = line.value.split(around: ["with"])
    let expression = parts?.before ?? line.value
    let original = isLoss(expression) ? loss?.node : try node(expression)
    guard let original, let loss else { return }
    let replacements = try parts.map {
      (parts) throws(DiagnosticError) in try readReplacements(parts.after, line)
    }
    var node = original
    if let replacements, !replacements.isEmpty {
      node = try interpreter.substituting(replacements, in: original, expression, line.value.range)
    }
    guard interpreter.shape(of: node).isScalar else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: expression.range,
          "what `validate` watches must be 1×1; `\(expression.text)` is "
            + "\(interpreter.shape(of: node))"))
    }
    let trained = Set(parameters.map(\.node))
    guard trained.isEmpty || !trained.isDisjoint(with: interpreter.graph.ancestors(of: [node]))
    else {
      throw DiagnosticError(
        Diagnostic(
          .noPath, at: expression.range,
          "`\(expression.text)` does not depend on what is trained"))
    }
    let better = interpreter.graph.betterDirection(of: original)
    note(
      "validate",
      "\(line.value.text) (\(better == .smaller ? "smaller" : "larger") is better)")
    settings.validation = TrainSettings.Validation(
      expression: isLoss(expression) ? loss.name.text : expression.text,
      replacements: replacements?.map { ($0.replaced.name.text, $0.text.text) } ?? [], node: node,
      isLoss: original == loss.node, better: better)
  }

  /// `X = X_test, P = P_test`
  private func readReplacements(
    _ text: Name, _ line: KeyValue
  ) throws(DiagnosticError) -> [Replacement] {
    guard !text.items.isEmpty else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: line.value.range, "nothing stands behind `with`",
          help: "as in `with X = X_test, P = P_test`"))
    }
    var replacements: [Replacement] = []
    for item in text.items {
      guard let (name, value) = item.keyAndValue else {
        throw DiagnosticError(
          Diagnostic(
            .value, at: item.range, "`\(item.text)` is not of the form `name = value`",
            help: "as in `with X = X_test, P = P_test`"))
      }
      replacements.append(
        Replacement(
          replaced: try interpreter.definition(of: name), replacement: try node(value), text: value,
          range: item.range))
    }
    return replacements
  }
}

/// `X = X_test`: one matrix in place of another.
struct Replacement {
  let replaced: Definition
  let replacement: NodeID
  let text: Name
  let range: SourceRange
}
