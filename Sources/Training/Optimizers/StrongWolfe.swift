/// A point on the line that a search goes along.
struct LinePoint {
  /// How many times the direction lies between the start and this point.
  let length: Double
  let loss: Double
  /// The derivative of the loss along the direction.
  let slope: Double

  /// A loss that is not finite counts as infinitely bad, so that the search turns back from it.
  init(length: Double, loss: Double, slope: Double) {
    self.length = length
    self.loss = loss.isFinite ? loss : .infinity
    self.slope = slope
  }
}

/// A line search for a point that meets the strong Wolfe conditions: the loss falls by at least `c₁` of what
/// the slope promises, and the slope flattens to at most `c₂` of it (Nocedal and Wright, *Numerical
/// Optimization*, 2nd edition, algorithms 3.5 and 3.6).
///
/// The numbers and the rules for trial points are those of M. Schmidt's minFunc, which PyTorch follows
/// too: c₁ = 1e-4, c₂ = 0.9, steps out by cubic extrapolation to at most ten times the length, and a
/// trial within a tenth of an end of the bracket is moved to that tenth when it happens twice.
struct StrongWolfe {
  static let maximalTrials = 25
  private static let sufficientDecrease = 1e-4
  private static let flatness = 0.9

  private let start: LinePoint
  /// A bracket is small enough when no entry differs by this much between its ends.
  private let tolerance: Double
  /// The largest entry of the direction.
  private let directionSize: Double
  private var trials = 0

  /// - Parameters:
  ///   - start: length 0, with a slope below 0.
  ///   - direction: which the line goes along.
  init(from start: LinePoint, along direction: [Double], tolerance: Double) {
    self.start = start
    self.tolerance = tolerance
    directionSize = direction.reduce(0) { max($0, abs($1)) }
  }

  /// The point found, first trying `length`; the start itself when nothing lower was found.
  mutating func search(_ length: Double, _ evaluate: (Double) -> LinePoint) -> LinePoint {
    var previous = start
    var trial = evaluate(length)
    while trials < Self.maximalTrials {
      if isTooHigh(trial) || (trials > 1 && trial.loss >= previous.loss) || trial.slope.isNaN {
        return zoom(into: [previous, trial], evaluate)
      }
      if isFlat(trial) { return trial }
      if trial.slope >= 0 { return zoom(into: [previous, trial], evaluate) }
      let bounds = (
        trial.length + 0.01 * (trial.length - previous.length), trial.length * 10
      )
      let next = cubicMinimum(previous, trial, within: bounds)
      previous = trial
      trial = evaluate(next)
      trials += 1
    }
    return trial.loss < start.loss ? trial : start
  }

  /// Narrows a bracket, two points, until a point in it meets the conditions.
  private mutating func zoom(
    into bracket: [LinePoint], _ evaluate: (Double) -> LinePoint
  ) -> LinePoint {
    var ends = bracket
    var low = ends[0].loss <= ends[1].loss ? 0 : 1
    var wasNearEnd = false
    while trials < Self.maximalTrials,
      abs(ends[1].length - ends[0].length) * directionSize >= tolerance
    {
      let trial = evaluate(trialLength(in: ends, &wasNearEnd))
      trials += 1
      if isTooHigh(trial) || trial.loss >= ends[low].loss {
        ends[1 - low] = trial
        low = ends[0].loss <= ends[1].loss ? 0 : 1
        continue
      }
      if isFlat(trial) { return trial }
      if trial.slope * (ends[1 - low].length - ends[low].length) >= 0 { ends[1 - low] = ends[low] }
      ends[low] = trial
    }
    return ends[low]
  }

  /// Where the bracket is tried next: at the cubic's minimum, but not twice in a row close to an end.
  private func trialLength(in ends: [LinePoint], _ wasNearEnd: inout Bool) -> Double {
    let shorter = min(ends[0].length, ends[1].length)
    let longer = max(ends[0].length, ends[1].length)
    let length = cubicMinimum(ends[0], ends[1], within: (shorter, longer))
    let margin = 0.1 * (longer - shorter)
    guard min(longer - length, length - shorter) < margin else {
      wasNearEnd = false
      return length
    }
    guard wasNearEnd || length >= longer || length <= shorter else {
      wasNearEnd = true
      return length
    }
    wasNearEnd = false
    return longer - length < length - shorter ? longer - margin : shorter + margin
  }

  private func isTooHigh(_ point: LinePoint) -> Bool {
    point.loss > start.loss + Self.sufficientDecrease * point.length * start.slope
  }

  private func isFlat(_ point: LinePoint) -> Bool {
    abs(point.slope) <= -Self.flatness * start.slope
  }

  /// Where the cubic through both points with their slopes has its minimum (equation 3.59), brought
  /// within `bounds`; the middle of these if there is none.
  private func cubicMinimum(
    _ a: LinePoint, _ b: LinePoint, within bounds: (Double, Double)
  ) -> Double {
    let (a, b) = a.length <= b.length ? (a, b) : (b, a)
    let d1 = a.slope + b.slope - 3 * (a.loss - b.loss) / (a.length - b.length)
    let square = d1 * d1 - a.slope * b.slope
    let middle = (bounds.0 + bounds.1) / 2
    guard square >= 0 else { return middle }
    let d2 = square.squareRoot()
    let minimum =
      b.length - (b.length - a.length) * ((b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2))
    return minimum.isNaN ? middle : min(max(minimum, bounds.0), bounds.1)
  }
}
