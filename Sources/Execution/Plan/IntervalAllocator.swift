import LinearAlgebra

/// Places in a memory, given to whoever needs one for a time.
///
/// The lowest place is taken that nobody holds at any moment of that time, so buffers are used again.
struct IntervalAllocator {
  private struct Holding {
    let place: Int
    let count: Int
    let from: Int
    let to: Int
  }

  private var holdings: [Holding] = []
  /// Numbers that the memory must have.
  private(set) var count = 0

  /// A place for `count` numbers, held from one moment to another, both included.
  mutating func allocate(_ count: Int, from: Int, to: Int) -> Int {
    let size = (max(count, 1) + 7) / 8 * 8
    let others = holdings.filter { $0.from <= to && from <= $0.to }.sorted { $0.place < $1.place }
    var place = 0
    for other in others {
      if place + size <= other.place { break }
      place = max(place, other.place + other.count)
    }
    holdings.append(Holding(place: place, count: size, from: from, to: to))
    self.count = max(self.count, place + size)
    return place
  }

  /// Holds what lies at `place` now for longer: somebody else's result takes it over.
  mutating func extend(_ place: Int, to moment: Int) {
    guard let index = holdings.lastIndex(where: { $0.place == place }) else { return }
    let old = holdings[index]
    holdings[index] = Holding(
      place: place, count: old.count, from: old.from, to: max(old.to, moment))
  }
}

extension Shape {
  /// Numbers from one row to the next in a plan's memory: rows begin with whole vectors, as short ones as the
  /// row needs, so that they can be stored whole and read as they were stored. Rows 1 or 2 KiB apart would fall
  /// on the same few lines of the first cache, where products look for many rows at once.
  var pitch: Int {
    switch columns {
    case ...2: max(columns, 1)
    case ...4: 4
    case 128, 256: rows > 1 ? columns + 8 : columns
    default: (columns + 7) / 8 * 8
    }
  }
}
