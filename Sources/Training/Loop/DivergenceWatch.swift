/// Notices a loss that grows without end long before it overflows.
struct DivergenceWatch {
  /// A loss this many times the largest of the first step and 1 will not come back: a run that
  /// recovers from a bad start stays far below.
  static let factor = 1e12

  private var lowest: (step: Int, loss: Double)?
  private var limit = Double.infinity

  /// The lowest loss so far, if `loss` has grown beyond all measure since.
  mutating func diverged(loss: Double, at step: Int) -> (step: Int, loss: Double)? {
    guard let known = lowest else {
      lowest = (step, loss)
      limit = Self.factor * max(1, abs(loss))
      return nil
    }
    if loss > limit { return known }
    if loss < known.loss { lowest = (step, loss) }
    return nil
  }
}
