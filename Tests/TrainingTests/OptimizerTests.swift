import EquationGraph
import LinearAlgebra
import Testing

@testable import Training

/// What `GoldenTraces` compares with other libraries over a hundred steps stands here for one step, by hand.
@Suite struct OptimizerTests {
  /// The parameter, starting at 1, after updates with these gradients.
  private func parameter(_ optimizer: Optimizer, after gradients: [Double]) throws -> Double {
    let graph = Graph()
    let rule = try #require(optimizer.updateRule)
    func leaf(_ value: Double) -> Value { Value(graph, graph.leaf(Matrix(scalar: value))) }
    var update = Update(
      parameter: leaf(1), gradient: leaf(gradients[0]), states: rule.states.map { leaf($0.start) },
      rate: leaf(optimizer.learningRate), step: leaf(1))
    var result = 1.0
    for (index, gradient) in gradients.enumerated() {
      let updated = rule.updated(update)
      result = evaluated([updated.parameter])[0].scalar
      update = Update(
        parameter: leaf(result), gradient: leaf(gradients.dropFirst(index + 1).first ?? gradient),
        states: evaluated(updated.states).map { leaf($0.scalar) }, rate: update.rate,
        step: leaf(Double(index + 2)))
    }
    return result
  }

  private func expectNear(_ seen: Double, _ wanted: Double) {
    #expect(abs(seen - wanted) < 1e-15 * max(1, abs(wanted)), "\(seen) is not \(wanted)")
  }

  @Test func `momentum keeps part of the last step`() throws {
    let sgd = Optimizer(.sgd, .pytorch, ["lr": 0.1, "momentum": 0.5])
    // v: 2, then 0.5·2 + 4 = 5
    expectNear(try parameter(sgd, after: [2, 4]), 1 - 0.1 * 2 - 0.1 * 5)
    let nesterov = sgd.with("nesterov", 1)
    // G + 0.5 v: 2 + 1, then 4 + 2.5
    expectNear(try parameter(nesterov, after: [2, 4]), 1 - 0.1 * 3 - 0.1 * 6.5)
  }

  @Test func `weight decay is part of the gradient in PyTorch and apart from it in Keras`() throws {
    let values = ["lr": 0.1, "momentum": 0.5, "weight_decay": 0.2]
    // G + 0.2·1
    expectNear(try parameter(Optimizer(.sgd, .pytorch, values), after: [2]), 1 - 0.1 * 2.2)
    expectNear(try parameter(Optimizer(.sgd, .optax, values), after: [2]), 1 - 0.1 * 2.2)
    expectNear(
      try parameter(Optimizer(.sgd, .keras, values), after: [2]), 1 - 0.1 * 0.2 - 0.1 * 2)
  }

  /// The first step of Adam is the rate times the gradient's sign but for ε, which the conventions weigh
  /// differently: with β₂ = 0.75, √v is half of |G|.
  @Test func `Adam's epsilon weighs more in Keras`() throws {
    let values = ["lr": 0.1, "beta1": 0.5, "beta2": 0.75, "eps": 1]
    expectNear(try parameter(Optimizer(.adam, .pytorch, values), after: [2]), 1 - 0.1 * 2 / (2 + 1))
    expectNear(try parameter(Optimizer(.adam, .optax, values), after: [2]), 1 - 0.1 * 2 / (2 + 1))
    // α = 0.1·√0.25 / 0.5 = 0.1, m = 1, √v = 1
    expectNear(try parameter(Optimizer(.adam, .keras, values), after: [2]), 1 - 0.1 * 1 / (1 + 1))
  }

  @Test(arguments: Convention.allCases)
  func `AdamW shrinks the parameter before the step`(convention: Convention) throws {
    let values = ["lr": 0.1, "eps": 0]
    let step = 1 - (try parameter(Optimizer(.adam, convention, values), after: [2]))
    let decayed = Optimizer(.adamw, convention, values.merging(["weight_decay": 0.5]) { $1 })
    expectNear(try parameter(decayed, after: [2]), 1 - 0.1 * 0.5 - step)
  }

  @Test func `RMSprop and Adagrad have their epsilon beside or inside the root`() throws {
    let rmsprop = ["lr": 0.1, "alpha": 0.75, "eps": 3]
    // v = 0.25·16
    expectNear(
      try parameter(Optimizer(.rmsprop, .pytorch, rmsprop), after: [4]), 1 - 0.1 * 4 / (2 + 3))
    for convention in [Convention.keras, .optax] {
      expectNear(
        try parameter(Optimizer(.rmsprop, convention, rmsprop), after: [4]),
        1 - 0.1 * 4 / 7.0.squareRoot())
    }
    let adagrad = ["lr": 0.1, "eps": 1]
    expectNear(
      try parameter(Optimizer(.adagrad, .pytorch, adagrad), after: [3, 4]),
      1 - 0.1 * 3 / 4 - 0.1 * 4 / (5 + 1))
    // The accumulator starts at 0.1.
    expectNear(
      try parameter(Optimizer(.adagrad, .keras, adagrad), after: [3]),
      1 - 0.1 * 3 / 10.1.squareRoot())
  }

  @Test func `defaults are those of the convention`() {
    #expect(Optimizer(.sgd).learningRate == 0.01)
    #expect(Optimizer(.adam)["eps"] == 1e-8)
    #expect(Optimizer(.adam, .keras)["eps"] == 1e-7)
    #expect(Optimizer(.adamw)["weight_decay"] == 0.01)
    #expect(Optimizer(.adamw, .keras)["weight_decay"] == 0.004)
    #expect(Optimizer(.adamw, .optax, ["lr": 1])["weight_decay"] == 1e-4)
    #expect(Optimizer(.rmsprop)["alpha"] == 0.99)
    #expect(Optimizer(.rmsprop, .optax, ["lr": 1])["alpha"] == 0.9)
    #expect(Optimizer(.adagrad)["accumulator"] == 0)
    #expect(Optimizer(.adagrad, .optax, ["lr": 1])["accumulator"] == 0.1)
    let withoutRate = Optimizer.Name.allCases.filter { name in
      Optimizer.Argument.all(of: name).contains { $0.name == "lr" && $0.standard(.optax) == nil }
    }
    #expect(withoutRate == Optimizer.Name.allCases)
  }
}
