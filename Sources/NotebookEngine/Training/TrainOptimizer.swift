import Diagnostics
import NotebookSyntax
import Training

/// Which optimiser makes a step, and with which numbers.
extension TrainSettingsReader {
  mutating func readOptimizer() {
    let convention = attempt { (reader) throws(DiagnosticError) in try reader.readConvention() }
    let call = attempt { (reader) throws(DiagnosticError) in try reader.readCall() }
    let name = call?.name ?? .sgd
    note("optimizer", name.rawValue, isDefault: line("optimizer") == nil)
    // Another convention has no L-BFGS, which is said once, below.
    let standards = name == .lbfgs ? .pytorch : convention ?? .pytorch
    var values: [String: Double] = [:]
    for argument in Optimizer.Argument.all(of: name) {
      let text = argument.name == "lr" ? line("lr")?.value : nil
      values[argument.name] = attempt { (reader) throws(DiagnosticError) in
        try reader.read(
          argument, text ?? call?.arguments[argument.name], standards)
      }
    }
    guard let call, let convention, values.count == Optimizer.Argument.all(of: name).count else {
      return
    }
    attempt { (reader) throws(DiagnosticError) in
      try reader.check(call, convention, values)
      reader.settings.optimizer = Optimizer(name, convention, values)
    }
  }

  /// The value of `argument`: the author's, if `text` is one, else the convention's.
  private mutating func read(
    _ argument: Optimizer.Argument, _ text: Name?, _ convention: Convention
  ) throws(DiagnosticError) -> Double {
    if let text {
      let value = try value(text, of: argument)
      note(argument.name, describe(text, value, of: argument))
      if argument.name == "lr", interpreter.namespace[text.text] != nil {
        settings.rateName = text.text
      }
      return value
    }
    if isSwept(argument.name) {
      // The sweep gives it; until then anything will do.
      note(argument.name, "")
      return 0
    }
    guard let value = argument.standard(convention) else {
      throw missing(
        "lr", "`train` needs `lr`: Optax has no learning rate of its own", help: "as in `lr: 0.001`"
      )
    }
    note(argument.name, shown(value, of: argument), isDefault: true)
    return value
  }

  /// What goes together and what does not.
  private func check(
    _ call: OptimizerCall, _ convention: Convention, _ values: [String: Double]
  ) throws(DiagnosticError) {
    guard call.name != .lbfgs || convention == .pytorch else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: line("optimizer")?.value.range,
          "`lbfgs` follows PyTorch; the convention here is `\(convention.rawValue)`",
          help: "write `convention: pytorch`"))
    }
    if let nesterov = call.arguments["nesterov"], values["nesterov"] == 1, values["momentum"] == 0,
      !isSwept("momentum")
    {
      throw DiagnosticError(
        Diagnostic(
          .value, at: nesterov.range, "`nesterov` needs a momentum above 0",
          help: "as in `sgd(momentum=0.9, nesterov=yes)`"))
    }
  }

  /// `adam(lr=0.1)`, taken apart.
  private struct OptimizerCall {
    var name = Optimizer.Name.sgd
    var arguments: [String: Name] = [:]
  }

  /// The optimiser that is named, and the arguments behind its name.
  private func readCall() throws(DiagnosticError) -> OptimizerCall {
    guard let optimizer = line("optimizer") else { return OptimizerCall() }
    let call = optimizer.value.callParts
    guard let name = Optimizer.Name(rawValue: call.name.text) else {
      throw DiagnosticError(unknownOptimizer(call.name))
    }
    let known = Optimizer.Argument.all(of: name).map(\.name)
    var written: [String: Name] = [:]
    for argument in call.arguments {
      guard let (key, value) = argument.keyAndValue else {
        throw DiagnosticError(
          Diagnostic(
            .value, at: argument.range, "`\(argument.text)` is not of the form `key=value`",
            help: "as in `\(name.rawValue)(lr=0.1)`"))
      }
      guard known.contains(key.text) else {
        throw DiagnosticError(unknownArgument(key, of: name))
      }
      guard written[key.text] == nil, key.text != "lr" || line("lr") == nil else {
        throw DiagnosticError(
          Diagnostic(.twice, at: key.range, "`\(key.text)` is given twice", help: "keep one"))
      }
      written[key.text] = value
    }
    return OptimizerCall(name: name, arguments: written)
  }

  private mutating func readConvention() throws(DiagnosticError) -> Convention {
    let frontMatter = interpreter.notebook.frontMatter.convention
    let given = line("convention")?.value.text ?? frontMatter?.value
    let range = line("convention")?.value.range ?? frontMatter?.range
    note("convention", given ?? Convention.pytorch.rawValue, isDefault: given == nil)
    guard let given else { return .pytorch }
    guard let convention = Convention(rawValue: given) else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: range ?? cell.infoRange, "unknown convention `\(given)`",
          help: didYouMean(given, among: FrontMatter.conventions)
            ?? listed(FrontMatter.conventions, with: "or")))
    }
    return convention
  }

  // MARK: Values

  /// The value of `text` for `argument`, within the argument's limits.
  func value(
    _ text: Name, of argument: Optimizer.Argument
  ) throws(DiagnosticError) -> Double {
    let name = argument.name
    if argument.limit == .flag {
      guard let isOn = text.truth else {
        throw DiagnosticError(
          Diagnostic(.value, at: text.range, "`\(name): \(text.text)` is neither yes nor no"))
      }
      return isOn ? 1 : 0
    }
    let number = try self.number(text, as: name)
    let (isAllowed, rule) =
      switch argument.limit {
      case .notNegative: (number >= 0 && number.isFinite, "a finite number from 0 up")
      case .share: (number >= 0 && number <= 1, "from 0 to 1")
      case .memory: (number >= 0 && number < 1, "from 0 to below 1")
      case .count, .flag:
        (
          number >= 1 && number <= 1000 && number == number.rounded(),
          "a whole number from 1 to 1000"
        )
      }
    guard isAllowed else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: text.range, "`\(name)` must be \(rule), here \(NotebookEngine.shown(number))")
      )
    }
    return number
  }

  private func describe(
    _ text: Name, _ value: Double, of argument: Optimizer.Argument
  ) -> String {
    argument.limit == .flag ? shown(value, of: argument) : describe(text, value)
  }

  private func shown(_ value: Double, of argument: Optimizer.Argument) -> String {
    argument.limit == .flag ? (value == 0 ? "no" : "yes") : NotebookEngine.shown(value)
  }
}
