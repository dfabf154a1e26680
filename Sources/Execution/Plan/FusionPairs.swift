import LinearAlgebra

/// Two values of the same operand that one step computes: the second becomes that step's second result.
extension Fusion {
  /// A logarithm of a sigmoid and a sigmoid of the same scores share their exponential.
  mutating func pairLogistic() {
    let order = values.order(of: roots)
    for value in order {
      guard case .step(let kind) = values[value].rule, let (function, sums) = kind.logisticValue,
        let x = values[value].a
      else { continue }
      let slope = order.first { candidate in
        guard case .step(let kind) = values[candidate].rule else { return false }
        return kind.logisticSlope != nil && values[candidate].a == x
      }
      guard let slope, case .step(let slopeKind) = values[slope].rule,
        let slopeFunction = slopeKind.logisticSlope,
        // Factors must not wait for one of the two.
        [values[value].b, values[slope].b].allSatisfy({ $0.map { values[$0].isGiven } ?? true })
      else { continue }
      let pair: Step.Kind =
        sums ? .logisticSum(function, slopeFunction) : .logistic(function, slopeFunction)
      var joined = PlanValue(
        .step(pair), values[value].shape, a: x, b: values[value].b, c: values[slope].b,
        s: values[value].s)
      joined.node = values[value].node
      let node = values[slope].node
      values[value] = joined
      values[slope] = PlanValue(.second, values[slope].shape, a: value)
      values[slope].node = node
    }
    countUses()
  }

  mutating func pairSoftmax() {
    let order = values.order(of: roots)
    for logarithm in order where values[logarithm].rule == .step(.weigh(.logSoftmax)) {
      guard
        let plain = order.first(where: {
          values[$0].rule == .step(.weigh(.softmax)) && values[$0].a == values[logarithm].a
        })
      else { continue }
      let node = values[logarithm].node
      values[logarithm] = PlanValue(.second, values[logarithm].shape, a: plain)
      values[logarithm].node = node
    }
    countUses()
  }
}

extension Step.Kind {
  /// The function, if it is the logarithm of a pair, and whether its sum is all that is wanted.
  fileprivate var logisticValue: (ElementwiseFunction, sums: Bool)? {
    let (function, sums): (ElementwiseFunction, Bool)
    switch self {
    case .map(let f), .mapTimes(let f): (function, sums) = (f, false)
    case .mapSum(let f): (function, sums) = (f, true)
    default: return nil
    }
    return [.logSigmoid, .softplus, .logOnePlusPower].contains(function) ? (function, sums) : nil
  }

  fileprivate var logisticSlope: ElementwiseFunction? {
    switch self {
    case .map(let f), .mapTimes(let f):
      return [.sigmoid, .sigmoidOfNegative].contains(f) ? f : nil
    default: return nil
    }
  }
}
