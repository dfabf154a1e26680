import Diagnostics
import EquationGraph
import Execution
import LinearAlgebra
import NotebookSyntax
import Training

extension Interpreter {
  /// Runs a `train` block: its parameters, and with them all that depends on them, move on.
  func train(
    _ lines: [KeyValue], unreadKeys: [String], _ cell: Cell, _ result: inout CellResult
  ) {
    var reader = TrainSettingsReader(self, cell, lines, unreadKeys: unreadKeys)
    guard let block = reader.read() else {
      if !hasErrors { result.skipReason = reader.skipReason }
      failUntrained(reader.parameters, cell, &result)
      return
    }
    do throws(DiagnosticError) {
      try train(block, cell, &result)
    } catch {
      diagnostics.append(error.diagnostic)
      failUntrained(block.goal.parameters, cell, &result)
    }
  }

  private var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// Where a training that was asked for did not take place, the parameters and what depends on them
  /// do not have the values that the statements below speak of.
  private func failUntrained(
    _ parameters: [Definition], _ cell: Cell, _ result: inout CellResult
  ) {
    guard cell.options.fails == nil else { return }
    let what = result.skipReason == nil ? "has a mistake" : "was skipped"
    let reason = "was not trained: the block of line \(line(of: cell.range)) \(what)"
    let untrained = graph.dependents(of: Set(parameters.map(\.node)))
    for name in namespace.order {
      guard case .value(let definition) = namespace[name], untrained.contains(definition.node)
      else { continue }
      namespace.set(name, to: .failed(reason: reason))
    }
  }

  private func train(
    _ block: TrainBlock, _ cell: Cell, _ result: inout CellResult
  ) throws(DiagnosticError) {
    if runs.contains(where: { $0.id == block.id }) {
      throw DiagnosticError(
        Diagnostic(
          .duplicateID, at: cell.infoRange, "two runs are called `\(block.id)`",
          help: "give one of them another `id`"))
    }
    let task = try task(of: block)
    let attempts = Attempt.all(of: block)
    if let batch = block.settings.batch, batch.isShuffled, attempts[0].seed == nil {
      noteMissingSeed("shuffle", at: batch.range)
    }
    let start = random
    let outcomes = attempts.map { attempt in
      random = start
      return (attempt, run(task, attempt, of: block), random)
    }
    result.trainingRuns = runs.count..<runs.count + outcomes.count
    for (attempt, outcome, _) in outcomes { runs.append(run(of: block, attempt, outcome)) }
    // The first run of a sweep is the one that the notebook goes on with.
    let (first, kept, stream) = outcomes[0]
    random = stream
    // A block that is to fail, to show how it fails, leaves everything as it was.
    if cell.options.fails == nil || kept.stop.isAsPlanned {
      evaluation.assign(Dictionary(zip(task.parameters.map(\.node), kept.parameters)) { $1 })
    }
    noteStop(kept, block, first.optimizer)
    for (attempt, outcome, _) in outcomes.dropFirst() {
      noteStop(outcome, block, attempt.optimizer, of: attempt)
    }
    warnAboutSaturation(block.goal)
  }

  private func run(
    _ task: TrainingTask, _ attempt: Attempt, of block: TrainBlock
  ) -> Trainer.Outcome {
    if let seed = attempt.seed { random.seed(UInt32(seed)) }
    var task = task
    task.optimizer = attempt.optimizer
    var trainer = Trainer(task, workers: workers)
    let progress = options.progress.map { report in
      { (step: Int, loss: Double) in
        report(
          NotebookRunner.TrainingProgress(
            run: attempt.label, step: step, steps: task.steps, loss: loss))
      }
    }
    if options.explainsPlans { plans.append((attempt.label, trainer.explanation)) }
    return timed(attempt.label) { trainer.run(progress: progress) }
  }

  /// What came of one attempt, as data for reports.
  private func run(
    of block: TrainBlock, _ attempt: Attempt, _ outcome: Trainer.Outcome
  ) -> TrainingRun {
    let settings = block.settings
    let parameters = block.goal.parameters.map(\.name.text)
    var run = TrainingRun(
      id: block.id, loss: block.goal.loss.text, parameters: parameters,
      optimizer: attempt.optimizer, steps: outcome.steps,
      stopReason: reason(outcome.stop, settings), history: outcome.history)
    run.schedule = settings.schedule
    run.clip = settings.clip
    run.batch = settings.batch.map {
      TrainingRun.Batch(
        rows: $0.size, names: $0.sources.map(\.name.text), total: $0.total,
        isShuffled: $0.isShuffled)
    }
    run.records = outcome.records
    if let validation = settings.validation, let record = outcome.validation {
      run.validation = TrainingRun.Validation(
        expression: validation.expression, replacements: validation.replacements,
        isLoss: validation.isLoss, record: record)
    }
    run.best = outcome.best.map {
      TrainingRun.Best(step: $0.step, value: $0.value, isKept: settings.keepsBest)
    }
    run.sweep = attempt.point
    run.updates = UpdateFormulas(
      loss: block.goal.loss.text, parameters: parameters, optimizer: attempt.optimizer,
      rateName: attempt.point?.key == "lr" ? nil : settings.rateName, schedule: settings.schedule,
      steps: settings.steps, clip: settings.clip)
    run.settings = block.inForce.map { attempt.settled($0) }
    return run
  }

  private func reason(
    _ stop: Trainer.Stop, _ settings: TrainSettings
  ) -> TrainingRun.StopReason {
    switch stop {
    case .steps: .steps
    case .condition(let index): .condition(settings.conditions[index].text)
    case .noImprovement:
      .noImprovement(settings.patience ?? 0, unit: settings.batch == nil ? "step" : "epoch")
    case .converged: .converged
    case .notFinite: .notFinite
    case .diverged: .diverged
    }
  }

  /// The free matrices that the value at `node` is computed from, present versions only.
  func freeNames(below node: NodeID) -> [Definition] {
    graph.ancestors(of: [node]).compactMap { id in
      guard let definition = namespace.versions[id], definition.isFree,
        case .value(let present) = namespace[definition.name.text], present.node == id
      else { return nil }
      return definition
    }
  }
}
