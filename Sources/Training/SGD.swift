import EquationGraph

/// Stochastic gradient descent: `W ← W − learningRate · ∂C/∂W` (Robbins and Monro 1951).
package struct SGD: Sendable, Hashable {
  package let learningRate: Double

  package init(learningRate: Double) {
    self.learningRate = learningRate
  }

  /// The parameter after one update, as a node: updates are equations like any other.
  func updated(_ parameter: Value, gradient: Value) -> Value {
    parameter - learningRate .* gradient
  }
}
