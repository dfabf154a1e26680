import Diagnostics
import LinearAlgebra
import NotebookEngine
import Testing
import Training

/// Stop rules, validation, `keep: best` and sweeps.
@Suite struct StoppingTests {
  /// L = (w − 3)² from w = 0; with a rate of 0.25 the distance halves at each step, and the validation on
  /// other data, (w − 2)², is best in between.
  private func valley(_ settings: String, after: String = "") -> NotebookRun {
    run(
      """
      ```octave matrix
      rng(5)
      t = 3;
      t_test = 2;
      w = 0;
      L = (w - t) ^ 2;
      D = accuracy(w, round(t))
      h = 0.25;
      ```

      ```yaml train
      loss: L
      params: w
      \(settings)
      ```

      ```octave matrix
      \(after)
      done = L;
      ```
      """)
  }

  @Test func `several conditions are separated by semicolons, the first that holds ends the run`()
    throws
  {
    let run = valley("lr: h\nsteps: 50\nstop: w > 2.9; L < 1; L < 0.9")
    expectNoErrors(run)
    #expect(run.runs.first?.stopReason == .condition("L < 1"))
    #expect(run.runs.first?.steps == 2)
  }

  @Test func `no improvement counts steps`() throws {
    // With a rate of 1 the parameter jumps to and fro: the loss stays 9.
    let run = valley("lr: 1\nsteps: 50\nstop: no improvement 2 + 2")
    expectNoErrors(run)
    let training = try #require(run.runs.first)
    #expect(training.stopReason == .noImprovement(4, unit: "step"))
    #expect(training.steps == 4)
  }

  @Test func `a validation is looked at with the records`() throws {
    let run = valley("lr: h\nsteps: 4\nvalidate: L with t = t_test\nevery: 2")
    expectNoErrors(run)
    let validation = try #require(run.runs.first?.validation)
    #expect(validation.isLoss)
    #expect(validation.replacements.map(\.name) == ["t"])
    #expect(validation.record.steps == [0, 2, 4])
    // w = 0, 2.25, 2.8125
    #expect(validation.record.values.map(\.scalar) == [4, 0.0625, 0.66015625])
    #expect(run.runs.first?.best == nil)
  }

  @Test func `the best parameters are those of the validation`() throws {
    let run = valley("lr: h\nsteps: 10\nvalidate: L with t = t_test\nkeep: best\nevery: 5")
    expectNoErrors(run)
    let training = try #require(run.runs.first)
    // Looked at after each step, though recorded after five: w = 1.5 or 2.25.
    #expect(training.best == TrainingRun.Best(step: 2, value: 0.0625, isKept: true))
    #expect(run.value("w")?.elements == [2.25])
    #expect(training.steps == 10)
    #expect(run.value("done")?.elements == [0.5625])
  }

  @Test func `no improvement of a validation ends the run`() throws {
    let run = valley("lr: h\nsteps: 50\nvalidate: L with t = t_test\nstop: no improvement 3")
    #expect(run.runs.first?.steps == 5)
    #expect(run.runs.first?.best?.step == 2)
    #expect(run.runs.first?.best?.isKept == false)
    // Without `keep: best` the last parameters stay: 3 − 3 · 2⁻⁵.
    #expect(run.value("w")?.elements == [2.90625])
  }

  @Test func `without a validation the loss says what is best`() throws {
    let run = valley("lr: 1.1\nsteps: 3\nkeep: best")
    expectNoErrors(run)
    #expect(run.runs.first?.best == TrainingRun.Best(step: 0, value: 9, isKept: true))
    #expect(run.value("w")?.elements == [0])
  }

  @Test func `the best parameters outlast a loss that explodes`() throws {
    let run = valley("lr: 3\nsteps: 500\nkeep: best")
    #expect(run.diagnostics.contains { $0.code == .diverged })
    #expect(run.value("w")?.elements == [0])
  }

  @Test(arguments: [
    ("L", "smaller"), ("1 - accuracy(w, t)", "smaller"), ("accuracy(w, t)", "larger"),
    ("100 * accuracy(w, t)", "larger"), ("-r2([w; 1], [t; 2])", "smaller"), ("D", "larger"),
    ("mean([w; 1] == [t; 2], 1)", "larger"), ("w ^ 2", "smaller"), ("-2 * D + 1", "smaller"),
    ("1 / D", "smaller"), ("D / -2", "smaller"), ("-1 / D", "larger"),
  ])
  func `which way is better is read off the formula`(expression: String, way: String) throws {
    let run = valley("lr: h\nsteps: 1\nvalidate: \(expression)")
    expectNoErrors(run)
    let setting = try #require(run.runs.first?.settings.first { $0.key == "validate" })
    #expect(setting.value == "\(expression) (\(way) is better)")
  }

  @Test func `loss stands for the loss in record and validate`() throws {
    let run = valley("lr: h\nsteps: 2\nrecord: loss, w\nvalidate: loss with t = t_test")
    expectNoErrors(run)
    #expect(run.runs.first?.records.map(\.name) == ["L", "w"])
    #expect(run.runs.first?.validation?.isLoss == true)
    #expect(run.runs.first?.validation?.expression == "L")
  }

  // MARK: Sweeps

  @Test func `a sweep makes a run for each value and goes on with the first`() throws {
    let run = valley("sweep: lr = h, 0.5, h / 2\nsteps: 2", after: "w  %=> 2.25")
    expectNoErrors(run)
    #expect(run.runs.map(\.id) == ["train-1", "train-1", "train-1"])
    #expect(run.runs.map { $0.sweep?.value } == [0.25, 0.5, 0.125])
    #expect(run.runs.map { $0.history.losses.first } == [9, 9, 9])
    #expect(run.runs.map { $0.history.losses.last } == [0.5625, 0, 2.84765625])
    #expect(run.runs.map { $0.optimizer.learningRate } == [0.25, 0.5, 0.125])
    #expect(run.cells[1].trainingRuns == 0..<3)
    let rates = run.runs.map { run in run.settings.first { $0.key == "lr" }?.value }
    #expect(rates == ["0.25", "0.5", "0.125"])
  }

  @Test func `any number of the optimizer can be swept over`() throws {
    let run = valley("lr: h\noptimizer: sgd(nesterov=yes)\nsweep: momentum = 0.5, 0\nsteps: 1")
    expectNoErrors(run)
    #expect(run.runs.map { $0.optimizer["momentum"] } == [0.5, 0])
    // G = −6: 0.25 · (6 + 0.5 · 6) or 0.25 · 6
    #expect(run.runs.map { $0.history.losses.last } == [0.5625, 2.25])
  }

  @Test func `the run behind a sweep has the next number`() throws {
    let run = valley(
      "lr: h\nsteps: 1\n```\n\n```train\nloss: L\nparams: w\nsweep: lr = 0.1, 0.2\nsteps: 1\n"
        + "```\n\n```train\nloss: L\nparams: w\nsteps: 1")
    expectNoErrors(run)
    #expect(run.runs.map(\.id) == ["train-1", "train-2", "train-2", "train-3"])
  }

  /// Losses of shuffled batches, which tell the order of the rows.
  private func shuffled(_ settings: String) -> NotebookRun {
    run(
      """
      ```octave matrix
      rng(5)
      x = [1; 2; 4; 8; 16];
      w = 1;
      L = mean(w * x, 1);
      ```

      ```yaml train
      loss: L
      params: w
      batch: 1 row of x
      epochs: 1
      \(settings)
      ```

      ```octave matrix
      next = rand(1, 1)
      ```
      """)
  }

  @Test func `the runs of a sweep begin at the same place of the stream`() throws {
    let sweep = shuffled("sweep: lr = 0, 0")
    expectNoErrors(sweep)
    let alone = shuffled("lr: 0")
    #expect(sweep.runs[0].history == sweep.runs[1].history)
    #expect(sweep.runs[0].history == alone.runs[0].history)
    // The stream goes on behind the first.
    #expect(sweep.value("next") == alone.value("next"))
  }

  @Test func `a missing seed is mentioned once`() {
    let run = run(
      """
      ```octave matrix
      x = [1; 2; 4];
      w = 1;
      L = mean(w * x, 1);
      ```

      ```yaml train
      loss: L
      params: w
      batch: 1 row of x
      epochs: 1
      sweep: lr = 0.1, 0.2
      ```

      ```octave matrix
      r = rand(1, 1)
      ```
      """)
    #expect(run.diagnostics.filter { $0.code == .defaultSeed }.count == 1)
  }

  @Test func `a seed is set before its run`() throws {
    let sweep = shuffled("lr: 0\nsweep: seed = 1, 2")
    expectNoErrors(sweep)
    #expect(sweep.runs[0].history == shuffled("lr: 0\nseed: 1").runs[0].history)
    #expect(sweep.runs[1].history == shuffled("lr: 0\nseed: 2").runs[0].history)
    #expect(sweep.runs[0].history != sweep.runs[1].history)
    // np.random.seed(1): permutation(5) is 2 1 4 0 3
    #expect(sweep.runs[0].history.losses.prefix(5) == [4, 2, 16, 1, 8])
  }
}
