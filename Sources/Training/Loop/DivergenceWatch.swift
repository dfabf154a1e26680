/// Notices a loss that grows without end long before it overflows.
struct DivergenceWatch {
  /// A loss this many times the largest of the first step and 1 will not come back: a run that
  /// recovers from a bad start stays far below.
  static let factor = 1e12

  /// The lowest loss so far.
  private(set) var lowest: (step: Int, loss: Double)?
  /// What no loss may go beyond; infinite before the first one.
  private(set) var limit = Double.infinity

  /// Learns the losses of `step` and those that follow.
  mutating func learn(_ losses: ArraySlice<Double>, from step: Int) {
    guard let first = losses.first else { return }
    if lowest == nil { limit = Self.factor * max(1, abs(first)) }
    var place: Int?
    var least = lowest?.loss ?? .infinity
    for index in losses.indices where losses[index] < least {
      least = losses[index]
      place = index
    }
    if let place { lowest = (step + place - losses.startIndex, least) }
  }
}
