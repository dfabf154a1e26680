/// Which rows each step of a run takes: an epoch goes once through all of them in batches of equal size,
/// the last of which is smaller where the sizes do not divide.
struct BatchOrder {
  let total: Int
  let size: Int
  private let isShuffled: Bool
  /// A random order of so many rows, from 0.
  private let permutation: (Int) -> [Int]
  private var order: [Int]

  init(total: Int, size: Int, isShuffled: Bool, permutation: @escaping (Int) -> [Int]) {
    self.total = total
    self.size = size
    self.isShuffled = isShuffled
    self.permutation = permutation
    order = Array(0..<total)
  }

  var stepsPerEpoch: Int { (total + size - 1) / size }

  /// The rows of the update after `step` updates. Steps are asked for in order: a new epoch draws its
  /// order once.
  mutating func rows(of step: Int) -> [Int] {
    let place = step % stepsPerEpoch
    if place == 0, isShuffled { order = permutation(total) }
    return Array(order[place * size..<min(total, (place + 1) * size)])
  }
}
