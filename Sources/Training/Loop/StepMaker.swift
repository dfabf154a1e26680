import LinearAlgebra

/// Makes the steps of a run, one after the other: a look at the present parameters, then a move.
protocol StepMaker {
  /// The parameters now.
  var parameters: [Matrix] { get }
  /// Computes the loss of the update that follows `step` updates, and all that the move needs.
  mutating func look(at step: Int) -> Double
  /// The first of the conditions that held at the last look.
  var condition: Int? { get }
  /// Nothing is left to be gained.
  var isConverged: Bool { get }
  /// Whether the last look gave a move to numbers.
  var canMove: Bool { get }
  /// Where the last look came upon a number that is not finite.
  var firstNotFinite: NotFinite { get }
  /// Values that do not belong to the step itself, after the last look.
  mutating func occasional() -> [Matrix]
  mutating func move()
}
