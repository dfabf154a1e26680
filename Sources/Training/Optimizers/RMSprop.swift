import EquationGraph

/// RMSprop (Hinton 2012, lecture 6e): `v ← α v + (1 − α) G²`.
///
/// - PyTorch: `P ← P − h G / (√v + ε)`.
/// - Keras and Optax have ε inside the root: `P ← P − h G / √(v + ε)`.
struct RMSprop: UpdateRule {
  private let convention: Convention
  private let alpha: Double
  private let eps: Double

  init(_ settings: Optimizer) {
    convention = settings.convention
    alpha = settings["alpha"]
    eps = settings["eps"]
  }

  let states = [UpdateState("v")]

  func updated(_ before: Update) -> Updated {
    let gradient = before.gradient
    let square = alpha .* before.states[0] + (1 - alpha) .* gradient .** 2
    return Updated(
      parameter: before.parameter
        - before.rate .* gradient ./ square.root(withEps: eps, convention),
      states: [square])
  }
}

extension Value {
  /// The root with ε beside it (PyTorch) or inside it (Keras, Optax).
  func root(withEps eps: Double, _ convention: Convention) -> Value {
    switch convention {
    case .pytorch: sqrt + eps
    case .keras, .optax: (self + eps).sqrt
    }
  }
}
