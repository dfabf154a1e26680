import Diagnostics
import NotebookSyntax
import Tables

extension Interpreter {
  /// The names of the table's columns; nil if it has no header.
  ///
  /// Left to itself, nbrun takes the first row for a header if one of its cells is no number. Where
  /// that is doubtful it says so.
  func header(
    of table: OpenTable, _ settings: DataSettings
  ) throws(DiagnosticError) -> [String]? {
    guard let firstRow = table.firstRow else {
      guard settings.header != .yes else {
        throw DiagnosticError(
          Diagnostic(
            .value, at: table.range, "\(table.label) is an array, and arrays have no header",
            help: "leave `header` out; columns go by number"))
      }
      return nil
    }
    switch settings.header {
    case .yes: break
    case .no: return nil
    case .auto:
      guard let word = firstRow.first(where: { !$0.isNumber }) else { return nil }
      if mayBeData(firstRow, settings) {
        diagnostics.append(
          Diagnostic(
            .header, at: table.range,
            "the first row of \(table.label) is taken for a header, for `\(quotable(word.text))` is no number",
            help: "write `header: no` if it is data, `header: yes` if it is a header"))
      }
    }
    return firstRow.map(\.text)
  }

  /// A table of classes without a header begins like one with numbers for names: the wanted numbers
  /// are there in the first row already.
  private func mayBeData(_ firstRow: [Table.FirstRowCell], _ settings: DataSettings) -> Bool {
    var columns: Set<Int> = []
    for list in settings.columns where list.use == .numbers {
      for item in list.items {
        // Who names a column knows that there is a header.
        guard let range = plainNumbers(item, columnCount: firstRow.count) else { return false }
        columns.formUnion(range)
      }
    }
    if columns.isEmpty { return firstRow.contains(where: \.isNumber) }
    return columns.allSatisfy { !firstRow.indices.contains($0 - 1) || firstRow[$0 - 1].isNumber }
  }

  /// The columns of an item that gives numbers, from 1; nil if it gives a name.
  private func plainNumbers(_ item: ColumnList.Item, columnCount: Int) -> ClosedRange<Int>? {
    func number(_ text: Name) -> Int? {
      if let number = Int(text.text) { return number }
      if text.text == "end" { return columnCount }
      return namespace[text.text] == nil ? nil : (try? wholeSetting(text, 1...columnCount, in: ""))
    }
    switch item {
    case .quoted: return nil
    case .single(let text): return number(text).map { $0...$0 }
    case .range(_, let first, let last):
      guard let first = number(first), let last = number(last), first <= last else { return nil }
      return first...min(last, columnCount)
    }
  }
}
