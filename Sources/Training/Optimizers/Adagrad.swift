import EquationGraph

/// Adagrad (Duchi, Hazan and Singer 2011): `s ← s + G²`, from an accumulator that starts at 0 in PyTorch
/// and at 0.1 in Keras and Optax.
///
/// - PyTorch: `P ← P − h G / (√s + ε)`.
/// - Keras and Optax have ε inside the root: `P ← P − h G / √(s + ε)`.
struct Adagrad: UpdateRule {
  private let convention: Convention
  private let eps: Double
  private let accumulator: Double

  init(_ settings: Optimizer) {
    convention = settings.convention
    eps = settings["eps"]
    accumulator = settings["accumulator"]
  }

  var states: [UpdateState] { [UpdateState("s", from: accumulator)] }

  func updated(_ before: Update) -> Updated {
    let gradient = before.gradient
    let sum = before.states[0] + gradient .** 2
    return Updated(
      parameter: before.parameter - before.rate .* gradient ./ sum.root(withEps: eps, convention),
      states: [sum])
  }
}
