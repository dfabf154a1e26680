import Diagnostics
import NotebookSyntax
import Training

/// How long a run goes on at most, how often it is looked at, and where its random numbers begin.
extension TrainSettingsReader {
  static let maximalSteps = 1_000_000_000

  mutating func readLength() throws(DiagnosticError) {
    if let line = line("steps") {
      settings.steps = try whole(line, 0...Self.maximalSteps)
      note("steps", describe(line.value, Double(settings.steps)))
    } else if let line = line("epochs") {
      let epochs = try whole(line, 0...Self.maximalSteps)
      let (steps, overflow) = epochs.multipliedReportingOverflow(
        by: settings.batch?.stepsPerEpoch ?? 1)
      guard !overflow, steps <= Self.maximalSteps else {
        throw DiagnosticError(
          Diagnostic(
            .value, at: line.value.range,
            "`epochs: \(line.value.text)` makes more than \(Self.maximalSteps) steps"))
      }
      settings.steps = steps
      note("epochs", "\(describe(line.value, Double(epochs))) (\(counted(steps, "step")))")
    } else {
      throw missing("steps", help: "as in `steps: 200`, or `epochs: 10`")
    }
  }

  mutating func readEvery() throws(DiagnosticError) {
    guard let line = line("every") else {
      // At most 200 records, the first and the last among them. Each goes through all rows: with batches, not
      // more than one an epoch.
      settings.every = max(settings.batch?.stepsPerEpoch ?? 1, (settings.steps + 198) / 199)
      note("every", String(settings.every), isDefault: true)
      return
    }
    settings.every = try whole(line, 1...Self.maximalSteps)
    note("every", describe(line.value, Double(settings.every)))
  }

  mutating func readSeed() throws(DiagnosticError) {
    guard let line = line("seed") else {
      note("seed", "continues the stream", isDefault: true)
      return
    }
    let seed = try whole(line, 0...4_294_967_295)
    settings.seed = seed
    note("seed", describe(line.value, Double(seed)))
  }
}
