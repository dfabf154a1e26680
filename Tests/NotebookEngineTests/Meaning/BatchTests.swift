import Diagnostics
import LinearAlgebra
import NotebookEngine
import Testing
import Training

/// Training in batches. The loss is `mean(w x)` over the rows, whose gradient is the mean of their x, so
/// that everything can be followed by hand.
@Suite struct BatchTests {
  private func line(_ settings: String, rate: String = "1") -> NotebookRun {
    run(
      """
      ```octave matrix
      rng(5)
      x = [1; 2; 3; 4; 10];      %: N×1
      w = 100;
      L = mean(w * x, 1)
      ```

      ```yaml train
      loss: L
      params: w
      lr: \(rate)
      \(settings)
      ```

      ```octave matrix
      next = rand(1, 1)
      ```
      """)
  }

  @Test func `a step takes the rows of its batch, the last of an epoch fewer`() throws {
    let run = line("batch: 2 rows of x\nshuffle: no\nepochs: 2")
    expectNoErrors(run)
    let training = try #require(run.runs.first)
    #expect(training.steps == 6)
    // Means of the batches: 1.5, 3.5, 10, and again; of all rows 4.
    let w = [100.0, 98.5, 95, 85, 83.5, 80, 70]
    let means = [1.5, 3.5, 10, 1.5, 3.5, 10, 4]
    #expect(training.history.losses == zip(w, means).map(*))
    #expect(run.value("w")?.elements == [70])
    // All rows again, and the stream untouched: np.random.seed(5); np.random.random_sample()
    #expect(run.value("L")?.elements == [280])
    expect(run.value("next"), is: [[0.22199317108973948]])
    #expect(training.batch?.rows == 2)
    #expect(training.batch?.isShuffled == false)
  }

  @Test func `steps count batches`() throws {
    let run = line("batch: 2 rows of x\nshuffle: no\nsteps: 4")
    expectNoErrors(run)
    #expect(run.runs.first?.steps == 4)
    #expect(run.value("w")?.elements == [83.5])
  }

  @Test func `a shuffled epoch draws one permutation`() throws {
    let run = line("batch: 2 rows of x\nepochs: 2")
    expectNoErrors(run)
    // np.random.seed(5); two permutations of 5: 4 0 1 2 3 and 3 2 4 1 0; then a uniform number
    let losses = try #require(run.runs.first?.history.losses)
    let batches = [5.5, 2.5, 4, 3.5, 6, 1]
    var w = 100.0
    for (step, mean) in batches.enumerated() {
      #expect(losses[step] == w * mean, "step \(step)")
      w -= mean
    }
    expect(run.value("next"), is: [[0.6117438629026457]])
  }

  @Test func `a batch of all rows in their order is no batch`() throws {
    let whole = line("steps: 7")
    let batch = line("batch: rows(x) rows of x\nshuffle: no\nsteps: 7")
    expectNoErrors(batch)
    #expect(batch.runs.first?.history == whole.runs.first?.history)
    #expect(batch.value("w") == whole.value("w"))
  }

  @Test func `records are taken on all rows, the loss always among them`() throws {
    let run = line("batch: 2 rows of x\nshuffle: no\nepochs: 1\nrecord: 2 * w\nevery: 2")
    expectNoErrors(run)
    let records = try #require(run.runs.first?.records)
    #expect(records.map(\.name) == ["L", "2 * w"])
    #expect(records[0].steps == [0, 2, 3])
    #expect(records[0].values.map(\.scalar) == [400, 380, 340])
    #expect(records[1].values.map(\.scalar) == [200, 190, 170])
  }

  @Test func `the default records are the loss and the gradients' norm of all rows`() throws {
    let run = line("batch: 2 rows of x\nshuffle: no\nepochs: 1\nclip: value 1")
    expectNoErrors(run)
    let records = try #require(run.runs.first?.records)
    #expect(records.map(\.name) == ["L", "gradient norm"])
    // Before clipping; one record an epoch unless `every` asks for more.
    #expect(records[1].steps == [0, 3])
    #expect(records[1].values.map(\.scalar) == [4, 4])
    #expect(run.value("w")?.elements == [97])
  }

  @Test func `a condition is looked at on the batch, and the last entry is of all rows`() throws {
    let run = line("batch: 2 rows of x\nshuffle: no\nepochs: 9\nstop: L > 900")
    let training = try #require(run.runs.first)
    // The third batch is the single row 10: 95 · 10.
    #expect(training.steps == 2)
    #expect(training.stopReason == .condition("L > 900"))
    #expect(training.history.losses == [150, 344.75, 380])
  }

  @Test func `no improvement counts epochs and looks at all rows`() throws {
    let run = line(
      "batch: 2 rows of x\nshuffle: no\nepochs: 50\nstop: no improvement 3", rate: "0")
    let training = try #require(run.runs.first)
    #expect(training.stopReason == .noImprovement(3, unit: "epoch"))
    #expect(training.steps == 9)
    #expect(training.best == TrainingRun.Best(step: 0, value: 400, isKept: false))
  }

  @Test func `the best of batches is looked for at the ends of epochs`() throws {
    let run = line("batch: 2 rows of x\nshuffle: no\nsteps: 4\nkeep: best", rate: "-1 + 2")
    let training = try #require(run.runs.first)
    // Behind the last step, in the middle of an epoch, too.
    #expect(training.best == TrainingRun.Best(step: 4, value: 83.5 * 4, isKept: true))
  }

  @Test func `a gradient inside the loss is taken anew for the rows of a batch`() throws {
    let run = NotebookEngineTests.run(
      """
      ```octave matrix
      x = [1; 2; 3];
      w = 2;
      C = mean((w * x) .^ 2, 1);
      G = grad(C, w);
      L = G ^ 2 / 4;
      ```

      ```yaml train
      loss: L
      params: w
      lr: 0.001
      batch: 2 rows of x
      shuffle: no
      steps: 2
      ```
      """)
    expectNoErrors(run)
    // G = 2 w s with the mean square s: 2.5 for the first batch, 9 for the second; L = (w s)².
    let first = 2 * 2.5 * 2.5
    let w = 2 - 0.001 * 2 * first
    expect(
      run.runs.first.map { Matrix(rows: [Array($0.history.losses.prefix(2))]) },
      is: [[25, (w * 9) * (w * 9)]])
  }

  @Test func `a matrix computed once from the examples may be named instead`() throws {
    let run = NotebookEngineTests.run(
      """
      ```octave matrix
      raw = [1; 2; 3; 6];
      x = raw - mean(raw, 1);
      w = 1;
      L = mean((w * x) .^ 2, 1)
      ```

      ```yaml train
      loss: L
      params: w
      lr: 0
      batch: 2 rows of x
      shuffle: no
      steps: 2
      ```
      """)
    expectNoErrors(run)
    // The rows of x = −2, −1, 0, 3, not the rows of raw less the mean of the batch.
    #expect(run.runs.first?.history.losses == [2.5, 4.5, 3.5])
  }
}
