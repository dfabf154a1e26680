import Execution
package import LinearAlgebra

/// Makes a training run: looks and moves in turn, until something ends it.
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
  /// With batches, what a step does not compute: the loss and the records on all rows.
  private var allRows: StepPlan?
  /// The step whose parameters `allRows` was last run with.
  private var allRowsStep = -1
  private var validation: Plan?
  private var validationStep = -1
  private var divergence = DivergenceWatch()
  private var improvement: Improvement?

  package init(_ task: TrainingTask) {
    self.task = task
    if let rule = task.optimizer.updateRule {
      maker = GradientSteps(task, rule)
    } else {
      precondition(task.batches == nil, "lbfgs in batches")
      maker = LBFGSSteps(task)
    }
    let nodes = task.parameters.map(\.node)
    if task.batches != nil {
      allRows = StepPlan(
        task.graph, task.equations, results: [], occasional: task.records.map(\.node),
        inputs: nodes, fixed: task.fixed)
    }
    validation = task.validation.map {
      Plan(task.graph, outputs: [$0.node], inputs: nodes, fixed: task.fixed)
    }
    if task.patience != nil || task.keepsBest {
      improvement = Improvement(
        task.better, patience: task.patience, keepsParameters: task.keepsBest)
    }
  }

  /// Makes the run; `progress` is told of each step and its loss.
  package mutating func run(progress: ((Int, Double) -> Void)? = nil) -> Outcome {
    var history = LossHistory()
    var records = RecordedValues(names: task.records.map(\.name))
    var validations = RecordedValues(names: task.validation.map { [$0.name] } ?? [])
    var step = 0
    while true {
      let loss = look(at: step)
      progress?(step, loss)
      let stop = stopReason(loss: loss, at: step)
      if stop != nil || step % task.every == 0 {
        records.append(recorded(at: step), at: step)
        if let value = validate(at: step) { validations.append([Matrix(scalar: value)], at: step) }
      }
      if let stop {
        history.append(stop.isAsPlanned ? lossOfAllRows(at: step) ?? loss : loss, at: step)
        return Outcome(
          parameters: improvement?.parameters ?? maker.parameters, steps: step, stop: stop,
          history: history, records: records.records, validation: validations.records.first,
          best: improvement?.best)
      }
      history.append(loss, at: step)
      maker.move()
      step += 1
    }
  }

  /// The loss of the update that follows `step` updates; of all rows when none follows.
  private mutating func look(at step: Int) -> Double {
    if step == task.steps, let loss = lossOfAllRows(at: step) { return loss }
    return maker.look(at: step)
  }

  /// Nil without batches, where a step takes all rows anyway.
  private mutating func lossOfAllRows(at step: Int) -> Double? {
    if allRowsStep != step {
      allRows?.run(maker.parameters)
      allRowsStep = step
    }
    return allRows?.loss
  }

  private mutating func recorded(at step: Int) -> [Matrix] {
    lossOfAllRows(at: step) == nil ? maker.occasional() : allRows?.occasional() ?? []
  }

  /// The value of the validation; nil without one.
  private mutating func validate(at step: Int) -> Double? {
    if validationStep != step {
      validation?.run(maker.parameters)
      validationStep = step
    }
    return validation?.output(0).scalar
  }

  private mutating func stopReason(loss: Double, at step: Int) -> Stop? {
    let isLast = step == task.steps
    // The last look of batches is taken at all rows.
    let isOfAllRows = isLast && allRows != nil
    if !loss.isFinite || !isLast && !maker.canMove {
      return .notFinite(
        isOfAllRows ? allRows?.firstNotFinite ?? maker.firstNotFinite : maker.firstNotFinite)
    }
    let isOutOfPatience = watched(loss: loss, at: step)
    if let condition = isOfAllRows ? allRows?.condition : maker.condition {
      return .condition(condition)
    }
    if let since = divergence.diverged(loss: loss, at: step) { return .diverged(since: since) }
    if isOutOfPatience { return .noImprovement }
    if !isOfAllRows, maker.isConverged { return .converged }
    return isLast ? .steps : nil
  }

  /// Looks at what is watched, if the time has come; true if it has not become better for long enough.
  private mutating func watched(loss: Double, at step: Int) -> Bool {
    guard improvement != nil else { return false }
    if let batches = task.batches, step % batches.order.stepsPerEpoch != 0, step != task.steps {
      return false
    }
    let value = validate(at: step) ?? lossOfAllRows(at: step) ?? loss
    return improvement?.look(at: value, step: step, maker.parameters) ?? false
  }
}
