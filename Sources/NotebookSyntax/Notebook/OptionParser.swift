import Diagnostics

/// Reads the options of blocks, behind a block's kind as `key=value` and in the front matter as
/// `key: value`.
struct OptionParser {
  /// One option as written.
  struct Option {
    let name: Name
    /// Nil for a name alone, which means yes.
    let value: Name?
    /// How it is quoted in a message: `precision=40`.
    let text: String

    var range: SourceRange { value.map { name.range.union($0.range) } ?? name.range }
  }

  static let defaultNames = [
    "hide", "fold", "output", "form", "precision", "max", "skip",
  ]
  static let names = ["id"] + defaultNames + ["fails", "as"]

  private(set) var options = CellOptions()
  private(set) var diagnostics: [Diagnostic] = []

  /// Takes over `option`, whose name must be one of `names`.
  mutating func read(_ option: Option) {
    switch option.name.text {
    case "id": options.id = word(option)
    case "as": options.as = word(option)
    case "hide": options.hide = isYes(option)
    case "fold": options.fold = isYes(option)
    case "skip": options.skip = isYes(option)
    case "output": options.output = choice(option)
    case "form": options.form = choice(option)
    case "precision":
      options.precision = option.value.flatMap { Int($0.text) }.flatMap {
        (1...17).contains($0) ? $0 : nil
      }
      if options.precision == nil { refuse(option, "is not a whole number from 1 to 17") }
    case "max": options.max = size(option)
    case "fails": options.fails = code(option)
    default: break
    }
  }

  /// `yes` or `no`; YAML's `true` and `false` are the same.
  static func truth(of text: String) -> Bool? {
    switch text {
    case "yes", "true": true
    case "no", "false": false
    default: nil
    }
  }

  private mutating func isYes(_ option: Option) -> Bool? {
    guard let value = option.value else { return true }
    let truth = Self.truth(of: value.text)
    if truth == nil { refuse(option, "is neither yes nor no") }
    return truth
  }

  private mutating func choice<Choice>(_ option: Option) -> Choice?
  where Choice: RawRepresentable<String>, Choice: CaseIterable {
    let names = Choice.allCases.map(\.rawValue)
    if let value = option.value, let choice = Choice(rawValue: value.text) { return choice }
    refuse(
      option, "is not one of the choices",
      help: suggestion(option, among: names) ?? listed(names, with: "or"))
    return nil
  }

  private mutating func word(_ option: Option) -> Setting<String>? {
    if let value = option.value, !value.text.isEmpty,
      value.text.allSatisfy({ $0.isLetter || $0.isNumber || "-_.".contains($0) })
    {
      return Setting(value.text, at: value.range)
    }
    refuse(option, "is not a name", help: "letters, digits, `-`, `_` and `.` make a name")
    return nil
  }

  private mutating func size(_ option: Option) -> CellOptions.MaximalSize? {
    let sides = (option.value?.text ?? "").split(omittingEmptySubsequences: false) {
      $0 == "×" || $0 == "x"
    }
    if sides.count == 2, let rows = Int(sides[0]), let columns = Int(sides[1]), rows > 0,
      columns > 0
    {
      return CellOptions.MaximalSize(rows: rows, columns: columns)
    }
    refuse(option, "is not rows×columns", help: "write `8×8` or `8x8`")
    return nil
  }

  private mutating func code(_ option: Option) -> Setting<DiagnosticCode>? {
    let text = option.value?.text ?? ""
    if let value = option.value, let code = DiagnosticCode(rawValue: text), code.severity == .error
    {
      return Setting(code, at: value.range)
    }
    if DiagnosticCode(rawValue: text) != nil {
      refuse(option, "is a warning, and only an error makes a block fail")
    } else {
      let codes = DiagnosticCode.allCases.filter { $0.severity == .error }.map(\.rawValue)
      refuse(
        option, "is not the code of an error",
        help: suggestion(option, among: codes) ?? "a code looks like `E-MATMUL`")
    }
    return nil
  }

  private func suggestion(_ option: Option, among names: [String]) -> String? {
    didYouMean(option.value?.text ?? "", among: names)
  }

  private mutating func refuse(_ option: Option, _ reason: String, help: String? = nil) {
    diagnostics.append(
      Diagnostic(
        .value, at: option.value?.range ?? option.name.range, "`\(option.text)` \(reason)",
        help: help))
  }
}
