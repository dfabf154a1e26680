import Diagnostics
import EquationGraph
import LinearAlgebra
import NotebookSyntax
import Training

/// How long a run goes on, and what is kept of it.
extension TrainSettingsReader {
  mutating func readSteps() throws(DiagnosticError) -> Int {
    guard let setting = setting("steps") else {
      guard self.setting("epochs") == nil else { return 0 }
      throw missing("steps", help: "as in `steps: 200`")
    }
    let steps = try whole(setting, 0...1_000_000_000)
    note("steps", describe(setting.value, Double(steps)))
    return steps
  }

  mutating func readStop() throws(DiagnosticError) -> (node: NodeID, text: String)? {
    guard let setting = setting("stop") else {
      note("stop", "none", isDefault: true)
      return nil
    }
    note("stop", setting.value.text)
    if setting.value.text.hasPrefix("no improvement") || setting.value.text.contains(";") {
      throw DiagnosticError(
        Diagnostic(
          .unsupported, at: setting.value.range,
          "`\(setting.value.text)` is not done by this version of nbrun",
          help: "one condition is, as in `stop: L < 1e-3`"))
    }
    let node = try self.node(setting.value)
    guard interpreter.shape(of: node).isScalar else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: setting.value.range,
          "the condition of `stop` must be 1×1; `\(setting.value.text)` is "
            + "\(interpreter.shape(of: node))"))
    }
    return (node, setting.value.text)
  }

  mutating func readRecords() throws(DiagnosticError) -> [TrainSettings.Recorded] {
    guard let setting = setting("record") else {
      note("record", "loss, gradient norm", isDefault: true)
      return []
    }
    note("record", setting.value.text)
    var records: [TrainSettings.Recorded] = []
    for item in try names(in: setting) {
      let expression = try self.expression(item, allowsGradients: true)
      if case .gradients(of: let loss) = expression.kind {
        let name = Name(loss, at: expression.range)
        records.append(.gradients(of: try interpreter.definition(of: name)))
      } else {
        records.append(
          .value(name: item.text, node: try interpreter.node(expression, .notebook)))
      }
    }
    return records
  }

  mutating func readEvery(steps: Int?) throws(DiagnosticError) -> Int {
    guard let setting = setting("every") else {
      // At most 200 records, the first and the last among them.
      let every = max(1, ((steps ?? 0) + 198) / 199)
      note("every", String(every), isDefault: true)
      return every
    }
    let every = try whole(setting, 1...1_000_000_000)
    note("every", describe(setting.value, Double(every)))
    return every
  }

  mutating func readSeed() throws(DiagnosticError) {
    guard let setting = setting("seed") else {
      note("seed", "continues the stream", isDefault: true)
      return
    }
    let seed = try whole(setting, 0...4_294_967_295)
    interpreter.random.seed(UInt32(seed))
    note("seed", String(seed))
  }
}
