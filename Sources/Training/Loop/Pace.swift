/// How many steps are made in one stretch: so many that looking back does not cost time, and so few that progress
/// is told many times in a second. What the steps compute does not depend on it.
struct Pace {
  private(set) var steps = 1
  private let clock = ContinuousClock()
  private var before: ContinuousClock.Instant?
  private static let shortest = Duration.milliseconds(25)
  private static let longest = Duration.milliseconds(100)

  /// A stretch of so many steps has been made since the last time.
  mutating func noteStretch(of made: Int) {
    let now = clock.now
    defer { before = now }
    guard let before else { return }
    if now - before < Self.shortest {
      steps = max(steps, min(1 << 20, 4 * made))
    } else if now - before > Self.longest {
      steps = max(1, steps / 2)
    }
  }
}
