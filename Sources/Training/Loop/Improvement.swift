import LinearAlgebra

/// Which way a quantity gets better.
package enum BetterDirection: Sendable {
  case smaller, larger
}

/// Remembers when what is watched was best, and with which parameters.
struct Improvement {
  private let direction: BetterDirection
  /// Looks without a better value after which a run ends; nil for any number.
  private let patience: Int?
  private let keepsParameters: Bool
  private var looksSince = 0
  private(set) var best: (step: Int, value: Double)?
  private(set) var parameters: [Matrix]?

  init(_ direction: BetterDirection, patience: Int?, keepsParameters: Bool) {
    self.direction = direction
    self.patience = patience
    self.keepsParameters = keepsParameters
  }

  /// Looks at `value`; true if the run has waited long enough for a better one.
  ///
  /// Only what is truly better counts, and a NaN never is.
  mutating func look(at value: Double, step: Int, _ current: [Matrix]) -> Bool {
    let isBetter =
      best.map { direction == .smaller ? value < $0.value : value > $0.value } ?? !value.isNaN
    if isBetter {
      best = (step, value)
      looksSince = 0
      if keepsParameters { parameters = current }
      return false
    }
    looksSince += 1
    return patience.map { looksSince >= $0 } ?? false
  }
}
