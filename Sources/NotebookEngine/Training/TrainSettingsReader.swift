import Diagnostics
import NotebookSyntax
import Training

/// Reads the `key: value` lines of one `train` block and collects their mistakes.
struct TrainSettingsReader {
  let interpreter: Interpreter
  let cell: Cell
  let settings: [KeyValue]
  /// The keys of lines that could not be read.
  let unreadKeys: [String]
  private var inForce: [TrainingRun.Setting] = []
  /// What a setting needs was not made, and why.
  private(set) var skipReason: String?
  /// The parameters that could be looked up.
  var parameters: [Definition] = []

  /// Keys of the language, and whether this version knows them.
  static let keys: [(name: String, isSupported: Bool)] = [
    ("loss", true), ("params", true), ("optimizer", true), ("lr", true), ("convention", true),
    ("steps", true), ("epochs", false), ("batch", false), ("shuffle", false), ("schedule", false),
    ("clip", false), ("record", true), ("every", true), ("validate", false), ("stop", true),
    ("keep", false), ("seed", true), ("sweep", false), ("id", true),
  ]

  /// What other programs call them.
  static let foreignKeys: [String: String] = [
    "learning_rate": "lr", "learning-rate": "lr", "learningrate": "lr", "rate": "lr", "eta": "lr",
    "parameters": "params", "weights": "params", "variables": "params", "cost": "loss",
    "objective": "loss", "iterations": "steps", "max_iter": "steps", "solver": "optimizer",
  ]

  static let laterOptimizers = ["adam", "adamw", "rmsprop", "adagrad", "lbfgs"]
  static let defaultLearningRate = 0.01

  init(
    _ interpreter: Interpreter, _ cell: Cell, _ settings: [KeyValue], unreadKeys: [String]
  ) {
    self.interpreter = interpreter
    self.cell = cell
    self.settings = settings
    self.unreadKeys = unreadKeys
  }

  /// Reads all settings; nil if one of them cannot mean anything. The reasons are in the
  /// interpreter's diagnostics.
  mutating func read() -> TrainSettings? {
    checkKeys()
    let id = runID()
    let loss = attempt { (reader) throws(DiagnosticError) in try reader.readLoss() }
    let parameterRanges = attempt { (reader) throws(DiagnosticError) in
      try reader.readParameters(loss: loss)
    }
    let optimizer = attempt { (reader) throws(DiagnosticError) in try reader.readOptimizer() }
    let rate = attempt { (reader) throws(DiagnosticError) in
      try reader.readLearningRate(ofOptimizer: optimizer ?? nil)
    }
    let steps = attempt { (reader) throws(DiagnosticError) in try reader.readSteps() }
    let stop = attempt { (reader) throws(DiagnosticError) in try reader.readStop() }
    let records = attempt { (reader) throws(DiagnosticError) in try reader.readRecords() }
    let every = attempt { (reader) throws(DiagnosticError) in try reader.readEvery(steps: steps) }
    attempt { (reader) throws(DiagnosticError) in try reader.readConvention() }
    attempt { (reader) throws(DiagnosticError) in try reader.readSeed() }
    // A mistake in the block's text counts too: which of two `lr` is meant, nobody knows.
    let hasErrors = interpreter.diagnostics.contains { $0.severity == .error }
    guard !hasErrors, let loss, let parameterRanges, let rate, let steps, let stop,
      let records, let every
    else { return nil }
    return TrainSettings(
      id: id, loss: loss.name, lossNode: loss.node, parameters: parameters,
      parameterRanges: parameterRanges, optimizer: SGD(learningRate: rate), steps: steps,
      stop: stop, records: records, every: every, inForce: inForce)
  }

  /// What `body` gives; a mistake is kept and the next setting is read.
  @discardableResult
  private mutating func attempt<Result>(
    _ body: (inout Self) throws(DiagnosticError) -> Result
  ) -> Result? {
    do throws(DiagnosticError) {
      return try body(&self)
    } catch {
      if error.diagnostic.isConsequence {
        skipReason = skipReason ?? error.diagnostic.message
      } else {
        interpreter.diagnostics.append(error.diagnostic)
      }
      return nil
    }
  }

  func setting(_ key: String) -> KeyValue? { settings.first { $0.key.text == key } }

  mutating func note(_ key: String, _ value: String, isDefault: Bool = false) {
    inForce.append(TrainingRun.Setting(key: key, value: value, isDefault: isDefault))
  }

  private func checkKeys() {
    for setting in settings {
      let key = setting.key
      guard let known = Self.keys.first(where: { $0.name == key.text }) else {
        interpreter.diagnostics.append(
          Diagnostic(
            .key, at: key.range, "unknown key `\(key.text)`",
            help: Self.meant(by: key.text).map { "did you mean `\($0)`?" }
              ?? "a train block knows \(Self.keys.map(\.name).joined(separator: ", "))"))
        continue
      }
      // Beside `steps`, `epochs` is another mistake.
      let isOther = key.text == "epochs" && self.setting("steps") != nil
      if !known.isSupported, !isOther {
        interpreter.diagnostics.append(
          Diagnostic(
            .unsupported, at: key.range, "`\(key.text)` is not done by this version of nbrun",
            help: "plain training knows "
              + Self.keys.filter(\.isSupported).map(\.name).joined(separator: ", ")))
      }
    }
    if let steps = setting("steps"), let epochs = setting("epochs") {
      interpreter.diagnostics.append(
        Diagnostic(
          .twice, at: epochs.key.range, "both `steps` and `epochs` are given",
          notes: [Diagnostic.Note(at: steps.key.range, "`steps` is given here")], help: "keep one"))
    }
  }

  /// The key that was most likely meant by a word that is none.
  private static func meant(by word: String) -> String? {
    foreignKeys[word] ?? closestName(to: word, among: keys.map(\.name))
  }

  /// The error that `key` is missing; one that is misspelt, or whose line could not be read, has been
  /// mentioned and is no second mistake.
  func missing(_ key: String, help: String?) -> DiagnosticError {
    let written = settings.map(\.key.text) + unreadKeys
    let isMisspelt = written.contains { word in
      word == key
        || !Self.keys.contains { $0.name == word } && Self.meant(by: word) == key
    }
    return DiagnosticError(
      Diagnostic(
        .missing, at: cell.infoRange, "`train` needs `\(key)`", help: help,
        isConsequence: isMisspelt))
  }

  private func runID() -> String {
    if let id = setting("id") { return id.value.text }
    return cell.options.id?.value ?? "train-\(interpreter.runs.count + 1)"
  }
}
