/// Bytes that are read once, from front to back.
package struct ByteSource {
  /// Puts bytes at the front of the buffer, which is not empty, and returns how many; 0 only at the
  /// end.
  package let read: (UnsafeMutableRawBufferPointer) throws(TableError) -> Int
  /// Throws unless everything that was read is from one and the same state of the source.
  package let finish: () throws(TableError) -> Void
  /// How many bytes will come, as far as that is known. It only says how much memory to ask for.
  package let expectedCount: Int?

  package init(
    expectedCount: Int? = nil,
    read: @escaping (UnsafeMutableRawBufferPointer) throws(TableError) -> Int,
    finish: @escaping () throws(TableError) -> Void
  ) {
    self.expectedCount = expectedCount
    self.read = read
    self.finish = finish
  }

  /// Bytes in memory.
  ///
  /// - Parameter largestPiece: at most so many come at a time.
  package init(_ bytes: [UInt8], largestPiece: Int = .max) {
    var position = 0
    expectedCount = bytes.count
    read = { buffer throws(TableError) in
      let count = min(buffer.count, bytes.count - position, largestPiece)
      buffer.copyBytes(from: bytes[position..<position + count])
      position += count
      return count
    }
    finish = { () throws(TableError) in }
  }

  /// Fills the buffer as far as there are bytes, and returns how many came.
  func readFully(_ buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
    var count = 0
    while count < buffer.count {
      let more = try read(UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
      if more == 0 { break }
      count += more
    }
    return count
  }

  /// The next bytes; fewer than `count` only if there are no more.
  func take(_ count: Int) throws(TableError) -> [UInt8] {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
    defer { buffer.deallocate() }
    let taken = try readFully(buffer)
    return Array(buffer[..<taken])
  }
}

/// A source whose first bytes have been looked at already: they come again, then the rest.
struct PeekedSource {
  let source: ByteSource
  /// As many as were asked for, less only if there are no more.
  let start: [UInt8]

  init(_ source: ByteSource, count: Int) throws(TableError) {
    start = try source.take(count)
    let peeked = ByteSource(start)
    self.source = ByteSource(
      expectedCount: source.expectedCount,
      read: { buffer throws(TableError) in
        let count = try peeked.read(buffer)
        return count > 0 ? count : try source.read(buffer)
      },
      finish: source.finish)
  }
}
