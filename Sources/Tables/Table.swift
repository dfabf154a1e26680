/// A table that is read from front to back, once: separated values or an `.npy` array, either of
/// them also compressed by gzip. The first bytes tell which.
package final class Table {
  package enum Format: Sendable { case csv, npy }

  /// A cell of the first row of separated values.
  package struct FirstRowCell: Sendable {
    /// Without blanks around it.
    package let text: String
    /// It says a number, or that one is missing.
    package let isNumber: Bool
  }

  private enum Reader {
    case csv(CSVReader)
    case npy(NPYReader)
  }

  private let source: ByteSource
  private let reader: Reader
  package let isCompressed: Bool

  /// Reads the beginning.
  ///
  /// - Parameter separator: of values; a space stands for any number of them.
  /// - Throws: also `empty`, if there is nothing in it.
  package init(_ source: ByteSource, separator: UInt8) throws(TableError) {
    self.source = source
    do {
      (reader, isCompressed) = try Self.open(source, separator: separator)
    } catch {
      // A file that is being written looks damaged; that it changes is what its reader should know.
      try source.finish()
      throw error
    }
  }

  private static func open(
    _ source: ByteSource, separator: UInt8
  ) throws(TableError) -> (Reader, isCompressed: Bool) {
    var start = try PeekedSource(source, count: peekedBytes)
    let isCompressed = ByteSource.isGzip(start.start)
    if isCompressed {
      start = try PeekedSource(start.source.decompressed(), count: peekedBytes)
    }
    if start.start.starts(with: NPYHeader.magic) {
      return (.npy(try NPYReader(start.source)), isCompressed)
    }
    if let name = foreignFormat(start.start) { throw .foreign(name) }
    let csv = try CSVReader(start.source, separator: separator)
    guard !csv.firstRow.isEmpty else { throw .empty }
    return (.csv(csv), isCompressed)
  }

  package var format: Format {
    if case .csv = reader { .csv } else { .npy }
  }

  package var columnCount: Int {
    switch reader {
    case .csv(let csv): csv.firstRow.count
    case .npy(let npy): npy.header.columns
    }
  }

  /// The number of rows, if it is known before they are read.
  package var rowCount: Int? {
    if case .npy(let npy) = reader { npy.header.rows } else { nil }
  }

  /// Which may be a header or not; nil for an array, which has none.
  package var firstRow: [FirstRowCell]? {
    guard case .csv(let csv) = reader else { return nil }
    return csv.firstRow.map { cell in
      let number = CellNumber(bytes: cell.content)
      return FirstRowCell(
        text: String(decoding: cell.content, as: UTF8.self), isNumber: number != .none)
    }
  }

  /// Reads the rest. The columns of `request` lie in the table.
  ///
  /// - Parameter hasHeader: the first row names the columns.
  package func read(
    _ request: TableRequest, hasHeader: Bool
  ) throws(TableError) -> TableContents {
    let contents: TableContents
    do {
      switch reader {
      case .csv(let csv): contents = try csv.read(request, hasHeader: hasHeader)
      case .npy(let npy): contents = try npy.read(request)
      }
    } catch {
      try source.finish()
      throw error
    }
    try source.finish()
    return contents
  }

  private static let peekedBytes = 8

  /// What else is often kept beside a notebook, by its first bytes.
  private static func foreignFormat(_ start: [UInt8]) -> String? {
    let formats: [(start: [UInt8], name: String)] = [
      (Array("PK\u{3}\u{4}".utf8), "a ZIP archive"), (Array("BZh".utf8), "compressed by bzip2"),
      ([0xFD] + Array("7zXZ".utf8), "compressed by xz"),
      ([0x28, 0xB5, 0x2F, 0xFD], "compressed by Zstandard"),
      ([0x89] + Array("HDF".utf8), "an HDF5 file"), (Array("PAR1".utf8), "a Parquet file"),
      ([0xFF, 0xFE], "UTF-16 text"), ([0xFE, 0xFF], "UTF-16 text"),
    ]
    if let format = formats.first(where: { start.starts(with: $0.start) }) { return format.name }
    // Without a mark every other byte of plain letters is 0.
    let isUTF16 = start.count >= 4 && (0..<2).contains { start[$0] == 0 && start[$0 + 2] == 0 }
    return isUTF16 ? "UTF-16 text" : nil
  }
}
