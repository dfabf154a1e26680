import Diagnostics
import NotebookSyntax

/// What is wrong with the settings of a `data` block.
enum DataMessages {
  // MARK: Keys

  static func unknownKey(_ setting: KeyValue) -> Diagnostic {
    let key = setting.key
    let meantKey =
      DataSettings.foreignKeys[key.text.lowercased()]
      ?? closestName(to: key.text, among: DataSettings.keys)
    if let meantKey {
      return Diagnostic(
        .key, at: key.range, "unknown key `\(key.text)`", help: "did you mean `\(meantKey)`?")
    }
    guard key.isName else {
      return Diagnostic(
        .key, at: key.range, "`\(key.text)` is neither a key nor a name",
        help:
          "letters, digits and `_` make a name; keys are \(listed(DataSettings.keys, with: "and"))")
    }
    let word = setting.value.firstWord.text
    let help =
      didYouMean(word, among: ColumnList.words)
      ?? (setting.value.text.contains(" ")
        ? "as in `\(key.text): columns 1..4`, `one-hot column 5`, `codes column 5`"
        : "write `\(key.text): columns \(setting.value.text)`")
    return Diagnostic(
      .value, at: setting.value.range,
      "`\(key.text): \(setting.value.text)` does not say which columns", help: help)
  }

  /// The error that neither `file` nor `block` is there; one that is misspelt, or whose line could
  /// not be read, has been mentioned.
  static func noSource(
    _ cell: Cell, _ settings: [KeyValue], _ unreadKeys: [String]
  ) -> Diagnostic {
    let isMentioned =
      unreadKeys.contains { $0 == "file" || $0 == "block" }
      || settings.contains { setting in
        guard !DataSettings.keys.contains(setting.key.text), !ColumnList.isMeant(by: setting.value)
        else { return false }
        let key = setting.key.text
        let meant = DataSettings.foreignKeys[key] ?? closestName(to: key, among: DataSettings.keys)
        return meant == "file" || meant == "block"
      }
    return Diagnostic(
      .missing, at: cell.infoRange, "`data` needs `file`",
      help: "as in `file: iris.csv`, or `block: NAME` for a `csv data` block of that name",
      isConsequence: isMentioned)
  }

  static func noSuchBlock(_ name: Name, _ names: [String]) -> Diagnostic {
    let help =
      names.isEmpty
      ? "write ```csv data as=\(name.text) behind the fence of a block with the table"
      : didYouMean(name.text, among: names)
        ?? "`csv data` blocks are \(listed(names.map { "`\($0)`" }, with: "and"))"
    return Diagnostic(
      .undefinedName, at: name.range, "no `csv data` block is called `\(name.text)`", help: help)
  }

  static func notMade(_ name: Name, by names: [String]) -> Diagnostic {
    Diagnostic(
      .undefinedName, at: name.range, "this block does not make `\(name.text)`",
      help: didYouMean(name.text, among: names)
        ?? (names.isEmpty ? nil : "it makes \(listed(names.map { "`\($0)`" }, with: "and"))"))
  }

  // MARK: Values

  static func notAChoice(_ setting: KeyValue, among choices: [String]) -> Diagnostic {
    let value = setting.value.text
    return Diagnostic(
      .value, at: setting.value.range, "`\(setting.key.text): \(value)` is not one of the choices",
      help: didYouMean(value, among: choices)
        ?? listed(choices.map { "`\($0)`" }, with: "or"))
  }

  static func notAMissingRule(_ setting: KeyValue) -> Diagnostic {
    Diagnostic(
      .value, at: setting.value.range,
      "`missing: \(setting.value.text)` is neither `error`, `drop` nor a number",
      help: didYouMean(setting.value.text, among: ["error", "drop"]))
  }

  static func notASplit(_ item: Name, _ whole: Name) -> Diagnostic {
    let problem =
      item == whole
      ? "`split: \(whole.text)` does not part the rows"
      : "`split: \(whole.text)`: `\(item.text)` does not part the rows"
    return Diagnostic(
      .value, at: item.range, problem,
      help: didYouMean(item.lastWord.text, among: ["train", "test", "shuffled"])
        ?? "as in `split: 120 train, 30 test, shuffled` or `split: 80%`")
  }

  static func noColumnWord(_ text: Name, _ use: LoadedMatrix.Use) -> Diagnostic {
    let rest = text.slice(from: text.firstWord.text.utf8.count).text
    return Diagnostic(
      .value, at: text.range, "`\(text.text)` does not say which column",
      help: rest.isEmpty
        ? "as in `\(use.rawValue) column 5`" : "write `\(use.rawValue) column \(rest)`")
  }

  static func noColumns(_ text: Name) -> Diagnostic {
    Diagnostic(
      .value, at: text.range, "`\(text.text)` names no column",
      help: "as in `columns 1..4`, `columns 1, 3` or `columns age, height`")
  }

  // MARK: Paths

  /// Why a path cannot lead to a file below the notebook's folder; nil if it may.
  static func problem(ofPath path: Name) -> Diagnostic? {
    let text = path.text
    if text.contains("://") {
      return Diagnostic(
        .outsideFolder, at: path.range,
        "`\(quotable(path: text))` is an address in a network, and nbrun reads files",
        help: "save it beside the notebook")
    }
    var depth = 0
    for part in text.split(separator: "/") where part != "." {
      depth += part == ".." ? -1 : 1
      if depth < 0 { break }
    }
    guard text.hasPrefix("/") || text.hasPrefix("~/") || depth < 0 else { return nil }
    return outside(path)
  }

  static func outside(_ path: Name, isLink: Bool = false) -> Diagnostic {
    Diagnostic(
      .outsideFolder, at: path.range,
      isLink
        ? "`\(quotable(path: path.text))` is a link that leads outside the notebook's folder"
        : "`\(quotable(path: path.text))` lies outside the notebook's folder",
      help: "copy the file beside the notebook")
  }
}
