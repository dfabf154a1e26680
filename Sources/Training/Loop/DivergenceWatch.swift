/// Notices a loss that grows without end long before it overflows.
struct DivergenceWatch {
  /// A loss this many times the largest of the first step and 1 will not come back: a run that
  /// recovers from a bad start stays far below.
  static let factor = 1e12

  /// What no loss may go beyond; infinite before the first one.
  private(set) var limit = Double.infinity

  /// Learns the loss of the first step; later ones change nothing.
  mutating func learn(_ loss: Double) {
    if limit == .infinity { limit = Self.factor * max(1, abs(loss)) }
  }
}
