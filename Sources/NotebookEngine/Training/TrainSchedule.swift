import Diagnostics
import NotebookSyntax
import Training

/// What changes a step on the way: the learning rate's schedule, and clipping.
extension TrainSettingsReader {
  // MARK: Schedule

  mutating func readSchedule() throws(DiagnosticError) {
    guard let line = line("schedule") else {
      note("schedule", "constant", isDefault: true)
      return
    }
    note("schedule", line.value.text)
    try refuseForLBFGS(line, "finds its own step length")
    var seen: [Name] = []
    for part in line.value.parts(between: [",", ";"]) {
      let call = part.callParts
      let isWarmup = call.name.text == "warmup"
      if let first = seen.first(where: { ($0.text == "warmup") == isWarmup }) {
        throw DiagnosticError(
          Diagnostic(
            .twice, at: call.name.range,
            first.text == call.name.text
              ? "`\(first.text)` is given twice"
              : "both `\(first.text)` and `\(call.name.text)` are given",
            help: isWarmup ? "keep one" : "keep one; `warmup` combines with either"))
      }
      seen.append(call.name)
      try read(call.name, call.arguments)
    }
    guard !seen.isEmpty else {
      throw DiagnosticError(
        Diagnostic(.value, at: line.value.range, "`schedule` names nothing", help: Self.schedules))
    }
  }

  private mutating func read(_ name: Name, _ arguments: [Name]) throws(DiagnosticError) {
    switch name.text {
    case "constant":
      try expect(arguments, 0, of: name, "constant")
    case "step":
      try expect(arguments, 2, of: name, "step(10, 0.5)")
      settings.schedule.shape = .step(
        every: try whole(arguments[0], as: "step", 1...1_000_000_000),
        factor: try positive(arguments[1], as: "step"))
    case "exp":
      try expect(arguments, 1, of: name, "exp(0.97)")
      settings.schedule.shape = .exponential(try positive(arguments[0], as: "exp"))
    case "cosine":
      try expect(arguments, 1, of: name, "cosine(0)")
      let end = try number(arguments[0], as: "cosine")
      guard end >= 0, end.isFinite else {
        throw DiagnosticError(
          Diagnostic(
            .value, at: arguments[0].range,
            "`cosine` must end at a finite rate from 0 up, here \(shown(end))"))
      }
      settings.schedule.shape = .cosine(to: end)
    case "warmup":
      try expect(arguments, 1, of: name, "warmup(100)")
      settings.schedule.warmup = try whole(arguments[0], as: "warmup", 1...1_000_000_000)
    default:
      let known = ["step", "exp", "cosine", "warmup", "constant"]
      let foreign = Self.foreignSchedules[name.text.lowercased()].map { "did you mean `\($0)`?" }
      throw DiagnosticError(
        Diagnostic(
          .value, at: name.range, "unknown schedule `\(name.text)`",
          help: foreign ?? didYouMean(name.text, among: known) ?? Self.schedules))
    }
  }

  private static let schedules =
    "as in `step(10, 0.5)`, `exp(0.97)`, `cosine(0)` or `warmup(100), cosine(0)`"

  private static let foreignSchedules: [String: String] = [
    "exponential": "exp", "steplr": "step", "exponentiallr": "exp", "cosineannealinglr": "cosine",
    "cosine_decay": "cosine", "exponential_decay": "exp", "linear": "warmup",
  ]

  private func expect(
    _ arguments: [Name], _ count: Int, of name: Name, _ usage: String
  ) throws(DiagnosticError) {
    guard arguments.count != count else { return }
    throw DiagnosticError(
      Diagnostic(
        .arguments, at: name.range,
        "`\(name.text)` takes \(counted(count, "argument")), here \(arguments.count)",
        help: "write `\(usage)`"))
  }

  // MARK: Clipping

  mutating func readClip() throws(DiagnosticError) {
    guard let line = line("clip") else {
      note("clip", "none", isDefault: true)
      return
    }
    try refuseForLBFGS(line, "needs the gradient as it is")
    let words = ["norm", "value"]
    guard let (before, limit) = line.value.split(around: words), before.text.isEmpty,
      !limit.text.isEmpty
    else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: line.value.range,
          "`clip: \(line.value.text)` says neither `norm` nor `value` and a number",
          help: "as in `clip: norm 1`, or `clip: value 0.5`"))
    }
    let isNorm = line.value.text.hasPrefix("norm")
    let number = try positive(limit, as: "clip")
    settings.clip = isNorm ? .norm(number) : .value(number)
    note("clip", "\(isNorm ? "norm" : "value") \(describe(limit, number))")
  }

  private func positive(_ text: Name, as key: String) throws(DiagnosticError) -> Double {
    let number = try self.number(text, as: key)
    guard number > 0, number.isFinite else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: text.range,
          "the number of `\(key)` must be finite and above 0, here \(shown(number))"))
    }
    return number
  }

  func refuseForLBFGS(_ line: KeyValue, _ reason: String) throws(DiagnosticError) {
    guard settings.optimizer.name == .lbfgs else { return }
    throw DiagnosticError(
      Diagnostic(
        .value, at: line.key.range, "`\(line.key.text)` does not go with `lbfgs`, which \(reason)",
        help: "leave it out, or take another optimizer"))
  }
}
