import CZlib

extension ByteSource {
  /// Whether `start`, the first two bytes, are those of a gzip file (RFC 1952).
  static func isGzip(_ start: [UInt8]) -> Bool { start.starts(with: [0x1F, 0x8B]) }

  /// What this source, a gzip file of one or several members, holds decompressed.
  func decompressed() -> ByteSource {
    let gunzip = Gunzip(self)
    return ByteSource(
      read: { buffer throws(TableError) in try gunzip.read(buffer) },
      finish: finish)
  }
}

/// A stream of zlib with what it reads from.
private final class Gunzip {
  private let source: ByteSource
  /// zlib keeps a pointer to the stream inside it, so it must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
  /// Between members: the data may end here.
  private var isBetweenMembers = false

  init(_ source: ByteSource) {
    self.source = source
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let status = inflate_init_gzip(stream)
    precondition(status == Z_OK, "zlib answers \(status)")
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    input.deallocate()
  }

  func read(_ buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
    // zlib counts in 32 bits.
    let wanted = min(buffer.count, 1 << 30)
    stream.pointee.next_out = buffer.bindMemory(to: UInt8.self).baseAddress
    stream.pointee.avail_out = UInt32(wanted)
    while stream.pointee.avail_out == UInt32(wanted) {
      if stream.pointee.avail_in == 0 {
        let count = try source.read(input)
        stream.pointee.next_in = input.bindMemory(to: UInt8.self).baseAddress
        stream.pointee.avail_in = UInt32(count)
        if count == 0 {
          guard isBetweenMembers else { throw .gzip(.endsEarly) }
          return 0
        }
      }
      if isBetweenMembers, !beginMember() { continue }
      switch inflate(stream, Z_NO_FLUSH) {
      case Z_OK, Z_BUF_ERROR: break
      case Z_STREAM_END: isBetweenMembers = true
      default: throw .gzip(.damaged)
      }
    }
    return wanted - Int(stream.pointee.avail_out)
  }

  /// Steps over zeros, with which tapes and some programs fill up, to another member; false when
  /// the input at hand has none.
  private func beginMember() -> Bool {
    while stream.pointee.avail_in > 0, stream.pointee.next_in.pointee == 0 {
      stream.pointee.next_in += 1
      stream.pointee.avail_in -= 1
    }
    guard stream.pointee.avail_in > 0 else { return false }
    inflateReset(stream)
    isBetweenMembers = false
    return true
  }
}
