import EquationGraph

/// The equations of one update of one parameter, written as graph builders: what training computes is
/// what a report prints.
protocol UpdateRule {
  /// What is carried from one update to the next, of the parameter's shape.
  var states: [UpdateState] { get }

  /// The parameter and the states after an update.
  func updated(_ before: Update) -> Updated
}

/// A matrix that an optimiser keeps for each parameter: a velocity, a moment, an accumulator.
struct UpdateState {
  /// As formulas call it.
  let name: String
  /// Every entry before the first update.
  let start: Double

  init(_ name: String, from start: Double = 0) {
    self.name = name
    self.start = start
  }
}

/// What an update is made from.
struct Update {
  let parameter: Value
  /// Of the loss, clipped if it is to be; of the parameter's shape.
  let gradient: Value
  /// One for each of the rule's states.
  let states: [Value]
  /// The learning rate of this step, 1×1.
  let rate: Value
  /// 1×1; 1 for the first update.
  let step: Value

  /// `base .^ step`
  func power(_ base: Double) -> Value { step.constant(base) .** step }
}

/// What an update gives.
struct Updated {
  let parameter: Value
  let states: [Value]
}
