import Diagnostics
import LinearAlgebra
import NotebookEngine
import Testing
import Training

@Suite struct TrainBlockTests {
  /// C = w², whose loss after k steps of descent with rate 0.1 is 0.64ᵏ.
  private func parabola(_ settings: String, after: String = "") -> NotebookRun {
    run(
      """
      ```octave matrix
      w = 1
      h = 0.1
      C = w ^ 2
      ```

      ```yaml train
      loss: C
      params: w
      \(settings)
      ```

      ```octave matrix
      \(after)
      q = h
      ```
      """)
  }

  @Test func `the trace has every step and the loss before the first`() throws {
    let run = parabola("lr: h\nsteps: 5")
    expectNoErrors(run)
    let history = try #require(run.runs.first?.history)
    #expect(history.steps == [0, 1, 2, 3, 4, 5])
    expect(
      Matrix(rows: [history.losses]),
      is: [[1, 0.64, 0.4096, 0.262144, 0.16777216, 0.1073741824]])
    expect(run.value("C"), is: [[0.1073741824]])
  }

  @Test func `no step leaves everything in place`() throws {
    let run = parabola("lr: h\nsteps: 0")
    expectNoErrors(run)
    #expect(run.runs.first?.history.losses == [1])
    #expect(run.value("w")?.elements == [1])
  }

  @Test(arguments: [9_999, 10_000, 25_000, 123_457])
  func `a long trace is thinned and keeps its ends`(steps: Int) throws {
    let run = parabola("lr: 1e-9\nsteps: \(steps)")
    expectNoErrors(run)
    let kept = try #require(run.runs.first?.history.steps)
    #expect(kept.first == 0)
    #expect(kept.last == steps)
    #expect(kept.count <= 10_000)
    #expect(kept.count >= 5_000)
    if steps < 10_000 { #expect(kept.count == steps + 1) }
    let gaps = zip(kept.dropLast().dropFirst(), kept.dropLast()).map { $0 - $1 }
    #expect(Set(gaps).count == 1, "evenly spaced but for the last")
  }

  @Test func `records are kept every so many steps and at the end`() throws {
    let run = parabola("lr: h\nsteps: 10\nrecord: C, w, 2 * w\nevery: 4")
    expectNoErrors(run)
    let records = try #require(run.runs.first?.records)
    #expect(records.map(\.name) == ["C", "w", "2 * w"])
    for record in records { #expect(record.steps == [0, 4, 8, 10]) }
    expect(
      Matrix(rows: [records[2].values.map(\.scalar)]),
      is: [[0, 4, 8, 10].map { 2 * power(0.8, $0) }])
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { result, _ in result * base }
  }

  @Test(arguments: [1, 150, 199, 200, 5_000])
  func `without every there are at most two hundred records`(steps: Int) throws {
    let run = parabola("lr: 1e-9\nsteps: \(steps)\nrecord: w")
    let record = try #require(run.runs.first?.records.first)
    #expect(record.steps.count <= 200)
    #expect(record.steps.first == 0)
    #expect(record.steps.last == steps)
    if steps < 200 { #expect(record.steps.count == steps + 1) }
  }

  @Test func `without record the joint norm of the gradients is kept`() throws {
    let run = run(
      """
      ```octave matrix
      a = [3 0]
      b = 4
      C = (sum(sum(a .^ 2)) + b ^ 2) / 2
      ```

      ```yaml train
      loss: C
      params: a, b
      lr: 0.5
      steps: 2
      ```
      """)
    expectNoErrors(run)
    let record = try #require(run.runs.first?.records.first)
    expect(Matrix(rows: [record.values.map(\.scalar)]), is: [[5, 2.5, 1.25]])
  }

  @Test func `a run stops at the first step where its condition holds`() throws {
    let run = parabola("lr: h\nsteps: 100\nstop: C < 0.2")
    expectNoErrors(run)
    let training = try #require(run.runs.first)
    #expect(training.stopReason == .condition("C < 0.2"))
    // 0.64³ = 0.262, 0.64⁴ = 0.168
    #expect(training.steps == 4)
    #expect(training.history.steps == [0, 1, 2, 3, 4])
    expect(run.value("C"), is: [[0.16777216]])
  }

  @Test func `a condition that holds at once makes no step`() throws {
    let run = parabola("lr: h\nsteps: 100\nstop: C < 2")
    #expect(run.runs.first?.steps == 0)
    #expect(run.value("w")?.elements == [1])
  }

  @Test func `a second run goes on where the first ended`() {
    let twice = parabola(
      "lr: h\nsteps: 3\n```\n\n```yaml train\nloss: C\nparams: w\nlr: h\nsteps: 2")
    let once = parabola("lr: h\nsteps: 5")
    expectNoErrors(twice)
    #expect(twice.runs.map(\.id) == ["train-1", "train-2"])
    #expect(twice.value("w")?.elements == once.value("w")?.elements)
    #expect(twice.runs.last?.history.losses.first == twice.runs.first?.history.losses.last)
  }

  @Test func `a parameter that moved a step by hand can be trained on`() throws {
    let run = run(
      """
      ```octave matrix
      w = 1
      h = 0.1;
      C = w ^ 2;
      w = w - h * grad(C, w)
      C = w ^ 2                  %=> 0.64
      ```

      ```train
      loss: C
      params: w
      lr: h
      steps: 1
      ```

      ```octave matrix
      C                          %=> 0.4096
      w                          %=> 0.64
      w -= h * grad(C, w);
      w                          %=> 0.512
      ```
      """)
    expectNoErrors(run)
    #expect(run.runs.first?.history.losses.count == 2)
  }

  @Test func `settings are expressions over the names above`() throws {
    let run = parabola("lr: h / 2 * 2\nsteps: 2 + rows(w)\noptimizer: sgd")
    expectNoErrors(run)
    #expect(run.runs.first?.steps == 3)
    expect(run.value("C"), is: [[0.262144]])
    let other = parabola("optimizer: sgd(lr=h)\nsteps: 3")
    expectNoErrors(other)
    #expect(other.bits == run.bits)
  }

  @Test func `every setting in force is told, defaults too`() throws {
    let settings = try #require(parabola("steps: 2").runs.first?.settings)
    let defaults = settings.filter(\.isDefault).map { "\($0.key): \($0.value)" }
    #expect(defaults.contains("lr: 0.01"))
    #expect(defaults.contains("optimizer: sgd"))
    #expect(defaults.contains("convention: pytorch"))
    #expect(settings.filter { !$0.isDefault }.map(\.key) == ["loss", "params", "steps"])
  }

  @Test func `a loss that is no number stops the run and names the operation`() throws {
    let run = run(
      """
      ```octave matrix
      w = [0.5 2]
      r = log(w)
      C = sum(sum(r))
      ```

      ```yaml train
      loss: C
      params: w
      lr: 1
      steps: 50
      ```
      """)
    #expect(run.diagnostics.map(\.code) == [.notFinite])
    let training = try #require(run.runs.first)
    #expect(training.stopReason == .notFinite)
    #expect(training.steps == 1)
    #expect(training.history.losses.count == 2)
    #expect(training.history.losses.last?.isNaN == true)
  }

  @Test func `a loss of log 0 is infinite and stops before the first step`() throws {
    let run = run(
      """
      ```octave matrix
      w = [0 1]
      C = -sum(sum(log(w)))
      ```

      ```yaml train
      loss: C
      params: w
      steps: 50
      ```
      """)
    #expect(run.diagnostics.map(\.code) == [.notFinite])
    #expect(run.diagnostics.first?.message.contains("step 0: the loss became Inf") == true)
    #expect(run.diagnostics.first?.message.contains("w(1,1) = 0") == true)
    #expect(run.value("w")?.elements == [0, 1])
  }

  @Test func `two runs give the same bits`() {
    let text = """
      ```octave matrix
      X = randn(20, 5)
      T = rand(20, 3)
      W = glorot_uniform(5, 3)
      b = zeros(1, 3)
      L = mse(sigmoid(X * W + b), T)
      order = randperm(10)
      ```

      ```yaml train
      loss: L
      params: W, b
      lr: 0.5
      steps: 30
      ```
      """
    let first = run(text)
    expectNoErrors(first)
    #expect(first.bits == run(text).bits)
    #expect(first.bits != run("```octave matrix\nrng(1)\n```\n\n" + text).bits)
  }

  @Test func `seed in a train block sets the stream for what follows`() {
    let run = parabola("steps: 1\nseed: 0", after: "r = randn(1, 2)")
    expectNoErrors(run)
    // np.random.seed(0); np.random.normal(size=2)
    expect(run.value("r"), is: [[1.764052345967664, 0.4001572083672233]])
  }
}
