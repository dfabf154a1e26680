/// The loss before each update and after the last: entry k is the loss after k updates.
///
/// Memory is bounded however long the run, and an entry costs a constant time on average. Beside the
/// evenly spaced entries the extremes of all stretches of the run are kept, so that a plot shows a spike
/// of a single step among ten million.
package struct LossHistory: Sendable, Hashable {
  /// Every step while there are at most `maximalCount`, then evenly spaced ones; always the first and
  /// the last.
  package private(set) var steps: [Int] = []
  package private(set) var losses: [Double] = []
  /// Steps between two kept entries.
  private var stride = 1
  /// The last entry stands there because it is the last, not because its turn came.
  private var lastIsExtra = false
  private var extremes = LossExtremes()

  package static let maximalCount = 10_000

  package init() {}

  /// Losses at consecutive steps from 0.
  package init(_ losses: [Double]) {
    append(contentsOf: losses, from: 0)
  }

  package var last: Double? { losses.last }

  /// The lowest finite loss of all steps, the first of several.
  var lowest: LossPoint? {
    extremes.points.filter(\.loss.isFinite).min { ($0.loss, $0.step) < ($1.loss, $1.step) }
  }

  /// Adds the loss of the step that follows the last one.
  package mutating func append(_ loss: Double, at step: Int) {
    append(contentsOf: [loss], from: step)
  }

  /// Adds the losses of the steps that follow the last one, the first of them being `start`.
  package mutating func append(contentsOf block: [Double], from start: Int) {
    guard !block.isEmpty else { return }
    block.withUnsafeBufferPointer { extremes.append($0, from: start) }
    if lastIsExtra { removeLast() }
    lastIsExtra = false
    let end = start + block.count
    var step = (start + stride - 1) / stride * stride
    while step < end {
      if steps.count == Self.maximalCount {
        thin()
        // What comes next must be a multiple of the new stride.
        step = (step + stride - 1) / stride * stride
        continue
      }
      keep(block[step - start], at: step)
      step += stride
    }
    guard steps.last != end - 1 else { return }
    if steps.count == Self.maximalCount { thin() }
    keep(block[end - 1 - start], at: end - 1)
    lastIsExtra = (end - 1) % stride != 0
  }

  private mutating func keep(_ loss: Double, at step: Int) {
    steps.append(step)
    losses.append(loss)
  }

  private mutating func removeLast() {
    steps.removeLast()
    losses.removeLast()
  }

  /// Drops every other entry.
  private mutating func thin() {
    stride *= 2
    let kept = steps.indices.filter { steps[$0] % stride == 0 }
    steps = kept.map { steps[$0] }
    losses = kept.map { losses[$0] }
  }

  /// The entries and, where steps were left out, the extremes among them: what a plot draws.
  package var curve: (steps: [Int], losses: [Double]) {
    guard stride > 1 else { return (steps, losses) }
    let all = zip(steps, losses).map { LossPoint(step: $0, loss: $1) } + extremes.points
    let points = all.sorted { $0.step < $1.step }
    let distinct = points.indices.filter { $0 == 0 || points[$0].step != points[$0 - 1].step }
    return (distinct.map { points[$0].step }, distinct.map { points[$0].loss })
  }
}
