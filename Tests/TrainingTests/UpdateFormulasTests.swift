import EquationGraph
import Testing

@testable import Training

/// The rule of a step as a report prints it, in the language of the blocks.
@Suite struct UpdateFormulasTests {
  private func lines(
    _ optimizer: Optimizer, parameters: [String] = ["W"], rateName: String? = "h",
    clip: GradientClip? = nil, schedule: LearningRateSchedule.Shape = .constant, warmup: Int = 1
  ) -> [String] {
    var wanted = LearningRateSchedule()
    wanted.shape = schedule
    wanted.warmup = warmup
    return UpdateFormulas(
      loss: "C", parameters: parameters, optimizer: optimizer, rateName: rateName,
      schedule: wanted, steps: 101, clip: clip
    ).lines.map { "\($0.name) = \($0.formula.text(precision: 5))" }
  }

  @Test func `plain descent is one line`() {
    #expect(lines(Optimizer(.sgd)) == ["W = W - h * grad(C, W)"])
    #expect(lines(Optimizer(.sgd), rateName: nil) == ["W = W - 0.01 * grad(C, W)"])
  }

  @Test func `momentum and weight decay stand where they act`() {
    let values = ["momentum": 0.9, "weight_decay": 0.1]
    #expect(
      lines(Optimizer(.sgd, .pytorch, values)) == [
        "v = 0.9 * v + (grad(C, W) + 0.1 * W)", "W = W - h * v",
      ])
    #expect(
      lines(Optimizer(.sgd, .keras, values)) == [
        "v = 0.9 * v - h * grad(C, W)", "W = (1 - h * 0.1) * W + v",
      ])
  }

  @Test func `Adam has its moments, with the numbers put in`() {
    #expect(
      lines(Optimizer(.adam)) == [
        "m = 0.9 * m + 0.1 * grad(C, W)", "v = 0.999 * v + 0.001 * grad(C, W).^2",
        "W = W - h / (1 - 0.9^t) * m ./ (sqrt(v) / sqrt(1 - 0.999^t) + 1e-8)",
      ])
  }

  @Test func `the rate and the clipped gradient have lines of their own`() {
    #expect(
      lines(Optimizer(.sgd), clip: .norm(2), schedule: .step(every: 10, factor: 0.5)) == [
        "lr = h * 0.5^floor((t - 1) / 10)",
        "g = min(2 / (norm(grad(C)) + 1e-6), 1) * grad(C, W)", "W = W - lr * g",
      ])
    #expect(
      lines(Optimizer(.sgd), schedule: .cosine(to: 0), warmup: 5).first
        == "lr = min(t / 5, 1) * (h * (1 + cos(pi * (t - 1) / 100)) / 2)")
  }

  @Test func `a name of the author's is not taken for a moment`() {
    #expect(
      lines(Optimizer(.rmsprop), parameters: ["v"]) == [
        "v_t = 0.99 * v_t + 0.01 * grad(C, v).^2", "v = v - h * grad(C, v) ./ (sqrt(v_t) + 1e-8)",
      ])
  }

  @Test func `the other parameters are named, and L-BFGS has no formula`() {
    let formulas = UpdateFormulas(
      loss: "C", parameters: ["W", "b", "c"], optimizer: Optimizer(.adam), rateName: nil,
      schedule: LearningRateSchedule(), steps: 1, clip: nil)
    #expect(formulas.others == ["b", "c"])
    #expect(formulas.countsSteps)
    #expect(lines(Optimizer(.lbfgs)).isEmpty)
  }
}
