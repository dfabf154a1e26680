import LinearAlgebra

/// Reads the array of an `.npy` file from front to back, once, right into the matrices that are
/// wanted of it.
final class NPYReader {
  let header: NPYHeader
  private let source: ByteSource
  /// Bytes of the array that have been read.
  private var position = 0
  /// Numbers on their way to becoming doubles.
  private let buffer: UnsafeMutableRawBufferPointer

  init(_ source: ByteSource) throws(TableError) {
    header = try NPYHeader(source)
    self.source = source
    // Last: what an initializer that throws has allocated, nobody gives back.
    buffer = .allocate(byteCount: 1 << 18, alignment: 64)
  }

  deinit { buffer.deallocate() }

  func read(_ request: TableRequest) throws(TableError) -> TableContents {
    let end = min(request.rows.upperBound, header.rows)
    let rows = min(request.rows.lowerBound - 1, end)..<end
    var targets: [NPYTarget] = []
    var columns: Set<Int> = []
    for (index, group) in request.groups.enumerated() {
      let (count, overflow) = rows.count.multipliedReportingOverflow(by: group.columns.count)
      if overflow || count > request.maximalCount { throw .tooLarge(group: index) }
      targets.append(NPYTarget(group, rows: rows, countedBefore: columns))
      columns.formUnion(group.columns)
    }
    var gaps = NPYGaps(request.missing, rows: rows)
    if header.isFortranOrder {
      try readColumns(rows, into: targets, &gaps)
    } else {
      try readRows(rows, into: targets, &gaps)
    }
    if rows.upperBound == header.rows, try source.take(1).count > 0 {
      throw .npy(.goesOn(expected: byteCount))
    }
    return TableContents(
      groups: targets.map { $0.takeGroup(without: gaps) },
      rowCount: rows.count - gaps.droppedRows, rowsSeen: header.rows,
      droppedRows: gaps.droppedRows, filledCells: gaps.filledCells)
  }

  private func readRows(
    _ rows: Range<Int>, into targets: [NPYTarget], _ gaps: inout NPYGaps
  ) throws(TableError) {
    try skip(rows.lowerBound * header.columns)
    let limit = buffer.count / header.type.size
    // Doubles of which all are wanted need no stop on the way.
    let isDirect =
      header.type.isDouble && targets.count == 1
      && targets[0].columns.elementsEqual(0..<header.columns)
    var first = rows.lowerBound
    while first < rows.upperBound {
      let part = first..<min(rows.upperBound, first + max(1, limit / max(1, header.columns)))
      if isDirect {
        try read(into: targets[0].bytes(ofRows: part))
      } else {
        // A single row may be more than the buffer holds.
        var column = 0
        while column < header.columns {
          let columns = column..<min(header.columns, column + limit)
          try readBlock(part, columns, into: targets)
          column = columns.upperBound
        }
      }
      for target in targets { try gaps.close(part, in: target) }
      first = part.upperBound
    }
  }

  private func readColumns(
    _ rows: Range<Int>, into targets: [NPYTarget], _ gaps: inout NPYGaps
  ) throws(TableError) {
    let limit = buffer.count / header.type.size
    for column in 0..<header.columns {
      try skip(rows.lowerBound)
      var first = rows.lowerBound
      while first < rows.upperBound {
        let part = first..<min(rows.upperBound, first + limit)
        try readBlock(part, column..<column + 1, into: targets)
        first = part.upperBound
      }
      try skip(header.rows - rows.upperBound)
    }
    for target in targets { try gaps.close(rows, in: target) }
  }

  /// Reads the next numbers, which are those of `columns` in `rows`, row by row.
  private func readBlock(
    _ rows: Range<Int>, _ columns: Range<Int>, into targets: [NPYTarget]
  ) throws(TableError) {
    let count = rows.count * columns.count * header.type.size
    let bytes = UnsafeMutableRawBufferPointer(rebasing: buffer[..<count])
    try read(into: bytes)
    for target in targets {
      target.take(UnsafeRawBufferPointer(bytes), rows, columns, header.type)
    }
  }

  private var byteCount: Int { header.rows * header.columns * header.type.size }

  private func read(into bytes: UnsafeMutableRawBufferPointer) throws(TableError) {
    let count = try source.readFully(bytes)
    position += count
    guard count == bytes.count else {
      throw .npy(.endsEarly(expected: byteCount, seen: position))
    }
  }

  /// Steps over numbers.
  private func skip(_ count: Int) throws(TableError) {
    var rest = count * header.type.size
    while rest > 0 {
      let bytes = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(rest, buffer.count)])
      try read(into: bytes)
      rest -= bytes.count
    }
  }
}
