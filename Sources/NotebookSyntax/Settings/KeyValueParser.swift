package import Diagnostics

extension Name {
  /// What a setting means that is switched on or off: yes, no, true, false; nil for any other text.
  package var truth: Bool? { OptionParser.truth(of: text) }
}

/// Reads the `key: value` lines of a train or data block.
package struct KeyValueParser {
  /// In order of the text, each key once.
  package private(set) var pairs: [KeyValue] = []
  /// The keys of entries that could not be read, as far as they can be told.
  package private(set) var unreadKeys: [String] = []
  package private(set) var diagnostics: [Diagnostic] = []

  /// Reads `body`. A value is one line of plain or quoted text, taken as it stands.
  package init(_ body: CellText) {
    for entry in YAMLEntryReader(body, allowsIndicators: true).entries {
      switch entry {
      case .success(let entry): read(entry)
      case .failure(let problem):
        if let key = problem.key { unreadKeys.append(key) }
        diagnostics.append(
          Diagnostic(.parse, at: problem.range, problem.message, help: problem.help))
      }
    }
  }

  private mutating func read(_ entry: YAMLEntry) {
    let key = entry.key
    let example = "write `\(key.text): a, b, c` on one line"
    switch entry.value {
    case .scalar(let value, isFolded: false):
      if let first = pairs.first(where: { $0.key.text == key.text }) {
        diagnostics.append(
          Diagnostic(
            .twice, at: key.range, "`\(key.text)` is given twice",
            notes: [Diagnostic.Note(at: first.key.range, "first given here")], help: "keep one"))
      } else {
        pairs.append(KeyValue(key: key, value: value))
      }
    case .scalar(_, isFolded: true):
      refuse(entry, "the value of `\(key.text)` runs over several lines", help: example)
    case .missing: refuse(entry, "`\(key.text)` has no value", help: nil)
    case .list: refuse(entry, "the value of `\(key.text)` is a YAML list", help: example)
    case .mapping: refuse(entry, "the value of `\(key.text)` is a YAML mapping", help: example)
    case .alias: refuse(entry, "the value of `\(key.text)` is a YAML alias", help: example)
    }
  }

  private mutating func refuse(_ entry: YAMLEntry, _ message: String, help: String?) {
    unreadKeys.append(entry.key.text)
    diagnostics.append(Diagnostic(.value, at: entry.valueRange, message, help: help))
  }
}
