import Diagnostics
import NotebookSyntax
import Training

/// `sweep: lr = 0.1, 0.01`: one run for each value.
extension TrainSettingsReader {
  private static let maximalRuns = 100

  /// Whether the block sweeps over `key`.
  func isSwept(_ key: String) -> Bool { line("sweep")?.value.keyAndValue?.key.text == key }

  mutating func readSweep() throws(DiagnosticError) {
    guard let line = line("sweep") else {
      note("sweep", "none", isDefault: true)
      return
    }
    note("sweep", line.value.text)
    guard let (key, list) = line.value.keyAndValue, list.clauses.count == 1, !list.items.isEmpty
    else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: line.value.range,
          "`sweep: \(line.value.text)` is not of the form `name = value, value`",
          help: "as in `sweep: lr = 0.1, 0.01, 0.001`"))
    }
    let arguments = Optimizer.Argument.all(of: settings.optimizer.name)
      .filter { $0.limit != .flag }
    let argument = arguments.first { $0.name == key.text }
    guard argument != nil || key.text == "seed" else {
      let known = arguments.map(\.name) + ["seed"]
      throw DiagnosticError(
        Diagnostic(
          .key, at: key.range, "`\(key.text)` cannot be swept over",
          help: didYouMean(key.text, among: known)
            ?? "with `\(settings.optimizer.name.rawValue)`, \(listed(known, with: "or")) can"))
    }
    guard !isGiven(key.text) else {
      throw DiagnosticError(
        Diagnostic(
          .twice, at: key.range, "`\(key.text)` has a value of its own and is swept over",
          help: "keep one"))
    }
    let items = list.items
    guard items.count <= Self.maximalRuns else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: list.range,
          "`sweep` makes at most \(Self.maximalRuns) runs, here \(items.count)"))
    }
    var values: [Double] = []
    for item in items {
      if let argument {
        values.append(try value(item, of: argument))
      } else {
        values.append(Double(try whole(item, as: "seed", 0...4_294_967_295)))
      }
    }
    guard key.text != "seed" || settings.batch?.isShuffled == true else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: key.range,
          "a run without shuffled batches draws no random numbers; `seed` changes nothing",
          help: "what is drawn above the block is drawn once"))
    }
    if argument != nil { settings.optimizer = settings.optimizer.with(key.text, values[0]) }
    settings.sweep = TrainSettings.Sweep(key: key.text, values: values)
  }
}
