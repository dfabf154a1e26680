#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A stretch of memory in which matrices lie at places that somebody else keeps account of.
///
/// Rows may lie further apart than they are long, so that each begins a vector.
package final class NumberMemory: @unchecked Sendable {
  package let count: Int
  let start: UnsafeMutablePointer<Double>

  /// All zeros.
  package init(count: Int) {
    self.count = count
    start = allocateNumbers(count)
    start.initialize(repeating: 0, count: count + 8)
  }

  deinit { start.deallocate() }

  /// The number at `place`.
  package subscript(place: Int) -> Double {
    get {
      precondition(place >= 0 && place < count, "place \(place) of \(count)")
      return start[place]
    }
    set {
      precondition(place >= 0 && place < count, "place \(place) of \(count)")
      start[place] = newValue
    }
  }

  /// Puts `matrix` at `place`, with `row` numbers from one row to the next.
  package func write(_ matrix: Matrix, at place: Int, row: Int) {
    check(matrix.shape, place, row)
    matrix.elements.withStart { source in
      for i in 0..<matrix.rows {
        (start + place + i * row).update(from: source + i * matrix.columns, count: matrix.columns)
      }
    }
  }

  /// The matrix of `shape` at `place`.
  package func matrix(_ shape: Shape, at place: Int, row: Int) -> Matrix {
    check(shape, place, row)
    return Matrix(shape) { result in
      for i in 0..<shape.rows {
        (result + i * shape.columns).update(
          from: start + place + i * row, count: shape.columns)
      }
    }
  }

  /// No NaN and no infinity is in the matrix of `shape` at `place`.
  package func isFinite(_ shape: Shape, at place: Int, row: Int) -> Bool {
    check(shape, place, row)
    // 0 times anything finite is 0.
    var sum = 0.0
    for i in 0..<shape.rows {
      for j in 0..<shape.columns { sum += start[place + i * row + j] * 0 }
    }
    return sum == 0
  }

  /// Takes over all numbers of `other`, which is as large.
  package func copy(from other: NumberMemory) {
    precondition(count == other.count, "\(other.count) numbers into \(count)")
    start.update(from: other.start, count: count)
  }

  private func check(_ shape: Shape, _ place: Int, _ row: Int) {
    precondition(
      place >= 0 && row >= shape.columns && place + shape.rows * row <= count,
      "\(shape) at \(place) of \(count), rows \(row) apart")
  }
}

/// Memory for `count` numbers and eight more, which loops in whole vectors may touch, not set to anything.
/// It begins at a multiple of 64 bytes: a vector of eight numbers then never lies across two lines of the
/// cache. `deallocate()` gives it back.
///
/// Large pieces lie in pages of 2 MiB where the system has them (`madvise` on Linux): a fresh page costs a
/// call into the kernel, and 20 000 small ones take longer than to compute what goes into them.
func allocateNumbers(_ count: Int) -> UnsafeMutablePointer<Double> {
  let bytes = (count + 8) * MemoryLayout<Double>.stride
  let isLarge = bytes >= 2 * largePage
  let memory = UnsafeMutableRawPointer.allocate(
    byteCount: bytes, alignment: isLarge ? largePage : 64)
  #if os(Linux)
    if isLarge { madvise(memory, bytes, MADV_HUGEPAGE) }
  #endif
  return memory.bindMemory(to: Double.self, capacity: count + 8)
}

/// Gives the memory below `numbers` back to the system as far as it fills whole pages, with nothing left in
/// it. The addresses stay taken until all of the memory they are a part of is given back.
func forgetNumbers(_ numbers: UnsafeMutableBufferPointer<Double>) {
  #if os(Linux)
    let page = Int(getpagesize())
    let bytes = UnsafeMutableRawBufferPointer(numbers)
    guard let start = bytes.baseAddress, bytes.count >= 2 * page else { return }
    let first = start.alignedUp(toMultipleOf: page)
    let count = (start + bytes.count - first) / page * page
    madvise(first, count, MADV_DONTNEED)
  #endif
}

private let largePage = 2 << 20
