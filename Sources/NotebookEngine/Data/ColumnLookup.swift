import Diagnostics
import NotebookSyntax
import Tables

extension Interpreter {
  /// The columns of a list, looked up in a table whose columns are called as `header` says.
  func group(
    _ list: ColumnList, of table: OpenTable, header: [String]?
  ) throws(DiagnosticError) -> ColumnGroup {
    let lookup = ColumnLookup(list: list, table: table, header: header, interpreter: self)
    var columns: [Int] = []
    for item in list.items {
      switch item {
      case .single(let text): columns.append(try lookup.column(text))
      case .quoted(let text): columns.append(try lookup.named(text))
      case .range(let text, let first, let last):
        if let named = try lookup.ifNamed(text) {
          columns.append(named)
        } else {
          let (start, end) = (try lookup.column(first), try lookup.column(last))
          guard start <= end else {
            throw DiagnosticError(
              Diagnostic(
                .value, at: text.range,
                "`\(text.text)`: column \(start + 1) comes after column \(end + 1)",
                help: "the smaller number comes first"))
          }
          columns += start...end
        }
      }
    }
    guard list.use != .numbers else { return .numbers(columns) }
    guard columns.count == 1 else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: list.text.range,
          "`\(list.text.text)` names \(columns.count) columns; classes stand in one",
          help: "make a name for each"))
    }
    return .codes(columns[0])
  }
}

/// Finds columns by number or name; results count from 0.
private struct ColumnLookup {
  let list: ColumnList
  let table: OpenTable
  let header: [String]?
  let interpreter: Interpreter

  /// A number, the name of a column, or an expression.
  func column(_ text: Name) throws(DiagnosticError) -> Int {
    if let number = Int(text.text) { return try checked(number, text) }
    if text.text == "end" { return table.columnCount - 1 }
    if let named = try ifNamed(text) { return named }
    // A word that stands for nothing else was meant as a name; the functions of the language are no
    // columns.
    if text.isName, interpreter.namespace[text.text] == nil {
      throw DiagnosticError(TableMessages.noSuchColumn(text, table.label, header))
    }
    do throws(DiagnosticError) {
      let line = "\(list.name.text): \(list.text.text)"
      return try checked(try interpreter.wholeSetting(text, 0...1 << 53, in: line), text)
    } catch {
      // Neither is what is no expression at all.
      guard ExpressionParser.parse(text.text).expression == nil else { throw error }
      throw DiagnosticError(TableMessages.noSuchColumn(text, table.label, header))
    }
  }

  func named(_ text: Name) throws(DiagnosticError) -> Int {
    if let named = try ifNamed(text) { return named }
    throw DiagnosticError(TableMessages.noSuchColumn(text, table.label, header))
  }

  func ifNamed(_ text: Name) throws(DiagnosticError) -> Int? {
    guard let header, let first = header.firstIndex(of: text.text) else { return nil }
    if let last = header.lastIndex(of: text.text), last != first {
      throw DiagnosticError(
        Diagnostic(
          .twice, at: text.range,
          "columns \(first + 1) and \(last + 1) of \(table.label) are both called `\(text.text)`",
          help: "write the number of the one that is meant"))
    }
    return first
  }

  private func checked(_ number: Int, _ text: Name) throws(DiagnosticError) -> Int {
    guard 1...table.columnCount ~= number else {
      throw DiagnosticError(
        Diagnostic(
          .index, at: text.range,
          "`\(list.text.text)`: \(table.label) has \(counted(table.columnCount, "column"))",
          help: "columns count from 1"))
    }
    return number - 1
  }
}
