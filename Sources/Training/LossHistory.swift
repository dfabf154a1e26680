/// The loss before each update and after the last: entry k is the loss after k updates.
package struct LossHistory: Sendable, Hashable {
  /// Every step while there are at most `maximalCount`, then evenly spaced ones; always the first and
  /// the last.
  package private(set) var steps: [Int] = []
  package private(set) var losses: [Double] = []
  /// Steps between two kept entries.
  private var stride = 1
  /// The last entry stands there because it is the last, not because its turn came.
  private var lastIsExtra = false

  package static let maximalCount = 10_000

  package init() {}

  package init(steps: [Int], losses: [Double]) {
    precondition(steps.count == losses.count, "\(steps.count) steps, \(losses.count) losses")
    self.steps = steps
    self.losses = losses
  }

  package var last: Double? { losses.last }

  /// Adds the loss of the step that follows the last one.
  package mutating func append(_ loss: Double, at step: Int) {
    if lastIsExtra {
      steps.removeLast()
      losses.removeLast()
    }
    if steps.count == Self.maximalCount { thin() }
    steps.append(step)
    losses.append(loss)
    lastIsExtra = step % stride != 0
  }

  /// Drops every other entry: memory stays bounded however long the run.
  private mutating func thin() {
    stride *= 2
    let kept = steps.indices.filter { steps[$0] % stride == 0 }
    steps = kept.map { steps[$0] }
    losses = kept.map { losses[$0] }
  }
}
