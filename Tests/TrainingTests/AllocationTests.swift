import CAllocations
import EquationGraph
import Execution
import LinearAlgebra
import Testing

@testable import Training

/// Steps find all their memory ready: ten times as many of them allocate nothing more.
@Suite(.enabled(if: allocations_are_counted(), "malloc cannot be replaced here"))
struct AllocationTests {
  /// A network with one hidden layer, on 40 rows.
  private struct Network {
    let graph = Graph()
    var parameters: [(node: NodeID, value: Matrix)] = []
    let x: Matrix
    let y: Matrix

    init() {
      func matrix(_ rows: Int, _ columns: Int) -> Matrix {
        Matrix(
          Shape(rows, columns), (0..<rows * columns).map { Double($0 * 7 % 31) / 31 - 0.5 })
      }
      x = matrix(40, 6)
      y = matrix(40, 3).mapped(by: .abs)
      for (name, shape) in [("W", (6, 9)), ("b", (1, 9)), ("V", (9, 3))] {
        let value = matrix(shape.0, shape.1)
        parameters.append((graph.define(name, as: graph.leaf(value), isFree: true), value))
      }
    }

    func value(_ index: Int) -> Value { Value(graph, parameters[index].node) }

    /// The squared distance of `σ(tanh(x W + b) V)` from y, of the rows that the leaves stand for.
    func equations(rows: Int) throws -> StepEquations {
      let x = graph.leaf(x.selecting(rows: Array(0..<rows), columns: Array(0..<6)))
      let y = graph.leaf(y.selecting(rows: Array(0..<rows), columns: Array(0..<3)))
      let bias = value(1).stretched(to: Shape(rows, 9))
      let hidden = Value.apply(.tanh, [Value(graph, x) × value(0) + bias])
      let distance = (hidden × value(2)).sigmoid - Value(graph, y)
      let loss = distance.squared.total ./ Double(rows)
      return StepEquations(
        loss: loss.id, gradients: try graph.gradient(of: loss.id, with: parameters.map(\.node)),
        conditions: [(loss .< loss.constant(0)).id], rows: [x, y])
    }

    func task(_ optimizer: Optimizer, steps: Int = 1 << 20) throws -> TrainingTask {
      TrainingTask(
        graph, parameters: parameters, equations: try equations(rows: 40), optimizer: optimizer,
        steps: steps, fixed: { _ in nil })
    }
  }

  private func count(_ body: () -> Void) -> Int {
    let before = allocation_count()
    body()
    return Int(allocation_count() - before)
  }

  /// The losses of a stretch come in one array, however long it is.
  private func allocations(_ steps: inout GradientSteps, from step: Int, count: Int) -> Int {
    self.count {
      let stretch = steps.advance(from: step, to: step + count, limit: .infinity)
      #expect(stretch.losses.count == count && stretch.ending == nil)
    }
  }

  static let optimizers: [Optimizer] = [
    Optimizer(.sgd, .pytorch, ["lr": 0.1, "momentum": 0.9]),
    Optimizer(.adam, .pytorch), Optimizer(.adamw, .keras), Optimizer(.rmsprop, .pytorch),
    Optimizer(.adagrad, .pytorch),
  ]

  @Test(arguments: optimizers, [1, 2])
  func `a step allocates nothing`(optimizer: Optimizer, threads: Int) throws {
    var task = try Network().task(optimizer)
    task.clip = .norm(1)
    task.schedule.shape = .cosine(to: 0)
    let rule = try #require(optimizer.updateRule)
    var steps = GradientSteps(task, rule, Workers(count: threads))
    _ = allocations(&steps, from: 0, count: 10)
    let few = allocations(&steps, from: 10, count: 300)
    let many = allocations(&steps, from: 310, count: 3000)
    #expect(many == few)
  }

  /// An epoch sets the order of its rows; how many steps they are cut into must make no difference, but for the
  /// room for losses that grows now and then.
  @Test(arguments: [false, true], [[1, 20], [3, 27]])
  func `only an epoch allocates, not its steps`(isShuffled: Bool, sizes: [Int]) throws {
    let counts = try sizes.map { size in
      let network = Network()
      var task = try network.task(Optimizer(.adam, .pytorch))
      // 40 rows, with a smaller batch at the end or without.
      let rows = 40 % size == 0 ? [size] : [size, 40 % size]
      task.batches = TrainingTask.Batches(
        equations: try rows.map { try network.equations(rows: $0) },
        matrices: [network.x, network.y], size: size, isShuffled: isShuffled
      ) { count in (0..<count).map { ($0 * 7 + 3) % count } }
      var steps = GradientSteps(task, Adam(task.optimizer), Workers(count: 1))
      let stepsPerEpoch = (40 + size - 1) / size
      _ = allocations(&steps, from: 0, count: stepsPerEpoch)
      return allocations(&steps, from: stepsPerEpoch, count: 50 * stepsPerEpoch)
    }
    #expect(counts[0] - counts[1] < 20, "\(counts) in 50 epochs")
  }

  /// Looks come with stretches, which grow. So short a run keeps every loss as it is; a longer one thins them out
  /// now and then.
  @Test func `a run allocates for stretches and what it keeps, not for steps`() throws {
    let counts = try [150, 1500].map { steps in
      var task = try Network().task(Optimizer(.adam, .pytorch), steps: steps)
      task.every = 10_000
      var trainer = Trainer(task, workers: Workers(count: 1))
      return count {
        let outcome = trainer.run()
        #expect(outcome.steps == steps)
      }
    }
    #expect(counts[1] - counts[0] < 1350 / 4, "\(counts)")
  }

  @Test func `what is allocated is counted`() {
    let matrices = 1...100
    let allocations = count {
      for size in matrices { _ = Matrix(Shape(size, 1), repeating: 1) }
    }
    #expect(allocations >= 100)
  }
}
