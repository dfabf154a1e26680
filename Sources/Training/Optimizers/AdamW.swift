import EquationGraph

/// Adam with weight decay apart from the gradient (Loshchilov and Hutter 2019): the step of `Adam`, taken
/// from `(1 − h d) P`. PyTorch, Keras and Optax agree on that and differ in how large d is.
struct AdamW: UpdateRule {
  private let adam: Adam
  private let weightDecay: Double

  init(_ settings: Optimizer) {
    adam = Adam(settings)
    weightDecay = settings["weight_decay"]
  }

  var states: [UpdateState] { adam.states }

  func updated(_ before: Update) -> Updated {
    adam.updated(before, from: before.parameterDecayed(by: weightDecay))
  }
}
