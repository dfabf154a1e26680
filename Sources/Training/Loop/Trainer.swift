import Execution
package import LinearAlgebra

/// Makes a training run: stretches of steps, and looks at what a step does not compute, until something ends it.
package struct Trainer {
  /// What came of the run.
  package struct Outcome {
    /// One for each parameter: the last ones, or the best if these are kept.
    package var parameters: [Matrix]
    package var steps: Int
    package var stop: Stop
    package var history: LossHistory
    package var records: [Record]
    package var validation: Record?
    /// When what is watched was best; nil if nothing is.
    package var best: (step: Int, value: Double)?
    /// Floating-point operations of all steps.
    package var operationCount: Int
  }

  package enum Stop {
    case steps
    /// The condition with this index held.
    case condition(Int)
    case noImprovement
    /// No step lowers the loss any more.
    case converged
    case notFinite(NotFinite)
    /// - since: an earlier step, and its loss.
    case diverged(since: (step: Int, loss: Double))

    /// The run ended as it was meant to.
    package var isAsPlanned: Bool {
      switch self {
      case .steps, .condition, .noImprovement, .converged: true
      case .notFinite, .diverged: false
      }
    }
  }

  private let task: TrainingTask
  private var maker: any StepMaker
  /// What a step does not compute, all with the parameters that `maker` has.
  private let recording: Plan
  /// The loss among what is recorded.
  private let recordOfLoss: Int?
  private let validation: Plan?
  /// With batches: loss and conditions on all rows.
  private let allRows: StepPlan?
  /// The steps whose parameters these were last run with.
  private var validationStep = -1
  private var allRowsStep = -1

  private var history = LossHistory()
  private var records: RecordedValues
  private var validations: RecordedValues
  private var divergence = DivergenceWatch()
  private var improvement: Improvement?
  private var pace = Pace()

  package init(_ task: TrainingTask, workers: Workers) {
    self.task = task
    if let rule = task.optimizer.updateRule {
      maker = GradientSteps(task, rule, workers)
    } else {
      precondition(task.batches == nil, "lbfgs in batches")
      maker = LBFGSSteps(task, workers)
    }
    let state = maker.state
    recording = Plan(
      task.graph, outputs: task.records.map(\.node), state: state, workers: workers,
      fixed: task.fixed)
    recordOfLoss = task.records.firstIndex { $0.node == task.equations.loss }
    validation = task.validation.map {
      Plan(
        task.graph, outputs: [$0.node], state: state, workers: workers, fixed: task.fixed)
    }
    allRows = task.batches.map { _ in
      StepPlan(task.graph, task.equations, state: state, workers: workers, fixed: task.fixed)
    }
    records = RecordedValues(names: task.records.map(\.name))
    validations = RecordedValues(names: task.validation.map { [$0.name] } ?? [])
    if task.patience != nil || task.keepsBest {
      improvement = Improvement(task.better, patience: task.patience)
    }
  }

  /// The plan of a step as text, for people.
  package var explanation: String { maker.explanation }

  /// Makes the run; `progress` is told now and then how far it has come, with the loss of that step.
  package mutating func run(progress: ((Int, Double) -> Void)? = nil) -> Outcome {
    var step = 0
    while true {
      if step % task.every == 0 { record(at: step) }
      let isOutOfPatience = watchesAtStart(of: step) && watch(at: step)
      var stretch = advance(from: step, isOutOfPatience)
      if let first = stretch.losses.first { divergence.learn(first) }
      var stop = stretch.ending.map { Stop($0, since: lowest(before: stretch, from: step)) }
      let wait = watchesLosses ? watch(stretch, from: step) : nil
      if stop == nil, let wait {
        maker.goBack(to: wait)
        stretch.losses.removeLast(stretch.losses.count - (wait - step + 1))
        stop = .noImprovement
      }
      if stop == nil, isOutOfPatience { stop = .noImprovement }
      if stop == nil, step == task.steps { stop = .steps }
      let last = step + stretch.losses.count - 1
      progress?(last, stretch.losses.last ?? .nan)
      if let stop { return outcome(stop, at: last, stretch.losses, from: step) }
      history.append(contentsOf: stretch.losses, from: step)
      pace.noteStretch(of: stretch.losses.count)
      step = last + 1
    }
  }

  private mutating func outcome(
    _ stop: Stop, at step: Int, _ losses: [Double], from first: Int
  ) -> Outcome {
    history.append(contentsOf: Array(losses.dropLast()), from: first)
    let loss = losses.last ?? .nan
    history.append(stop.isAsPlanned ? lossOfAllRows(at: step) ?? loss : loss, at: step)
    record(at: step)
    if task.keepsBest { maker.goBackToKept() }
    return Outcome(
      parameters: task.parameters.indices.map { maker.state[$0] }, steps: step, stop: stop,
      history: history, records: records.records, validation: validations.records.first,
      best: improvement?.best, operationCount: maker.operationCount)
  }

  // MARK: - Stretches

  private mutating func advance(from step: Int, _ isOutOfPatience: Bool) -> Stretch {
    if step == task.steps, let last = lookAtAllRows(at: step) { return last }
    return maker.advance(
      from: step, to: isOutOfPatience ? step : nextStop(after: step), limit: divergence.limit)
  }

  /// The last look of batches is taken at all rows; nil without batches, where a step takes them anyway.
  private mutating func lookAtAllRows(at step: Int) -> Stretch? {
    // The last step is recorded anyway, most often with this loss.
    if recordOfLoss != nil, task.equations.conditions.isEmpty { record(at: step) }
    guard let allRows, let loss = lossOfAllRows(at: step) else { return nil }
    var last = Stretch(losses: [loss])
    if !loss.isFinite {
      last.ending = .notFinite(allRows.notFinite())
    } else if let condition = allRows.condition {
      last.ending = .condition(condition)
    } else if loss > divergence.limit {
      last.ending = .beyondLimit
    }
    return last
  }

  /// The next step before which something else is to be done.
  private func nextStop(after step: Int) -> Int {
    guard step < task.steps else { return step }
    var end = min(task.steps, (step / task.every + 1) * task.every)
    if let epochs = task.batches?.epochs, epochs.isShuffled || improvement != nil {
      end = min(end, (step / epochs.stepsPerEpoch + 1) * epochs.stepsPerEpoch)
    }
    let watchesEachStep = improvement != nil && validation != nil && task.batches == nil
    return min(end, step + (watchesEachStep ? 1 : min(pace.steps, maker.longestStretch)))
  }

  /// The lowest loss before the last one of `stretch`.
  private func lowest(before stretch: Stretch, from step: Int) -> (step: Int, loss: Double) {
    var lowest = history.lowest.map { ($0.step, $0.loss) } ?? (step, .nan)
    for (offset, loss) in stretch.losses.dropLast().enumerated() where !(loss >= lowest.1) {
      lowest = (step + offset, loss)
    }
    return lowest
  }

  // MARK: - What is watched

  /// The losses of the steps themselves.
  private var watchesLosses: Bool {
    improvement != nil && validation == nil && task.batches == nil
  }

  /// What a step does not compute: at the ends of epochs or, without batches, at each step.
  private func watchesAtStart(of step: Int) -> Bool {
    guard improvement != nil, !watchesLosses else { return false }
    guard let epochs = task.batches?.epochs else { return true }
    return step % epochs.stepsPerEpoch == 0 || step == task.steps
  }

  /// True if what is watched has not become better for long enough.
  private mutating func watch(at step: Int) -> Bool {
    let value = validate(at: step) ?? lossOfAllRows(at: step) ?? .nan
    let isOutOfPatience = improvement?.look(at: value, step: step) ?? false
    if task.keepsBest, improvement?.best?.step == step { maker.keep(step) }
    return isOutOfPatience
  }

  /// The step at which the loss had not become better for long enough.
  private mutating func watch(_ stretch: Stretch, from first: Int) -> Int? {
    var wait: Int?
    for (offset, loss) in stretch.losses.enumerated() where wait == nil && loss.isFinite {
      let isOutOfPatience = improvement?.look(at: loss, step: first + offset) ?? false
      if isOutOfPatience { wait = first + offset }
    }
    if task.keepsBest, let best = improvement?.best?.step, best >= first { maker.keep(best) }
    return wait
  }

  // MARK: - Looks

  /// Nil without batches.
  private mutating func lossOfAllRows(at step: Int) -> Double? {
    if allRows != nil, let recordOfLoss, records.lastStep == step {
      return recording.number(recordOfLoss).value
    }
    if let allRows, allRowsStep != step {
      allRows.plan.run()
      allRowsStep = step
    }
    return allRows?.loss.value
  }

  /// The value of the validation; nil without one.
  private mutating func validate(at step: Int) -> Double? {
    if let validation, validationStep != step {
      validation.run()
      validationStep = step
    }
    return validation?.number(0).value
  }

  private mutating func record(at step: Int) {
    guard records.lastStep != step else { return }
    recording.run()
    records.append(task.records.indices.map { recording.output($0) }, at: step)
    if let value = validate(at: step) { validations.append([Matrix(scalar: value)], at: step) }
  }
}

extension Trainer.Stop {
  fileprivate init(_ ending: Stretch.Ending, since lowest: (step: Int, loss: Double)) {
    switch ending {
    case .condition(let index): self = .condition(index)
    case .notFinite(let place): self = .notFinite(place)
    case .beyondLimit: self = .diverged(since: lowest)
    case .converged: self = .converged
    }
  }
}
