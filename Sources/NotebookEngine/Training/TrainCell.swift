import Diagnostics
import EquationGraph
import Execution
import LinearAlgebra
import NotebookSyntax
import Training

extension Interpreter {
  /// Runs a `train` block: its parameters, and with them all that depends on them, move on.
  func train(
    _ settings: [KeyValue], unreadKeys: [String], _ cell: Cell, _ result: inout CellResult
  ) {
    var reader = TrainSettingsReader(self, cell, settings, unreadKeys: unreadKeys)
    guard let settings = reader.read() else {
      if !hasErrors { result.skipReason = reader.skipReason }
      failUntrained(reader.parameters, cell, &result)
      return
    }
    do throws(DiagnosticError) {
      try train(settings, cell, &result)
    } catch {
      diagnostics.append(error.diagnostic)
      failUntrained(settings.parameters, cell, &result)
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
    _ settings: TrainSettings, _ cell: Cell, _ result: inout CellResult
  ) throws(DiagnosticError) {
    if runs.contains(where: { $0.id == settings.id }) {
      throw DiagnosticError(
        Diagnostic(
          .duplicateID, at: cell.infoRange, "two runs are called `\(settings.id)`",
          help: "give one of them another `id`"))
    }
    let gradients = try gradient(
      of: settings.lossNode, text: settings.loss.text, with: settings.parameters,
      at: settings.loss.range, parameterRanges: settings.parameterRanges)
    let nodes = settings.parameters.map(\.node)
    var starts: [(node: NodeID, value: Matrix)] = []
    for node in nodes { starts.append((node, try value(of: node))) }
    let cut = Set(nodes)
    var recorded: [Trainer.Recorded] = []
    for record in settings.records {
      switch record {
      case .value(let name, let node):
        recorded.append(Trainer.Recorded(name: name, node: evaluation.stable(node, cut: cut)))
      case .gradients(of: let loss):
        recorded += try recordedGradients(of: loss, settings)
      }
    }
    if recorded.isEmpty {
      recorded = [Trainer.Recorded(name: "gradient norm", node: jointNorm(of: gradients))]
    }
    let known = evaluation
    var trainer = Trainer(
      graph, loss: evaluation.stable(settings.lossNode, cut: cut), parameters: starts,
      gradients: gradients, optimizer: settings.optimizer, steps: settings.steps,
      stop: settings.stop.map { evaluation.stable($0.node, cut: cut) }, records: recorded,
      every: settings.every, fixed: { known.assignedValue(of: $0) })
    let progress = options.progress.map { report in
      { (step: Int, loss: Double) in
        report(
          NotebookRunner.TrainingProgress(
            run: settings.id, step: step, steps: settings.steps, loss: loss))
      }
    }
    let outcome = trainer.run(progress: progress)
    // A block that is to fail, to show how it fails, leaves everything as it was.
    if cell.options.fails == nil || outcome.stop.isAsPlanned {
      evaluation.assign(Dictionary(zip(nodes, outcome.parameters)) { $1 })
    }
    result.trainingRun = runs.count
    runs.append(run(of: settings, outcome))
    noteStop(outcome, settings)
    warnAboutSaturation(settings)
  }

  private func run(of settings: TrainSettings, _ outcome: Trainer.Outcome) -> TrainingRun {
    let reason: TrainingRun.StopReason
    switch outcome.stop {
    case .steps: reason = .steps
    case .condition: reason = .condition(settings.stop?.text ?? "")
    case .notFinite: reason = .notFinite
    case .diverged: reason = .diverged
    }
    return TrainingRun(
      id: settings.id, loss: settings.loss.text, parameters: settings.parameters.map(\.name.text),
      optimizer: settings.optimizer, steps: outcome.steps, stopReason: reason,
      history: outcome.history, records: outcome.records, settings: settings.inForce)
  }

  /// `∇C`: one record for each parameter, `∂C/∂W`.
  private func recordedGradients(
    of loss: Definition, _ settings: TrainSettings
  ) throws(DiagnosticError) -> [Trainer.Recorded] {
    let name = loss.name.text
    let gradients = try gradient(
      of: loss.node, text: name, with: settings.parameters, at: settings.loss.range)
    return zip(settings.parameters, gradients).map {
      Trainer.Recorded(name: "∂\(name)/∂\($0.name.text)", node: $1)
    }
  }

  /// √(Σ of all gradients' squares), as a node.
  private func jointNorm(of gradients: [NodeID]) -> NodeID {
    let squares = gradients.map { gradient in
      Value.apply(.l2, [Value(graph, gradient)])
    }
    return Value.apply(.sqrt, [squares.dropFirst().reduce(squares[0]) { $0 + $1 }]).id
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
