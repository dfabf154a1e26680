import EquationGraph
import Execution
import LinearAlgebra
import Testing

@testable import Training

/// `L = (w - 3)²`, whose descent with rate r is w_k = 3 + (w_0 − 3)(1 − 2r)^k.
@Suite struct TrainerTests {
  let graph = Graph()

  private func outcome(
    rate: Double, steps: Int, start: Double = 0, every: Int = 1, stopBelow: Double? = nil,
    records: Bool = false
  ) throws -> Trainer.Outcome {
    let w = graph.define("w", as: graph.leaf(Matrix(scalar: start)))
    let difference = try graph.apply(.subtract, [w, graph.constant(3)])
    let loss = graph.define("L", as: try graph.apply(.multiply, [difference, difference]))
    let stop = try stopBelow.map { try graph.apply(.less, [loss, graph.constant($0)]) }
    let equations = StepEquations(
      loss: loss, gradients: try graph.gradient(of: loss, with: [w]),
      conditions: stop.map { [$0] } ?? [])
    var task = TrainingTask(
      graph, parameters: [(w, Matrix(scalar: start))], equations: equations,
      optimizer: Optimizer(.sgd, .pytorch, ["lr": rate]), steps: steps, fixed: { _ in nil })
    task.every = every
    if records { task.records = [TrainingTask.Recorded(name: "w", node: w)] }
    var trainer = Trainer(task, workers: Workers())
    return trainer.run()
  }

  @Test func `entry k of the history is the loss after k updates`() throws {
    let outcome = try outcome(rate: 0.25, steps: 3)
    #expect(outcome.history.steps == [0, 1, 2, 3])
    // (w − 3) halves at each step.
    #expect(outcome.history.losses == [9, 2.25, 0.5625, 0.140625])
    #expect(outcome.parameters == [Matrix(scalar: 2.625)])
    #expect(outcome.steps == 3)
  }

  @Test func `no step leaves the parameters alone and still has a loss`() throws {
    let outcome = try outcome(rate: 0.25, steps: 0)
    #expect(outcome.history.losses == [9])
    #expect(outcome.parameters == [Matrix(scalar: 0)])
  }

  @Test func `a condition ends the run with the state it holds for`() throws {
    let outcome = try outcome(rate: 0.25, steps: 100, stopBelow: 1)
    guard case .condition = outcome.stop else {
      Issue.record("stopped by \(outcome.stop)")
      return
    }
    #expect(outcome.steps == 2)
    #expect(outcome.history.losses.last == 0.5625)
    #expect(outcome.parameters == [Matrix(scalar: 2.25)])
  }

  @Test func `records are taken at every so many steps, at the first and at the last`() throws {
    let outcome = try outcome(rate: 0.25, steps: 5, every: 2, records: true)
    #expect(outcome.records.count == 1)
    #expect(outcome.records[0].steps == [0, 2, 4, 5])
    #expect(outcome.records[0].values.map(\.scalar) == [0, 2.25, 2.8125, 2.90625])
  }

  @Test func `a loss that grows without end stops the run`() throws {
    let outcome = try outcome(rate: 10, steps: 1_000)
    guard case .diverged(let since) = outcome.stop else {
      Issue.record("stopped by \(outcome.stop)")
      return
    }
    #expect(since == (0, 9))
    #expect(outcome.steps < 20)
  }

  @Test func `a step to infinity stops the run and names the operation`() throws {
    let outcome = try outcome(rate: 1e308, steps: 10, start: 1e10)
    guard case .notFinite(let place) = outcome.stop else {
      Issue.record("stopped by \(outcome.stop)")
      return
    }
    #expect(place.node != nil)
    #expect(outcome.steps == 0)
    #expect(outcome.parameters == [Matrix(scalar: 1e10)])
  }
}
