/// The part of a stream that is in memory: it moves on, and grows only for something that must be
/// seen whole.
final class ByteWindow {
  private let source: ByteSource
  /// `size` bytes and the padding.
  private var start: UnsafeMutablePointer<UInt8>
  private var size = 1 << 18
  /// How many bytes of the stream went before the first one in memory.
  private var offset = 0
  /// Behind the last byte in memory. A 0 stands there, followed by enough memory to look at eight
  /// bytes at once.
  private(set) var end: UnsafePointer<UInt8>
  /// The source has no more.
  private(set) var isAtEnd = false

  private static let padding = 16
  /// What must be seen whole is a cell, and no cell is larger. A quote that is never closed makes
  /// one of the rest of its file.
  static let largestCell = 16 << 20

  init(_ source: ByteSource) {
    self.source = source
    start = Self.allocate(size)
    end = UnsafePointer(start)
  }

  deinit { start.deallocate() }

  /// How many bytes the stream has, as far as that is known.
  var expectedCount: Int? { source.expectedCount }

  /// The number in the stream of the byte at `address`, from 0.
  func offset(of address: UnsafePointer<UInt8>) -> Int { offset + (address - UnsafePointer(start)) }

  /// Reads more; the bytes from `kept` on stay in memory, but not where they were.
  ///
  /// - Returns: where they stand now; nil if there is no more.
  /// - Throws: `cellTooLong` if too many were to be kept, and what the source throws.
  func readMore(
    keeping kept: UnsafePointer<UInt8>
  ) throws(TableError) -> UnsafePointer<UInt8>? {
    if isAtEnd { return nil }
    let count = end - kept
    guard count <= Self.largestCell else { throw .cellTooLong }
    offset += kept - UnsafePointer(start)
    if count > size / 2 {
      let larger = Self.allocate(2 * size)
      larger.update(from: kept, count: count)
      start.deallocate()
      start = larger
      size *= 2
    } else {
      start.update(from: kept, count: count)
    }
    let more = try source.read(
      UnsafeMutableRawBufferPointer(start: start + count, count: size - count))
    isAtEnd = more == 0
    start[count + more] = 0
    end = UnsafePointer(start + count + more)
    return UnsafePointer(start)
  }

  private static func allocate(_ size: Int) -> UnsafeMutablePointer<UInt8> {
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: size + padding)
    memory.initialize(repeating: 0, count: size + padding)
    return memory
  }
}
