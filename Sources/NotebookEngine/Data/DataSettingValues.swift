import Diagnostics
import NotebookSyntax
import Tables

/// Where the table is and how it is read.
extension DataSettingsReader {
  mutating func readSource() throws(DiagnosticError) -> DataSettings.Source {
    if let file = setting("file") {
      note("file", file.value.text)
      if let block = setting("block") {
        throw DiagnosticError(
          Diagnostic(
            .twice, at: block.key.range, "both `file` and `block` are given",
            notes: [Diagnostic.Note(at: file.key.range, "`file` is given here")], help: "keep one"))
      }
      if let problem = DataMessages.problem(ofPath: file.value) { throw DiagnosticError(problem) }
      return .file(file.value)
    }
    guard let block = setting("block") else {
      throw DiagnosticError(DataMessages.noSource(cell, settings, unreadKeys))
    }
    note("block", block.value.text)
    let tables = interpreter.notebook.cells.filter { $0.kind == .csv }
    guard let table = tables.first(where: { $0.options.as?.value == block.value.text }) else {
      throw DiagnosticError(
        DataMessages.noSuchBlock(block.value, tables.compactMap { $0.options.as?.value }))
    }
    guard table.options.skip != true else {
      throw DiagnosticError(
        Diagnostic(
          .undefinedName, at: block.value.range, "the block `\(block.value.text)` is skipped",
          notes: [Diagnostic.Note(at: table.infoRange, "it says `skip` here")]))
    }
    return .block(block.value, table)
  }

  mutating func readHeader() throws(DiagnosticError) -> DataSettings.Header {
    guard let setting = setting("header") else { return .auto }
    switch setting.value.text {
    case "yes", "true": return .yes
    case "no", "false": return .no
    case "auto": return .auto
    default:
      throw DiagnosticError(
        DataMessages.notAChoice(setting, among: ["yes", "no", "auto"]))
    }
  }

  mutating func readSeparator() throws(DiagnosticError) -> UInt8 {
    guard let setting = setting("separator") else {
      note("separator", ",", isDefault: true)
      return UInt8(ascii: ",")
    }
    note("separator", setting.value.text)
    switch setting.value.text {
    case ",": return UInt8(ascii: ",")
    case ";": return UInt8(ascii: ";")
    case "tab": return UInt8(ascii: "\t")
    case "space": return UInt8(ascii: " ")
    default:
      throw DiagnosticError(DataMessages.notAChoice(setting, among: [",", ";", "tab", "space"]))
    }
  }

  mutating func readRows() throws(DiagnosticError) -> (range: ClosedRange<Int>, text: Name)? {
    guard let setting = setting("rows"), setting.value.text != "all" else {
      note("rows", "all", isDefault: setting("rows") == nil)
      return nil
    }
    note("rows", setting.value.text)
    guard let ends = setting.value.ends else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: setting.value.range, "`rows: \(setting.value.text)` is no range of rows",
          help: "as in `rows: 1..100`, or `rows: all`"))
    }
    let line = "rows: \(setting.value.text)"
    let first = try interpreter.wholeSetting(ends.first, 1...1 << 53, in: line)
    let last =
      ends.last.text == "end"
      ? Int.max : try interpreter.wholeSetting(ends.last, 1...1 << 53, in: line)
    guard first <= last else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: setting.value.range, "`\(line)`: there is no row from \(first) to \(last)",
          help: "the smaller number comes first"))
    }
    return (first...last, setting.value)
  }

  mutating func readMissing() throws(DiagnosticError) -> MissingRule {
    guard let setting = setting("missing") else {
      note("missing", "error", isDefault: true)
      return .refuse
    }
    switch setting.value.text {
    case "error":
      note("missing", "error")
      return .refuse
    case "drop":
      note("missing", "drop")
      return .drop
    default:
      let number: Double
      do throws(DiagnosticError) {
        number = try interpreter.numberSetting(
          setting.value, in: "missing: \(setting.value.text)")
      } catch {
        guard error.diagnostic.code == .value, !error.diagnostic.isConsequence,
          setting.value.isName || ExpressionParser.parse(setting.value.text).expression == nil
        else { throw error }
        throw DiagnosticError(DataMessages.notAMissingRule(setting))
      }
      let isLiteral = Double(setting.value.text) != nil
      note("missing", isLiteral ? setting.value.text : "\(setting.value.text) = \(shown(number))")
      return .fill(number)
    }
  }
}
