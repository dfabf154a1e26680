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
  mutating func learn(_ losses: some Sequence<Double>, from step: Int) {
    for (offset, loss) in losses.enumerated() {
      if lowest == nil { limit = Self.factor * max(1, abs(loss)) }
      if !(lowest.map { loss >= $0.loss } ?? false) { lowest = (step + offset, loss) }
    }
  }
}
