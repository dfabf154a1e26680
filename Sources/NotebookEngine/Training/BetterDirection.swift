import EquationGraph
import LinearAlgebra
import Training

extension Graph {
  /// Which way the value of `node` gets better: accuracies, shares of what agrees and r² become larger,
  /// all else is taken for a loss or an error, which becomes smaller.
  func betterDirection(of node: NodeID) -> BetterDirection {
    var node = node
    var isFlipped = false
    func result(_ direction: BetterDirection) -> BetterDirection {
      isFlipped ? (direction == .smaller ? .larger : .smaller) : direction
    }
    while true {
      let (operation, inputs) = (self[node].operation, self[node].inputs)
      switch operation {
      case .accuracy, .r2, .equal: return result(.larger)
      case .definition, .mean, .sum: node = inputs[0]
      case .negate:
        node = inputs[0]
        isFlipped.toggle()
      case .add, .subtract, .multiply, .divide:
        // A number beside it or before it: `1 - accuracy(Q, P)`, `100 * accuracy(Q, P)`.
        guard let place = inputs.firstIndex(where: { number($0) != nil }),
          let number = number(inputs[place])
        else { return result(.smaller) }
        let isNegative = (operation == .multiply || operation == .divide) && number < 0
        // Subtracted from a number, or a number divided by it.
        let isReversed = (operation == .subtract || operation == .divide) && place == 0
        if isNegative != isReversed { isFlipped.toggle() }
        node = inputs[1 - place]
      default: return result(.smaller)
      }
    }
  }

  private func number(_ node: NodeID) -> Double? {
    if self[node].operation == .negate { return number(self[node].inputs[0]).map { -$0 } }
    guard case .value(let value) = self[node].attribute, value.isScalar else { return nil }
    return value.scalar
  }
}
