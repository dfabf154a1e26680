import LinearAlgebra

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An axis of a plot: which values it spans, where its ticks are and what they say.
struct PlotScale {
  enum Kind { case linear, logarithmic }

  struct Tick {
    /// From 0 at the start of the axis to 1 at its end.
    let position: Double
    let label: Label
  }

  enum Label: Equatable {
    case number(String)
    /// 10 to this power.
    case powerOfTen(Int)
  }

  let kind: Kind
  let ticks: [Tick]
  /// Of the values or, on a logarithmic axis, of their logarithms.
  private let lower: Double
  private let upper: Double

  /// The axis of a loss: logarithmic when the values are positive and span more than two decades, since
  /// the small ones could not be told apart on a linear axis.
  static func fitting(_ values: [Double]) -> PlotScale {
    let finite = values.filter(\.isFinite)
    guard let smallest = finite.min(), let largest = finite.max() else {
      return linear(from: 0, to: 1)
    }
    if smallest > 0, largest / smallest > 100 { return logarithmic(from: smallest, to: largest) }
    return linear(from: smallest, to: largest)
  }

  /// Whole numbers from `first` to `last`, which are both on the axis's ends.
  static func steps(from first: Int, to last: Int) -> PlotScale {
    guard first < last else {
      let only = Tick(position: 0.5, label: .number(String(first)))
      return PlotScale(
        kind: .linear, ticks: [only], lower: Double(first) - 1, upper: Double(first) + 1)
    }
    let step = max(1, niceStep((Double(last) - Double(first)) / 5))
    return PlotScale(
      .linear, Double(first), Double(last),
      ticks: multiples(of: step, from: Double(first), to: Double(last)), step: step)
  }

  /// An axis whose ends are ticks.
  static func linear(from smallest: Double, to largest: Double) -> PlotScale {
    var (smallest, largest) = (smallest, largest)
    let magnitude = max(abs(smallest), abs(largest))
    // A span at the limit of the digits is rounding, not a curve.
    if largest / 2 - smallest / 2 <= magnitude * 1e-13 || magnitude < 1e-300 {
      let room = magnitude < 1e-300 ? 1 : magnitude / 10
      (smallest, largest) = (smallest - room, largest + room)
    }
    // Close to the largest double the ends could not be rounded outwards.
    (smallest, largest) = (max(smallest, -1e307), min(largest, 1e307))
    let step = niceStep(largest / 5 - smallest / 5)
    // A value on a tick stays there in spite of rounding.
    let lower = (smallest / step + 1e-9).rounded(.down) * step
    let upper = (largest / step - 1e-9).rounded(.up) * step
    return PlotScale(
      .linear, lower, upper, ticks: multiples(of: step, from: lower, to: upper), step: step)
  }

  private static func logarithmic(from smallest: Double, to largest: Double) -> PlotScale {
    let lower = Int(log10(smallest).rounded(.down))
    let upper = Int(log10(largest).rounded(.up))
    let every = max(1, (upper - lower + 7) / 8)
    let ticks = stride(from: lower, through: upper, by: every).map { power in
      Tick(
        position: Double(power - lower) / Double(upper - lower), label: .powerOfTen(power))
    }
    return PlotScale(
      kind: .logarithmic, ticks: ticks, lower: Double(lower), upper: Double(upper))
  }

  private init(kind: Kind, ticks: [Tick], lower: Double, upper: Double) {
    self.kind = kind
    self.ticks = ticks
    self.lower = lower
    self.upper = upper
  }

  private init(
    _ kind: Kind, _ lower: Double, _ upper: Double, ticks values: [Double], step: Double
  ) {
    // As many digits as tell neighbouring ticks apart.
    let largest = max(abs(lower), abs(upper))
    let digits = min(15, max(3, Int(log10(largest / step).rounded(.up)) + 1))
    let ticks = values.map { value in
      Tick(
        position: (value - lower) / (upper - lower),
        label: .number(formatted(value, significantDigits: digits)))
    }
    self.init(kind: kind, ticks: ticks, lower: lower, upper: upper)
  }

  /// Where a finite value lies, from 0 at the start of the axis to 1 at its end.
  func position(of value: Double) -> Double {
    let place = kind == .logarithmic ? log10(value) : value
    return min(1, max(0, (place - lower) / (upper - lower)))
  }

  /// 1, 2 or 5 times a power of ten, not below `step`.
  private static func niceStep(_ step: Double) -> Double {
    let power = pow(10, log10(step).rounded(.down))
    let factor = step / power
    // A little more than 2 is 2 with a rounding error.
    return power * (factor <= 1.0001 ? 1 : factor <= 2.0001 ? 2 : factor <= 5.0001 ? 5 : 10)
  }

  private static func multiples(of step: Double, from lower: Double, to upper: Double) -> [Double] {
    let first = (lower / step - 1e-9).rounded(.up)
    let count = ((upper / step + 1e-9).rounded(.down) - first).rounded()
    return (0...max(0, Int(count))).map { (first + Double($0)) * step }
  }
}
