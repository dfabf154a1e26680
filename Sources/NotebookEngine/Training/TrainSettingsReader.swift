import Diagnostics
import NotebookSyntax
import Training

/// Reads the `key: value` lines of one `train` block and collects their mistakes.
struct TrainSettingsReader {
  let interpreter: Interpreter
  let cell: Cell
  let lines: [KeyValue]
  /// The keys of lines that could not be read.
  let unreadKeys: [String]
  /// What a setting needs was not made, and why.
  private(set) var skipReason: String?
  private var isComplete = true
  private var inForce: [TrainingRun.Setting] = []
  /// The parameters that could be looked up.
  var parameters: [Definition] = []
  var settings = TrainSettings()

  /// In the order of the language's table, which is the order of reports too.
  static let keys = [
    "loss", "params", "optimizer", "lr", "convention", "steps", "epochs", "batch", "shuffle",
    "schedule", "clip", "record", "every", "validate", "stop", "keep", "seed", "sweep", "id",
  ]

  /// What other programs call them.
  static let foreignKeys: [String: String] = [
    "learning_rate": "lr", "learning-rate": "lr", "learningrate": "lr", "rate": "lr", "eta": "lr",
    "parameters": "params", "weights": "params", "variables": "params", "cost": "loss",
    "objective": "loss", "iterations": "steps", "max_iter": "steps", "solver": "optimizer",
    "batch_size": "batch", "validation_data": "validate", "early_stopping": "stop",
    "patience": "stop", "scheduler": "schedule", "clipnorm": "clip", "clipvalue": "clip",
    "metrics": "record", "log": "record", "grid": "sweep",
  ]

  init(_ interpreter: Interpreter, _ cell: Cell, _ lines: [KeyValue], unreadKeys: [String]) {
    self.interpreter = interpreter
    self.cell = cell
    self.lines = lines
    self.unreadKeys = unreadKeys
  }

  /// Reads all settings; nil if one of them cannot mean anything. The reasons are in the
  /// interpreter's diagnostics.
  mutating func read() -> TrainBlock? {
    checkKeys()
    let id = runID()
    let loss = attempt { (reader) throws(DiagnosticError) in try reader.readLoss() }
    let parameterRanges = attempt { (reader) throws(DiagnosticError) in
      try reader.readParameters(loss: loss)
    }
    readOptimizer()
    attempt { (reader) throws(DiagnosticError) in try reader.readBatch(loss: loss) }
    attempt { (reader) throws(DiagnosticError) in try reader.readShuffle() }
    attempt { (reader) throws(DiagnosticError) in try reader.readLength() }
    attempt { (reader) throws(DiagnosticError) in try reader.readSchedule() }
    attempt { (reader) throws(DiagnosticError) in try reader.readClip() }
    attempt { (reader) throws(DiagnosticError) in try reader.readRecords(loss: loss) }
    attempt { (reader) throws(DiagnosticError) in try reader.readEvery() }
    attempt { (reader) throws(DiagnosticError) in try reader.readValidation(loss: loss) }
    attempt { (reader) throws(DiagnosticError) in try reader.readStop() }
    attempt { (reader) throws(DiagnosticError) in try reader.readKeep() }
    attempt { (reader) throws(DiagnosticError) in try reader.readSeed() }
    attempt { (reader) throws(DiagnosticError) in try reader.readSweep() }
    // A mistake in the block's text counts too: which of two `lr` is meant, nobody knows.
    let hasErrors = interpreter.diagnostics.contains { $0.severity == .error }
    guard isComplete, !hasErrors, let loss, let parameterRanges else { return nil }
    return TrainBlock(
      id: id,
      goal: TrainGoal(
        loss: loss.name, node: loss.node, parameters: parameters, parameterRanges: parameterRanges),
      settings: settings, inForce: sortedSettings)
  }

  /// What `body` gives; a mistake is kept and the next setting is read.
  @discardableResult
  mutating func attempt<Result>(
    _ body: (inout Self) throws(DiagnosticError) -> Result
  ) -> Result? {
    do throws(DiagnosticError) {
      return try body(&self)
    } catch {
      isComplete = false
      if error.diagnostic.isConsequence {
        skipReason = skipReason ?? error.diagnostic.message
      } else {
        interpreter.diagnostics.append(error.diagnostic)
      }
      return nil
    }
  }

  func line(_ key: String) -> KeyValue? { lines.first { $0.key.text == key } }

  /// - key: one of the language's, or an argument of the optimiser.
  mutating func note(_ key: String, _ value: String, isDefault: Bool = false) {
    inForce.append(TrainingRun.Setting(key: key, value: value, isDefault: isDefault))
  }

  /// The author gave `key` a value.
  func isGiven(_ key: String) -> Bool {
    inForce.contains { $0.key == key && !$0.isDefault && !$0.value.isEmpty }
  }

  /// In the order of the table, an optimiser's arguments behind it.
  private var sortedSettings: [TrainingRun.Setting] {
    let arguments = Optimizer.Argument.all(of: settings.optimizer.name).map(\.name)
    let order = ["loss", "params", "optimizer"] + arguments + Self.keys.dropFirst(4)
    return order.flatMap { key in inForce.filter { $0.key == key } }
  }

  private func checkKeys() {
    for line in lines where !Self.keys.contains(line.key.text) {
      interpreter.diagnostics.append(
        Diagnostic(
          .key, at: line.key.range, "unknown key `\(line.key.text)`",
          help: help(for: line.key.text)))
    }
    if let steps = line("steps"), let epochs = line("epochs") {
      interpreter.diagnostics.append(
        Diagnostic(
          .twice, at: epochs.key.range, "both `steps` and `epochs` are given",
          notes: [Diagnostic.Note(at: steps.key.range, "`steps` is given here")], help: "keep one"))
    }
  }

  private func help(for word: String) -> String {
    for optimizer in Optimizer.Name.allCases {
      if Optimizer.Argument.all(of: optimizer).contains(where: { $0.name == word }) {
        return "it stands behind an optimizer's name, as in "
          + "`optimizer: \(optimizer.rawValue)(\(word)=…)`"
      }
    }
    return Self.meant(by: word).map { "did you mean `\($0)`?" }
      ?? "a train block knows \(Self.keys.joined(separator: ", "))"
  }

  /// The key that was most likely meant by a word that is none.
  private static func meant(by word: String) -> String? {
    foreignKeys[word] ?? closestName(to: word, among: keys)
  }

  /// The error that `key` is missing; one that is misspelt, or whose line could not be read, has been
  /// mentioned and is no second mistake.
  func missing(
    _ key: String, _ message: String? = nil, help: String?
  ) -> DiagnosticError {
    let written = lines.map(\.key.text) + unreadKeys
    let isMisspelt = written.contains { word in
      word == key || !Self.keys.contains(word) && Self.meant(by: word) == key
    }
    return DiagnosticError(
      Diagnostic(
        .missing, at: cell.infoRange, message ?? "`train` needs `\(key)`", help: help,
        isConsequence: isMisspelt))
  }

  private func runID() -> String {
    if let id = line("id") { return id.value.text }
    if let id = cell.options.id?.value { return id }
    return "train-\(Set(interpreter.runs.map(\.id)).count + 1)"
  }
}
