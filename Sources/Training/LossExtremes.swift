import LinearAlgebra

/// A loss and the step it belongs to.
struct LossPoint: Sendable, Hashable {
  let step: Int
  let loss: Double
}

/// The smallest and the largest loss of each of at most `maximalCount` equal stretches of a run, and the
/// first of each that is not a finite number.
struct LossExtremes: Sendable, Hashable {
  private struct Stretch: Sendable, Hashable {
    /// Of the finite losses; nil while there is none.
    var lowest: LossPoint?
    var highest: LossPoint?
    var notFinite: LossPoint?

    mutating func add(_ losses: UnsafeBufferPointer<Double>, from step: Int) {
      if let (smallest, largest) = losses.placesOfExtremes() {
        add(losses[smallest], at: step + smallest)
        add(losses[largest], at: step + largest)
      } else {
        for index in losses.indices { add(losses[index], at: step + index) }
      }
    }

    mutating func add(_ loss: Double, at step: Int) {
      guard loss.isFinite else {
        if notFinite == nil { notFinite = LossPoint(step: step, loss: loss) }
        return
      }
      if !(lowest.map { loss >= $0.loss } ?? false) { lowest = LossPoint(step: step, loss: loss) }
      if !(highest.map { loss <= $0.loss } ?? false) { highest = LossPoint(step: step, loss: loss) }
    }

    mutating func add(_ later: Stretch) {
      for point in [later.lowest, later.highest, later.notFinite] {
        if let point { add(point.loss, at: point.step) }
      }
    }
  }

  /// More than a plot has columns.
  private static let maximalCount = 2048

  private var stretches: [Stretch] = []
  /// Steps in a stretch.
  private var length = 1

  /// Adds the losses of the steps from `start` on, which follow those added before.
  mutating func append(_ block: UnsafeBufferPointer<Double>, from start: Int) {
    var offset = 0
    while offset < block.count {
      let step = start + offset
      if step / length == Self.maximalCount { merge() }
      let place = step / length
      if place == stretches.count { stretches.append(Stretch()) }
      let end = min(block.count, (place + 1) * length - start)
      let part = UnsafeBufferPointer(rebasing: block[offset..<end])
      stretches[place].add(part, from: step)
      offset = end
    }
  }

  /// Joins each two neighbours.
  private mutating func merge() {
    length *= 2
    stretches = Swift.stride(from: 0, to: stretches.count, by: 2).map { first in
      var joined = stretches[first]
      if first + 1 < stretches.count { joined.add(stretches[first + 1]) }
      return joined
    }
  }

  /// All of them, in no order; a step may come twice.
  var points: [LossPoint] {
    stretches.flatMap { [$0.lowest, $0.highest, $0.notFinite].compactMap { $0 } }
  }
}
