import LinearAlgebra

/// Takes the wanted numbers of each row and makes the matrices of them.
///
/// A row is first put together in slots, one for each column and use of it, so that it can still be
/// dropped. Some hundred rows later each matrix takes its part of them.
struct RowSink: ~Copyable {
  /// Where the value of a column goes, and what is done for it.
  struct Field {
    /// The slot of the number.
    var number: Int?
    /// The slot of the class's code, and the table that gives it.
    var code: (slot: Int, table: Int)?
  }

  /// Of each column up to the last wanted one.
  let fields: [Field]
  /// The slots of the present row.
  private(set) var slots: UnsafeMutablePointer<Double>
  private let missing: MissingRule
  private var isDropped = false
  private(set) var droppedRows = 0
  private(set) var filledCells = 0
  private var tables: [ClassTable]

  private let parts: [Part]
  /// Slots of several rows.
  private let block: UnsafeMutablePointer<Double>
  private let slotCount: Int
  let blockRows: Int
  private var rowsInBlock = 0
  private var rowCount = 0
  private let maximalRows: Int
  /// The first to become too large.
  private let widestGroup: Int

  /// What one matrix takes of a row.
  private struct Part {
    let collector: RowCollector
    let slots: [Int]
    /// The place among the tables.
    let table: Int?
  }

  init(_ request: TableRequest) {
    missing = request.missing
    let widths = request.groups.map(\.columns.count)
    widestGroup = widths.indices.max { widths[$0] < widths[$1] } ?? 0
    maximalRows = request.maximalCount / max(1, widths.max() ?? 1)

    let columnCount = (request.groups.flatMap(\.columns).max() ?? -1) + 1
    var fields = [Field](repeating: Field(), count: columnCount)
    var slotCount = 0
    var tableCount = 0
    // Columns beside each other have slots beside each other.
    for column in Set(request.groups.flatMap(\.numberColumns)).sorted() {
      fields[column].number = slotCount
      slotCount += 1
    }
    for case .codes(let column) in request.groups where fields[column].code == nil {
      fields[column].code = (slotCount, tableCount)
      slotCount += 1
      tableCount += 1
    }
    parts = request.groups.map { group in
      let collector = RowCollector(columns: group.columns.count)
      switch group {
      case .numbers(let columns):
        return Part(
          collector: collector, slots: columns.compactMap { fields[$0].number }, table: nil)
      case .codes(let column):
        let code = fields[column].code ?? (0, 0)
        return Part(collector: collector, slots: [code.slot], table: code.table)
      }
    }
    self.fields = fields
    self.slotCount = slotCount
    tables = (0..<tableCount).map { _ in ClassTable() }
    blockRows = max(1, 4096 / max(1, slotCount))
    block = .allocate(capacity: max(1, blockRows * slotCount))
    slots = block
  }

  deinit { block.deallocate() }

  /// Puts the code of the class `name` into the present row.
  mutating func takeClass(_ name: UnsafeBufferPointer<UInt8>, for code: (slot: Int, table: Int)) {
    slots[code.slot] = Double(tables[code.table].code(of: name))
  }

  /// Decides about a missing number. False, and nothing happens, if the rule refuses it.
  mutating func takeMissingNumber(for slot: Int) -> Bool {
    switch missing {
    case .refuse: return false
    case .drop: isDropped = true
    case .fill(let number):
      slots[slot] = number
      filledCells += 1
    }
    return true
  }

  /// The same for a class, which cannot be made up.
  mutating func takeMissingClass() -> Bool {
    guard case .drop = missing else { return false }
    isDropped = true
    return true
  }

  /// Takes over the row in the slots, unless it is to be dropped.
  mutating func endRow() throws(TableError) {
    if isDropped {
      isDropped = false
      droppedRows += 1
      for index in tables.indices { tables[index].takeBack() }
      return
    }
    for index in tables.indices { tables[index].confirm() }
    if rowCount == maximalRows { throw .tooLarge(group: widestGroup) }
    rowCount += 1
    rowsInBlock += 1
    slots += slotCount
    if rowsInBlock == blockRows { emptyBlock() }
  }

  /// Says how many rows will come, if about so many do.
  func expect(rows: Int) {
    for part in parts { part.collector.expect(rows: min(rows, maximalRows)) }
  }

  /// Everything taken.
  mutating func takeContents(rowsSeen: Int) -> TableContents {
    emptyBlock()
    let groups = parts.map { part in
      TableContents.Group(
        matrix: part.collector.takeMatrix(), classes: part.table.map { tables[$0].names } ?? [])
    }
    return TableContents(
      groups: groups, rowCount: rowCount, rowsSeen: rowsSeen, droppedRows: droppedRows,
      filledCells: filledCells)
  }

  private mutating func emptyBlock() {
    for part in parts {
      var row = UnsafePointer(block)
      var rows = rowsInBlock
      while rows > 0 {
        let space = part.collector.space(forRows: rows)
        guard var result = space.baseAddress else { break }
        let count = space.count / part.slots.count
        for _ in 0..<count {
          for slot in part.slots {
            result.pointee = row[slot]
            result += 1
          }
          row += slotCount
        }
        part.collector.keep(rows: count)
        rows -= count
      }
    }
    rowsInBlock = 0
    slots = block
  }
}

extension ColumnGroup {
  fileprivate var numberColumns: [Int] {
    if case .numbers(let columns) = self { columns } else { [] }
  }
}
