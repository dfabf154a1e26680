/// Which way a quantity gets better.
package enum BetterDirection: Sendable {
  case smaller, larger
}

/// Remembers when what is watched was best.
struct Improvement {
  private let direction: BetterDirection
  /// Looks without a better value after which a run ends; nil for any number.
  private let patience: Int?
  private var looksSince = 0
  private(set) var best: (step: Int, value: Double)?

  init(_ direction: BetterDirection, patience: Int?) {
    self.direction = direction
    self.patience = patience
  }

  /// Looks at `value`; true if the run has waited long enough for a better one.
  ///
  /// Only what is truly better counts, and a NaN never is.
  mutating func look(at value: Double, step: Int) -> Bool {
    let isBetter =
      best.map { direction == .smaller ? value < $0.value : value > $0.value } ?? !value.isNaN
    if isBetter {
      best = (step, value)
      looksSince = 0
      return false
    }
    looksSince += 1
    return patience.map { looksSince >= $0 } ?? false
  }
}
