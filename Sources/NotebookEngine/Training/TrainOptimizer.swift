import Diagnostics
import NotebookSyntax

/// How a step is made.
extension TrainSettingsReader {
  /// The rate that stands in `sgd(lr=…)`, nil if none does.
  mutating func readOptimizer() throws(DiagnosticError) -> Name? {
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

  mutating func readLearningRate(
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

  func unknownOptimizer(_ name: Name) -> Diagnostic {
    if Self.laterOptimizers.contains(name.text.lowercased()) {
      return Diagnostic(
        .unsupported, at: name.range, "`\(name.text)` is not done by this version of nbrun",
        help: "`sgd` is")
    }
    return Diagnostic(
      .value, at: name.range, "unknown optimizer `\(name.text)`",
      help: didYouMean(name.text, among: ["sgd"] + Self.laterOptimizers) ?? "write `sgd`")
  }

  func unknownOption(_ key: Name) -> Diagnostic {
    let later = ["momentum", "nesterov", "weight_decay"]
    if later.contains(key.text) {
      return Diagnostic(
        .unsupported, at: key.range, "`\(key.text)` is not done by this version of nbrun")
    }
    return Diagnostic(
      .key, at: key.range, "unknown key `\(key.text)` of `sgd`",
      help: didYouMean(key.text, among: ["lr"] + later) ?? "`sgd` knows lr")
  }

  mutating func readConvention() throws(DiagnosticError) {
    let given =
      setting("convention")?.value.text ?? interpreter.notebook.frontMatter.convention?.value
    let range =
      setting("convention")?.value.range ?? interpreter.notebook.frontMatter.convention?.range
    note("convention", given ?? FrontMatter.conventions[0], isDefault: given == nil)
    // Plain descent is the same in all three.
    guard let given, !FrontMatter.conventions.contains(given) else { return }
    throw DiagnosticError(
      Diagnostic(
        .value, at: range ?? cell.infoRange, "unknown convention `\(given)`",
        help: didYouMean(given, among: FrontMatter.conventions)
          ?? listed(FrontMatter.conventions, with: "or")))
  }
}
