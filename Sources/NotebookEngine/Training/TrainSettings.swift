import Diagnostics
import EquationGraph
import LinearAlgebra
import NotebookSyntax
import Training

/// What a `train` block asks for, with every name looked up.
struct TrainSettings {
  var id: String
  var loss: Name
  var lossNode: NodeID
  var parameters: [Definition]
  /// Where the block names them.
  var parameterRanges: [SourceRange]
  var optimizer: SGD
  var steps: Int
  var stop: (node: NodeID, text: String)?
  var records: [Recorded]
  var every: Int
  /// What `record` names.
  enum Recorded {
    case value(name: String, node: NodeID)
    /// `∇C`: the gradient of every parameter.
    case gradients(of: Definition)
  }

  /// Every setting in force, in the order of the language's table.
  var inForce: [TrainingRun.Setting]
}

/// Reads the `key: value` lines of one `train` block and collects their mistakes.
struct TrainSettingsReader {
  let interpreter: Interpreter
  let cell: Cell
  let settings: [KeyValue]
  private var inForce: [TrainingRun.Setting] = []
  /// What a setting needs was not made, and why.
  private(set) var skipReason: String?
  /// The parameters that could be looked up.
  private(set) var parameters: [Definition] = []

  /// Keys of the language, and whether this version knows them.
  static let keys: [(name: String, isSupported: Bool)] = [
    ("loss", true), ("params", true), ("optimizer", true), ("lr", true), ("convention", true),
    ("steps", true), ("epochs", false), ("batch", false), ("shuffle", false), ("schedule", false),
    ("clip", false), ("record", true), ("every", true), ("validate", false), ("stop", true),
    ("keep", false), ("seed", true), ("sweep", false), ("id", true),
  ]

  static let laterOptimizers = ["adam", "adamw", "rmsprop", "adagrad", "lbfgs"]
  static let defaultLearningRate = 0.01

  init(_ interpreter: Interpreter, _ cell: Cell, _ settings: [KeyValue]) {
    self.interpreter = interpreter
    self.cell = cell
    self.settings = settings
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
      stop: stop,
      records: records, every: every, inForce: inForce)
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

  private func setting(_ key: String) -> KeyValue? { settings.first { $0.key.text == key } }

  private mutating func note(_ key: String, _ value: String, isDefault: Bool = false) {
    inForce.append(TrainingRun.Setting(key: key, value: value, isDefault: isDefault))
  }

  private func checkKeys() {
    for setting in settings {
      let key = setting.key
      guard let known = Self.keys.first(where: { $0.name == key.text }) else {
        let suggestion = closestName(to: key.text, among: Self.keys.map(\.name))
        interpreter.diagnostics.append(
          Diagnostic(
            .key, at: key.range, "unknown key `\(key.text)`",
            help: suggestion.map { "did you mean `\($0)`?" }
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

  private func runID() -> String {
    if let id = setting("id") { return id.value.text }
    return cell.options.id?.value ?? "train-\(interpreter.runs.count + 1)"
  }

  // MARK: - Loss and parameters

  private mutating func readLoss() throws(DiagnosticError) -> (name: Name, node: NodeID) {
    guard let setting = setting("loss") else {
      throw DiagnosticError(
        Diagnostic(
          .missing, at: cell.infoRange, "`train` needs `loss`",
          help: "name the 1×1 value to make small, as in `loss: C`"))
    }
    note("loss", setting.value.text)
    let definition = try interpreter.definition(of: setting.value)
    guard interpreter.shape(of: definition.node).isScalar else {
      throw DiagnosticError(
        interpreter.notALoss(definition.node, setting.value.text, at: setting.value.range))
    }
    return (setting.value, definition.node)
  }

  private mutating func readParameters(
    loss: (name: Name, node: NodeID)?
  ) throws(DiagnosticError) -> [SourceRange] {
    guard let setting = setting("params") else {
      var help: String?
      if let loss {
        let free = interpreter.freeNames(below: loss.node).map { definition in
          "\(definition.name.text) (\(interpreter.shape(of: definition.node)))"
        }
        help = "\(loss.name.text) depends on \(free.joined(separator: ", ")): say which to train"
      }
      throw DiagnosticError(
        Diagnostic(.missing, at: cell.infoRange, "`train` needs `params`", help: help))
    }
    note("params", setting.value.text)
    var ranges: [SourceRange] = []
    for name in setting.value.items {
      let definition = try interpreter.definition(of: name)
      guard definition.isFree else {
        throw DiagnosticError(notFree(definition, name, loss: loss?.node))
      }
      if parameters.contains(where: { $0.node == definition.node }) {
        throw DiagnosticError(
          Diagnostic(.twice, at: name.range, "`\(name.text)` is given twice", help: "keep one"))
      }
      parameters.append(definition)
      ranges.append(name.range)
    }
    return ranges
  }

  private func notFree(_ definition: Definition, _ name: Name, loss: NodeID?) -> Diagnostic {
    let sources = definition.uses.filter {
      if case .value = interpreter.namespace[$0] { true } else { false }
    }
    let candidates = loss.map { interpreter.freeNames(below: $0).map(\.name.text) } ?? []
    return Diagnostic(
      .parameter, at: name.range,
      "`\(name.text)` is computed from \(sources.joined(separator: " and ")); "
        + "only free matrices can be trained",
      notes: [Diagnostic.Note(at: definition.name.range, "`\(name.text)` is computed here")],
      help: candidates.isEmpty ? nil : "candidates: \(candidates.joined(separator: ", "))")
  }

  // MARK: - Optimiser

  /// The rate that stands in `sgd(lr=…)`, nil if none does.
  private mutating func readOptimizer() throws(DiagnosticError) -> Name? {
    note("optimizer", "sgd", isDefault: setting("optimizer") == nil)
    guard let optimizer = setting("optimizer") else { return nil }
    let call = optimizer.value.callParts
    guard call.name.text == "sgd" else { throw DiagnosticError(unknownOptimizer(call.name)) }
    var rate: Name?
    for argument in call.arguments {
      guard let (key, value) = argument.keyAndValue else {
        throw DiagnosticError(
          Diagnostic(
            .value, at: argument.range, "`\(argument.text)` is not of the form `key=value`",
            help: "as in `sgd(lr=0.1)`"))
      }
      guard key.text == "lr" else { throw DiagnosticError(unknownOption(key)) }
      guard rate == nil, setting("lr") == nil else {
        throw DiagnosticError(
          Diagnostic(.twice, at: key.range, "`lr` is given twice", help: "keep one"))
      }
      rate = value
    }
    return rate
  }

  private mutating func readLearningRate(
    ofOptimizer optimizerRate: Name?
  ) throws(DiagnosticError) -> Double {
    guard let rate = setting("lr")?.value ?? optimizerRate else {
      note("lr", shown(Self.defaultLearningRate), isDefault: true)
      return Self.defaultLearningRate
    }
    let number = try self.number(rate, as: "lr")
    guard number.isFinite, number >= 0 else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: rate.range, "`lr` must be a finite number from 0 up, here \(shown(number))"))
    }
    note("lr", describe(rate, number))
    return number
  }

  private func unknownOptimizer(_ name: Name) -> Diagnostic {
    if Self.laterOptimizers.contains(name.text) {
      return Diagnostic(
        .unsupported, at: name.range, "`\(name.text)` is not done by this version of nbrun",
        help: "`sgd` is")
    }
    let suggestion = closestName(to: name.text, among: ["sgd"] + Self.laterOptimizers)
    return Diagnostic(
      .value, at: name.range, "unknown optimizer `\(name.text)`",
      help: suggestion.map { "did you mean `\($0)`?" } ?? "write `sgd`")
  }

  private func unknownOption(_ key: Name) -> Diagnostic {
    let later = ["momentum", "nesterov", "weight_decay"]
    if later.contains(key.text) {
      return Diagnostic(
        .unsupported, at: key.range, "`\(key.text)` is not done by this version of nbrun")
    }
    let suggestion = closestName(to: key.text, among: ["lr"] + later)
    return Diagnostic(
      .key, at: key.range, "unknown key `\(key.text)` of `sgd`",
      help: suggestion.map { "did you mean `\($0)`?" } ?? "`sgd` knows lr")
  }

  private mutating func readConvention() throws(DiagnosticError) {
    let given =
      setting("convention")?.value.text ?? interpreter.notebook.frontMatter.convention?.value
    let range =
      setting("convention")?.value.range ?? interpreter.notebook.frontMatter.convention?.range
    note("convention", given ?? "pytorch", isDefault: given == nil)
    // Plain descent is the same in all three.
    guard let given, !["pytorch", "keras", "optax"].contains(given) else { return }
    throw DiagnosticError(
      Diagnostic(
        .value, at: range ?? cell.infoRange, "unknown convention `\(given)`",
        help: "pytorch, keras or optax"))
  }

  // MARK: - Length of the run

  private mutating func readSteps() throws(DiagnosticError) -> Int {
    guard let setting = setting("steps") else {
      guard self.setting("epochs") == nil else { return 0 }
      throw DiagnosticError(
        Diagnostic(
          .missing, at: cell.infoRange, "`train` needs `steps`", help: "as in `steps: 200`"))
    }
    let steps = try whole(setting, 0...1_000_000_000)
    note("steps", describe(setting.value, Double(steps)))
    return steps
  }

  private mutating func readStop() throws(DiagnosticError) -> (node: NodeID, text: String)? {
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

  private mutating func readRecords() throws(DiagnosticError) -> [TrainSettings.Recorded] {
    guard let setting = setting("record") else {
      note("record", "loss, gradient norm", isDefault: true)
      return []
    }
    note("record", setting.value.text)
    var records: [TrainSettings.Recorded] = []
    for item in setting.value.items {
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

  private mutating func readEvery(steps: Int?) throws(DiagnosticError) -> Int {
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

  private mutating func readSeed() throws(DiagnosticError) {
    guard let setting = setting("seed") else {
      note("seed", "continues the stream", isDefault: true)
      return
    }
    let seed = try whole(setting, 0...4_294_967_295)
    interpreter.random.seed(UInt32(seed))
    note("seed", String(seed))
  }

  // MARK: - Values

  /// The node of an expression in a setting.
  private func node(_ text: Name) throws(DiagnosticError) -> NodeID {
    try interpreter.node(expression(text), .notebook)
  }

  private func expression(
    _ text: Name, allowsGradients: Bool = false
  ) throws(DiagnosticError) -> Expression {
    let parsed = ExpressionParser.parse(
      text.text, at: text.range.start, allowsGradients: allowsGradients)
    guard let expression = parsed.expression else {
      throw DiagnosticError(
        parsed.diagnostics.first
          ?? Diagnostic(.value, at: text.range, "`\(text.text)` is not an expression"))
    }
    return expression
  }

  private func number(_ text: Name, as key: String) throws(DiagnosticError) -> Double {
    let node: NodeID
    do throws(DiagnosticError) {
      node = try self.node(text)
    } catch {
      let code = error.diagnostic.code
      guard !error.diagnostic.isConsequence, code == .parse || code == .undefinedName else {
        throw error
      }
      throw DiagnosticError(
        Diagnostic(
          .value, at: text.range, "`\(key): \(text.text)` is not a number",
          help: error.diagnostic.help))
    }
    let value = try interpreter.value(of: node)
    guard value.isScalar else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: text.range,
          "`\(key): \(text.text)` must be a single number, here \(value.shape)"))
    }
    return value.scalar
  }

  private func whole(_ setting: KeyValue, _ bounds: ClosedRange<Int>) throws(DiagnosticError) -> Int
  {
    let key = setting.key.text
    let text = setting.value
    let number: Double
    do throws(DiagnosticError) {
      number = try self.number(text, as: key)
    } catch {
      guard error.diagnostic.code == .value, !error.diagnostic.isConsequence else { throw error }
      throw DiagnosticError(
        Diagnostic(.value, at: text.range, "`\(key): \(text.text)` is not a whole number"))
    }
    guard number == number.rounded() else {
      throw DiagnosticError(
        Diagnostic(.value, at: text.range, "`\(key): \(text.text)` is not a whole number"))
    }
    guard number >= Double(bounds.lowerBound), number <= Double(bounds.upperBound) else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: text.range,
          "`\(key)` must be from \(bounds.lowerBound) to \(bounds.upperBound), here \(shown(number))"
        ))
    }
    return Int(number)
  }

  /// "h = 0.01" for a name, "0.01" for a number.
  private func describe(_ text: Name, _ value: Double) -> String {
    Double(text.text) == nil ? "\(text.text) = \(shown(value))" : text.text
  }
}
