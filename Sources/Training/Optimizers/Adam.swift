import EquationGraph

/// Adam (Kingma and Ba 2015): `m ← β₁ m + (1 − β₁) G`, `v ← β₂ v + (1 − β₂) G²`, both divided by
/// `1 − βᵗ` since they start from 0.
///
/// - PyTorch and Optax, the paper's algorithm 1: `P ← P − h m̂ / (√v̂ + ε)`.
/// - Keras, the form of the paper's section 2: `P ← P − α m / (√v + ε)` with
///   `α = h √(1 − β₂ᵗ) / (1 − β₁ᵗ)`. There ε is the paper's "epsilon hat" and weighs more in the first
///   steps.
struct Adam: UpdateRule {
  private let convention: Convention
  private let beta1: Double
  private let beta2: Double
  private let eps: Double

  init(_ settings: Optimizer) {
    convention = settings.convention
    beta1 = settings["beta1"]
    beta2 = settings["beta2"]
    eps = settings["eps"]
  }

  let states = [UpdateState("m"), UpdateState("v")]

  func updated(_ before: Update) -> Updated {
    updated(before, from: before.parameter)
  }

  /// - start: the parameter that the step is taken from.
  func updated(_ before: Update, from start: Value) -> Updated {
    let gradient = before.gradient
    let mean = beta1 .* before.states[0] + (1 - beta1) .* gradient
    let square = beta2 .* before.states[1] + (1 - beta2) .* gradient .** 2
    // The corrections are numbers: none of them is taken entry by entry.
    let first = 1 - before.power(beta1)
    let second = (1 - before.power(beta2)).sqrt
    let step =
      switch convention {
      case .pytorch, .optax: before.rate ./ first .* mean ./ (square.sqrt ./ second + eps)
      case .keras: before.rate .* second ./ first .* mean ./ (square.sqrt + eps)
      }
    return Updated(parameter: start - step, states: [mean, square])
  }
}
