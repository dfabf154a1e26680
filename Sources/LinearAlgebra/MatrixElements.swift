/// The numbers of a matrix, row by row.
///
/// Unlike an array they begin at a multiple of 64 bytes and stay where they are as long as somebody holds
/// them, so that a plan may keep their address. A copy shares them until one of the two is changed.
package struct MatrixElements: Sendable {
  private var storage: Storage

  package init(_ numbers: some Collection<Double>) {
    storage = Storage(count: numbers.count)
    _ = storage.numbers.initialize(from: numbers)
  }

  package init(repeating value: Double, count: Int) {
    storage = Storage(count: count)
    storage.numbers.initialize(repeating: value)
  }

  /// `count` numbers, every one of which `fill` sets.
  package init(count: Int, filledBy fill: (UnsafeMutableBufferPointer<Double>) throws -> Void)
    rethrows
  {
    storage = Storage(count: count)
    try fill(storage.numbers)
  }

  /// Where the numbers stand. The address holds as long as these elements, or a copy, are kept and not
  /// changed; the caller has to see to that.
  package var start: UnsafePointer<Double> { UnsafePointer(storage.start) }

  /// Hands out the numbers for the time of the call.
  func withStart<Result>(_ body: (UnsafePointer<Double>) -> Result) -> Result {
    withExtendedLifetime(storage) { body(start) }
  }

  /// Changes numbers in place.
  package mutating func withNumbers<Result>(
    _ body: (UnsafeMutableBufferPointer<Double>) throws -> Result
  ) rethrows -> Result {
    makeUnique()
    return try body(storage.numbers)
  }

  /// Keeps the first `count` numbers where they stand; large memory behind them goes back to the system.
  package mutating func shorten(to count: Int) {
    precondition(count <= self.count, "\(self.count) numbers shortened to \(count)")
    guard count < self.count else { return }
    if isKnownUniquelyReferenced(&storage) {
      storage.shorten(to: count)
    } else {
      self = MatrixElements(self[..<count])
    }
  }

  private mutating func makeUnique() {
    guard !isKnownUniquelyReferenced(&storage) else { return }
    let copy = Storage(count: storage.numbers.count)
    _ = copy.numbers.initialize(from: storage.numbers)
    storage = copy
  }

  /// Nobody writes to a storage that somebody else holds, so it may be read from several threads.
  private final class Storage: @unchecked Sendable {
    let start: UnsafeMutablePointer<Double>
    private(set) var numbers: UnsafeMutableBufferPointer<Double>

    init(count: Int) {
      start = allocateNumbers(count)
      numbers = UnsafeMutableBufferPointer(start: start, count: count)
    }

    /// Only while nobody else holds this storage.
    func shorten(to count: Int) {
      forgetNumbers(UnsafeMutableBufferPointer(rebasing: numbers[count...]))
      numbers = UnsafeMutableBufferPointer(start: start, count: count)
    }

    deinit { start.deallocate() }
  }
}

extension MatrixElements: RandomAccessCollection, MutableCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { storage.numbers.count }

  package subscript(position: Int) -> Double {
    get {
      precondition(storage.numbers.indices.contains(position), "element \(position) of \(count)")
      return storage.start[position]
    }
    set {
      precondition(storage.numbers.indices.contains(position), "element \(position) of \(count)")
      makeUnique()
      storage.start[position] = newValue
    }
  }

  package func withContiguousStorageIfAvailable<Result>(
    _ body: (UnsafeBufferPointer<Double>) throws -> Result
  ) rethrows -> Result? {
    try body(UnsafeBufferPointer(storage.numbers))
  }
}

extension MatrixElements: ExpressibleByArrayLiteral {
  package init(arrayLiteral numbers: Double...) { self.init(numbers) }
}

extension MatrixElements: CustomStringConvertible {
  package var description: String { Array(self).description }
}

/// Equality of numbers, as for arrays: 0 equals −0, NaN equals nothing.
extension MatrixElements: Equatable {
  package static func == (a: MatrixElements, b: MatrixElements) -> Bool { a.elementsEqual(b) }
}
