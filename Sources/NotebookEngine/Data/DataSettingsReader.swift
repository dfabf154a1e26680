import Diagnostics
import NotebookSyntax
import Tables

/// Reads the `key: value` lines of one `data` block and collects their mistakes.
struct DataSettingsReader {
  let interpreter: Interpreter
  let cell: Cell
  let settings: [KeyValue]
  /// The keys of lines that could not be read.
  let unreadKeys: [String]
  private var inForce: [LoadedData.Setting] = []
  /// What a setting needs was not made, and why.
  private(set) var skipReason: String?

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
  mutating func read() -> DataSettings? {
    let source = attempt { (reader) throws(DiagnosticError) in try reader.readSource() }
    let header = attempt { (reader) throws(DiagnosticError) in try reader.readHeader() }
    let separator = attempt { (reader) throws(DiagnosticError) in try reader.readSeparator() }
    let columns = readColumns()
    let rows = attempt { (reader) throws(DiagnosticError) in try reader.readRows() }
    let missing = attempt { (reader) throws(DiagnosticError) in try reader.readMissing() }
    let split = attempt { (reader) throws(DiagnosticError) in try reader.readSplit() }
    let scalings = readScalings(of: columns)
    if setting("split") != nil { checkTwins(columns) }
    let hasErrors = interpreter.diagnostics.contains { $0.severity == .error }
    guard !hasErrors, skipReason == nil, let source, let header, let separator, let rows,
      let missing, let split
    else { return nil }
    return DataSettings(
      source: source, header: header, separator: separator, rows: rows, missing: missing,
      columns: columns, split: split, scalings: scalings, inForce: inForce)
  }

  /// What `body` gives; a mistake is kept and the next setting is read.
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
    inForce.append(LoadedData.Setting(key: key, value: value, isDefault: isDefault))
  }

  // MARK: Names

  /// The lists of columns; what is neither a key nor a name with columns is a mistake.
  private mutating func readColumns() -> [ColumnList] {
    var lists: [ColumnList] = []
    for setting in settings where !DataSettings.keys.contains(setting.key.text) {
      guard ColumnList.isMeant(by: setting.value), setting.key.isName else {
        interpreter.diagnostics.append(DataMessages.unknownKey(setting))
        continue
      }
      let list = attempt { (reader) throws(DiagnosticError) in
        try reader.interpreter.checkAssignable(setting.key)
        return try ColumnList(setting.key, setting.value)
      }
      if let list { lists.append(list) }
    }
    let isNamed = settings.contains { !DataSettings.keys.contains($0.key.text) }
    if !isNamed, unreadKeys.allSatisfy(DataSettings.keys.contains) {
      interpreter.diagnostics.append(
        Diagnostic(
          .missing, at: cell.infoRange, "`data` makes no matrix",
          help: "name its columns, as in `X: columns 1..4`"))
    }
    return lists
  }

  /// With a split each name has a twin, which no other name may be.
  private func checkTwins(_ columns: [ColumnList]) {
    for list in columns {
      guard let twin = columns.first(where: { $0.name.text == list.name.test.text }) else {
        continue
      }
      interpreter.diagnostics.append(
        Diagnostic(
          .twice, at: twin.name.range,
          "`\(twin.name.text)` is also the name of `\(list.name.text)` in test rows",
          notes: [Diagnostic.Note(at: list.name.range, "`split` makes it of this name")],
          help: "choose another name"))
    }
  }

  private mutating func readScalings(
    of columns: [ColumnList]
  ) -> [String: (kind: LoadedMatrix.Scaling.Kind, range: SourceRange)] {
    var scalings: [String: (kind: LoadedMatrix.Scaling.Kind, range: SourceRange)] = [:]
    for kind in [LoadedMatrix.Scaling.Kind.standardize, .minmax] {
      guard let setting = setting(kind.rawValue) else {
        note(kind.rawValue, "none", isDefault: true)
        continue
      }
      note(kind.rawValue, setting.value.text)
      for name in setting.value.parts(separatedBy: ",") where !name.text.isEmpty {
        if let problem = scalingProblem(name, kind, columns, scalings[name.text]?.kind) {
          interpreter.diagnostics.append(problem)
        } else {
          scalings[name.text] = (kind, name.range)
        }
      }
    }
    return scalings
  }

  private func scalingProblem(
    _ name: Name, _ kind: LoadedMatrix.Scaling.Kind, _ columns: [ColumnList],
    _ known: LoadedMatrix.Scaling.Kind?
  ) -> Diagnostic? {
    let written = settings.map(\.key).filter { !DataSettings.keys.contains($0.text) }
    guard written.contains(where: { $0.text == name.text }) else {
      return DataMessages.notMade(name, by: written.map(\.text))
    }
    // A list that cannot be read has been mentioned.
    guard let list = columns.first(where: { $0.name.text == name.text }) else { return nil }
    if list.use != .numbers {
      return Diagnostic(
        .value, at: name.range,
        "`\(kind.rawValue): \(name.text)`: classes are not scaled, and `\(name.text)` holds some",
        notes: [Diagnostic.Note(at: list.text.range, "`\(name.text)` is made here")])
    }
    guard let known else { return nil }
    return Diagnostic(
      .twice, at: name.range,
      known == kind
        ? "`\(name.text)` is given twice"
        : "`\(name.text)` is both standardized and put from 0 to 1",
      help: "keep one")
  }
}
