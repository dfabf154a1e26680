import EquationGraph

/// Gradient descent (Robbins and Monro 1951), with momentum (Polyak 1964) and in Nesterov's form
/// (Sutskever et al. 2013). P is the parameter, G its gradient, h the rate, ρ the momentum.
///
/// - PyTorch and Optax: `v ← ρ v + G`, `P ← P − h v`; Nesterov: `P ← P − h (G + ρ v)`. Weight decay d
///   adds `d P` to G, an L2 penalty.
/// - Keras has the rate inside the velocity, which differs when the rate changes on the way:
///   `v ← ρ v − h G`, `P ← P + v`; Nesterov: `P ← P + ρ v − h G`. Weight decay takes `h d P` from P,
///   apart from the gradient.
///
/// Optax' `sgd` has no weight decay; it is that of its `add_decayed_weights` put before it.
struct SGD: UpdateRule {
  private let convention: Convention
  private let momentum: Double
  private let isNesterov: Bool
  private let weightDecay: Double

  init(_ settings: Optimizer) {
    convention = settings.convention
    momentum = settings["momentum"]
    isNesterov = settings["nesterov"] != 0
    weightDecay = settings["weight_decay"]
  }

  var states: [UpdateState] { momentum == 0 ? [] : [UpdateState("v")] }

  func updated(_ before: Update) -> Updated {
    convention == .keras ? withRateInside(before) : withRateOutside(before)
  }

  private func withRateOutside(_ before: Update) -> Updated {
    let gradient = before.gradient + weightDecay .* before.parameter
    guard let last = before.states.first else {
      return Updated(parameter: before.parameter - before.rate .* gradient, states: [])
    }
    let velocity = momentum .* last + gradient
    let direction = isNesterov ? gradient + momentum .* velocity : velocity
    return Updated(parameter: before.parameter - before.rate .* direction, states: [velocity])
  }

  private func withRateInside(_ before: Update) -> Updated {
    let decayed = before.parameterDecayed(by: weightDecay)
    guard let last = before.states.first else {
      return Updated(parameter: decayed - before.rate .* before.gradient, states: [])
    }
    let step = before.rate .* before.gradient
    let velocity = momentum .* last - step
    return Updated(
      parameter: isNesterov ? decayed + momentum .* velocity - step : decayed + velocity,
      states: [velocity])
  }
}

extension Update {
  /// `(1 − h d) P`: weight decay apart from the gradient (Loshchilov and Hutter 2019).
  func parameterDecayed(by decay: Double) -> Value { (1 - rate .* decay) .* parameter }
}
