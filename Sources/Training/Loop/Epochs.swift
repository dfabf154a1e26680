/// Which rows each step of a run takes: an epoch goes once through all of them in batches of equal size,
/// the last of which is smaller where the sizes do not divide.
struct Epochs {
  let total: Int
  let size: Int
  let isShuffled: Bool
  /// A random order of so many rows, from 0.
  private let permutation: (Int) -> [Int]
  private var order: [Int] = []
  private var epoch = -1

  init(total: Int, size: Int, isShuffled: Bool, permutation: @escaping (Int) -> [Int]) {
    self.total = total
    self.size = size
    self.isShuffled = isShuffled
    self.permutation = permutation
  }

  var stepsPerEpoch: Int { (total + size - 1) / size }

  /// Rows of the smaller last batch; nil where all are equal.
  var remainder: Int? { total % size == 0 ? nil : total % size }

  /// Steps from `step` on whose batches are equally large and lie one behind the other.
  struct Run: Equatable {
    let epoch: Int
    /// Among the ordered rows.
    let firstRow: Int
    let steps: Int
    let isRemainder: Bool
  }

  func run(from step: Int) -> Run {
    let place = step % stepsPerEpoch
    let full = total / size
    return Run(
      epoch: step / stepsPerEpoch, firstRow: place * size, steps: place < full ? full - place : 1,
      isRemainder: place >= full)
  }

  /// The order of the rows in an epoch; nil: as they stand. An epoch is asked for after the one before it, and
  /// draws its order once.
  mutating func order(of epoch: Int) -> [Int]? {
    guard isShuffled else { return nil }
    if epoch != self.epoch {
      order = permutation(total)
      self.epoch = epoch
    }
    return order
  }
}
