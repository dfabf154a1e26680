import EquationGraph
import LinearAlgebra
import Testing

@testable import Training

@Suite struct EpochsTests {
  @Test func `an epoch goes once through all rows, the last batch smaller`() {
    let epochs = Epochs(total: 7, size: 3, isShuffled: false) { Array(0..<$0) }
    #expect(epochs.stepsPerEpoch == 3)
    #expect(epochs.remainder == 1)
    let first = Epochs.Run(epoch: 0, firstRow: 0, steps: 2, isRemainder: false)
    #expect(epochs.run(from: 0) == first)
    let second = Epochs.Run(epoch: 0, firstRow: 3, steps: 1, isRemainder: false)
    #expect(epochs.run(from: 1) == second)
    let last = Epochs.Run(epoch: 1, firstRow: 6, steps: 1, isRemainder: true)
    #expect(epochs.run(from: 5) == last)
  }

  @Test func `each epoch draws one order`() {
    var orders = [[3, 2, 1, 0], [1, 0, 3, 2]]
    var epochs = Epochs(total: 4, size: 2, isShuffled: true) { _ in orders.removeFirst() }
    #expect(epochs.remainder == nil)
    #expect((0..<4).map { epochs.order(of: $0 / 2) }.map { $0?.first } == [3, 3, 1, 1])
    #expect(orders.isEmpty)
  }
}

@Suite struct ImprovementTests {
  private func looks(
    _ values: [Double], _ direction: BetterDirection, patience: Int?
  ) -> (end: Int?, best: Int?) {
    var improvement = Improvement(direction, patience: patience)
    for (step, value) in values.enumerated() {
      if improvement.look(at: value, step: step) {
        return (step, improvement.best?.step)
      }
    }
    return (nil, improvement.best?.step)
  }

  @Test func `patience counts the looks since the best`() {
    #expect(looks([3, 2, 2, 2.5, 1, 1.5, 1.5], .smaller, patience: 3) == (nil, 4))
    #expect(looks([3, 2, 2, 2.5, 1, 1.5, 1.5], .smaller, patience: 2) == (3, 1))
    #expect(looks([1, 2, 1, 1, 1], .larger, patience: 3) == (4, 1))
    #expect(looks([1, 1, 1], .smaller, patience: nil) == (nil, 0))
  }

  @Test func `a NaN is never better, not even as the first`() {
    #expect(looks([.nan, 2, .nan, 1], .smaller, patience: nil) == (nil, 3))
    #expect(looks([.nan, .nan], .smaller, patience: 2) == (1, nil))
  }
}

/// `L = Σ aᵢ (wᵢ − cᵢ)² / 2`, and losses that end somewhere.
@Suite struct LBFGSTests {
  private func outcome(
    _ start: Matrix, _ arguments: [String: Double] = [:], steps: Int = 100,
    _ loss: (Value) -> Value
  ) throws -> Trainer.Outcome {
    let graph = Graph()
    let w = graph.define("w", as: graph.leaf(start))
    let value = loss(Value(graph, w))
    let task = TrainingTask(
      graph, parameters: [(w, start)],
      equations: StepEquations(
        loss: value.id, gradients: try graph.gradient(of: value.id, with: [w])),
      optimizer: Optimizer(.lbfgs, .pytorch, arguments), steps: steps, fixed: { _ in nil })
    var trainer = Trainer(task, workers: Workers())
    return trainer.run()
  }

  @Test func `a long valley is walked through in a few steps`() throws {
    let scales = Matrix(rows: [[1, 100, 10_000]])
    let outcome = try outcome(Matrix(rows: [[5, -3, 2]])) { w in
      let distance = w - Value(w.graph, w.graph.constant(Matrix(rows: [[1, 2, 3]])))
      return (Value(w.graph, w.graph.constant(scales)) .* distance .** 2).total ./ 2
    }
    guard case .converged = outcome.stop else {
      Issue.record("stopped by \(outcome.stop)")
      return
    }
    #expect(outcome.steps < 30)
    for (seen, wanted) in zip(outcome.parameters[0].elements, [1.0, 2, 3]) {
      #expect(abs(seen - wanted) < 1e-5)
    }
  }

  @Test func `a run that starts at the bottom makes no step`() throws {
    let outcome = try outcome(Matrix(scalar: 0)) { $0 .** 2 }
    #expect(outcome.steps == 0)
    #expect(outcome.stop.isAsPlanned)
  }

  /// `w − log(w)` has its minimum at 1; a first trial of 10 leads below 0, where there is no logarithm.
  @Test func `a trial beyond the domain turns back`() throws {
    let outcome = try outcome(Matrix(scalar: 5), ["lr": 10]) { $0 - $0.log }
    #expect(outcome.stop.isAsPlanned)
    #expect(abs(outcome.parameters[0].scalar - 1) < 1e-4)
    #expect(outcome.history.losses.allSatisfy { $0.isFinite })
  }

  /// The slope of `|w|` does not flatten: no step is good enough, the search takes the lowest point it saw.
  @Test func `where no step lowers the loss the run ends`() throws {
    let outcome = try outcome(Matrix(scalar: 0.1)) { $0.abs }
    #expect(outcome.stop.isAsPlanned)
    #expect(outcome.steps < 100)
    #expect((outcome.history.last ?? 1) <= 0.1)
  }
}
