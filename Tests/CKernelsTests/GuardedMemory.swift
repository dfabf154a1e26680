#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Memory between two pages that can be neither read nor written: a loop that goes too far ends the test
/// process there.
final class GuardedMemory {
  /// Numbers behind its end that a step may read and overwrite.
  static let behind = 8

  enum Side: CaseIterable {
    /// A matrix begins right behind the first page.
    case start
    /// A matrix ends, with the numbers behind it, right before the second page.
    case end
  }

  private let start: UnsafeMutableRawPointer
  private let room: Int
  private let page = Int(getpagesize())

  /// Room for matrices of up to `capacity` numbers.
  init(capacity: Int) {
    room = ((capacity + Self.behind) * MemoryLayout<Double>.stride + page - 1) / page * page
    let mapped = mmap(
      nil, room + 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)
    guard let mapped, mapped != MAP_FAILED else { fatalError("no memory") }
    start = mapped
    mprotect(start, page, PROT_NONE)
    mprotect(start + page + room, page, PROT_NONE)
  }

  deinit { munmap(start, room + 2 * page) }

  /// Where a matrix of so many numbers, gaps between rows included, lies.
  func place(of count: Int, at side: Side) -> UnsafeMutablePointer<Double> {
    let bytes = (count + Self.behind) * MemoryLayout<Double>.stride
    precondition(bytes <= room, "\(count) numbers in \(room) bytes")
    let first = side == .start ? start + page : start + page + room - bytes
    return first.assumingMemoryBound(to: Double.self)
  }
}
