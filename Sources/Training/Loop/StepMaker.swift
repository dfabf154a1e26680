import Execution

/// Makes the steps of a run, a stretch of them at a time. A step looks at the present parameters and then moves
/// them.
protocol StepMaker {
  /// Holds the parameters, before anything else.
  var state: PlanState { get }
  /// More steps than that are not made in one stretch.
  var longestStretch: Int { get }
  /// Floating-point operations of all steps so far.
  var operationCount: Int { get }
  /// The plan of a step, for people.
  var explanation: String { get }

  /// Goes on from `step` updates to `end`; where both are the same, only looks.
  /// - Parameter limit: the largest loss that steps are made with.
  mutating func advance(from step: Int, to end: Int, limit: Double) -> Stretch
  /// Goes back to where `step` updates had been made, within the last stretch.
  mutating func goBack(to step: Int)
  /// Remembers the way back to `step`, of the last stretch or the present.
  mutating func keep(_ step: Int)
  /// Goes back to the step that was kept last. No steps can be made from there.
  mutating func goBackToKept()
}

/// What came of a stretch of steps.
struct Stretch {
  enum Ending {
    /// The first condition that held.
    case condition(Int)
    /// The loss, or a parameter after the update.
    case notFinite(NotFinite)
    case beyondLimit
    /// Nothing is left to be gained.
    case converged
  }

  /// Of the first step and those that follow.
  var losses: [Double] = []
  /// What ended it at the step of the last loss, before its update.
  var ending: Ending?
}
