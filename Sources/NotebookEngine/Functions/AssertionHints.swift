import LinearAlgebra

/// The slips of a derivation by hand that leave a trace in its numbers.
enum Relation: Equatable {
  case transposed
  case otherSign
  case transposedWithOtherSign
  /// Every entry is this many times too large.
  case times(Double)

  /// How `seen` comes from `expected`; nil if it is none of these.
  init?(of seen: Matrix, to expected: Matrix) {
    // A difference of rounding alone is no slip.
    if seen.isNear(expected, times: 1) { return nil }
    let turned = expected.transposed()
    if seen.isNear(turned, times: 1) {
      self = .transposed
    } else if seen.isNear(expected, times: -1) {
      self = .otherSign
    } else if seen.isNear(turned, times: -1) {
      self = .transposedWithOtherSign
    } else if let factor = seen.ratio(to: expected), seen.isNear(expected, times: factor) {
      self = .times(factor)
    } else {
      return nil
    }
  }

  /// Continues "`dW` is `grad(C, W)` …".
  var text: String {
    switch self {
    case .transposed: "transposed"
    case .otherSign: "with the other sign"
    case .transposedWithOtherSign: "transposed and with the other sign"
    case .times(let factor): "times \(shown(factor))"
    }
  }
}

extension Matrix {
  /// Rounding differs between two ways to a number; a slip does not hide below this.
  private static var tolerance: Double { 1e-9 }

  fileprivate func isNear(_ other: Matrix, times factor: Double) -> Bool {
    guard shape == other.shape else { return false }
    let scale = other.elements.reduce(0) { max($0, abs($1 * factor)) }
    guard scale > 0, scale.isFinite else { return false }
    return zip(elements, other.elements).allSatisfy {
      abs($0 - factor * $1) <= Self.tolerance * scale
    }
  }

  /// The quotient at the largest entry of `other`, if it tells more than that the two differ.
  fileprivate func ratio(to other: Matrix) -> Double? {
    guard shape == other.shape, shape.count > 1,
      let place = other.elements.indices.max(by: {
        abs(other.elements[$0]) < abs(other.elements[$1])
      }), other.elements[place] != 0
    else { return nil }
    let factor = elements[place] / other.elements[place]
    return factor.isFinite && factor != 0 && abs(factor - 1) > 1e-6 ? factor : nil
  }
}
