import Diagnostics
import EquationGraph
import LinearAlgebra
import NotebookSyntax
import Tables

extension Interpreter {
  /// Runs a `data` block: its names stand for matrices read from a table.
  func load(
    _ settings: [KeyValue], unreadKeys: [String], _ cell: Cell, _ result: inout CellResult
  ) {
    var reader = DataSettingsReader(self, cell, settings, unreadKeys: unreadKeys)
    if let read = reader.read() {
      do throws(DiagnosticError) {
        result.data = try load(read)
        return
      } catch {
        if error.diagnostic.isConsequence {
          result.skipReason = error.diagnostic.message
        } else {
          diagnostics.append(error.diagnostic)
        }
      }
    } else if !diagnostics.contains(where: { $0.severity == .error }) {
      result.skipReason = reader.skipReason
    }
    failUnloaded(settings, unreadKeys, cell, isSkipped: result.skipReason != nil)
  }

  private func load(_ settings: DataSettings) throws(DiagnosticError) -> LoadedData {
    let table = try OpenTable(settings, self)
    let header = try header(of: table, settings)
    var groups: [ColumnGroup] = []
    var mistakes: [Diagnostic] = []
    for list in settings.columns {
      do throws(DiagnosticError) {
        groups.append(try group(list, of: table, header: header))
      } catch {
        mistakes.append(error.diagnostic)
      }
    }
    // All of them are told; if there are only consequences, the block is skipped.
    let own = mistakes.filter { !$0.isConsequence }
    if let last = own.last ?? mistakes.last {
      diagnostics += own.dropLast()
      throw DiagnosticError(last)
    }
    var contents = try table.read(
      TableRequest(
        groups: groups, rows: settings.rows?.range ?? 1...Int.max, missing: settings.missing,
        maximalCount: Graph.maximalCount),
      hasHeader: header != nil)
    try checkRows(contents, table)
    let shaping = DataShaping(settings: settings, label: table.label)
    let split = try shaping.split(contents.rowCount)
    let order = order(of: contents.rowCount, settings.split)
    let matrices = try shaping.matrices(&contents, split, order)
    for matrix in matrices {
      define(matrix.name, matrix.train)
      if let test = matrix.test { define(matrix.name.test, test) }
    }
    return LoadedData(
      source: table.source, format: table.format, isCompressed: table.isCompressed, header: header,
      columnCount: table.columnCount, rowCount: contents.rowCount,
      droppedRows: contents.droppedRows, filledCells: contents.filledCells, split: split,
      matrices: zip(matrices, groups).map { $0.loaded(columns: $1.columns) },
      settings: settings.inForce(header: header != nil))
  }

  /// The rows in random order, numbered from 0, if they are to be shuffled.
  private func order(of count: Int, _ split: DataSplit?) -> [Int]? {
    guard let shuffled = split?.shuffled else { return nil }
    noteMissingSeed("shuffled", at: shuffled)
    return random.draw { $0.permutation(count) }
  }

  private func define(_ name: Name, _ value: Matrix) {
    let node = graph.define(name.text, as: graph.leaf(value), isFree: true)
    origins[node] = name.range
    namespace.set(
      name.text, to: .value(Definition(name: name, node: node, isFree: true, uses: [])))
  }

  /// What a block that was not read should have defined is not there for the statements below.
  private func failUnloaded(
    _ settings: [KeyValue], _ unreadKeys: [String], _ cell: Cell, isSkipped: Bool
  ) {
    guard cell.options.fails == nil else { return }
    let reason =
      "was not set: the data block of line \(line(of: cell.range)) "
      + (isSkipped ? "was skipped" : "has a mistake")
    let isSplit = settings.contains { $0.key.text == "split" }
    for name in settings.map(\.key.text) + unreadKeys where !DataSettings.keys.contains(name) {
      let name = Name(name, at: cell.infoRange)
      fail(name, because: reason)
      // Whether the rows were to be split may be what is wrong.
      if isSplit || namespace[name.test.text] == nil { fail(name.test, because: reason) }
    }
  }

  private func checkRows(
    _ contents: TableContents, _ table: OpenTable
  ) throws(DiagnosticError) {
    if let rows = table.settings.rows {
      let last = rows.range.upperBound == .max ? rows.range.lowerBound : rows.range.upperBound
      if contents.rowsSeen < last {
        throw DiagnosticError(
          Diagnostic(
            .index, at: rows.text.range,
            "`rows: \(rows.text.text)`: \(table.label) has \(counted(contents.rowsSeen, "row"))",
            help: "`end` is the last one, as in `rows: 1..end`"))
      }
    }
    guard contents.rowCount == 0 else { return }
    throw DiagnosticError(
      contents.droppedRows > 0
        ? Diagnostic(
          .cell, at: table.range, "\(table.label): no row is without a missing cell",
          help: "`missing: 0` puts a number there, or ask for fewer columns")
        : Diagnostic(.file, at: table.range, "\(table.quotedLabel) has no rows"))
  }
}

extension DataSettings {
  /// With what was decided about the header.
  fileprivate func inForce(header isHeader: Bool) -> [LoadedData.Setting] {
    let found = isHeader ? "yes" : "no"
    var settings = inForce
    settings.insert(
      LoadedData.Setting(
        key: "header", value: header == .auto ? "auto: \(found)" : found,
        isDefault: header == .auto),
      at: min(1, settings.count))
    return settings
  }
}
