import Diagnostics
import EquationGraph
import Execution
import LinearAlgebra
import NotebookSyntax
import Training

extension Interpreter {
  /// Runs a `train` block: its parameters, and with them all that depends on them, move on.
  func train(_ settings: [KeyValue], _ cell: Cell, _ result: inout CellResult) {
    var reader = TrainSettingsReader(self, cell, settings)
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
    let untrained = graph.dependents(of: Set(parameters.map(\.node)), cut: [])
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
    var trainer = Trainer(
      graph, loss: evaluation.stable(settings.lossNode, cut: cut), parameters: starts,
      gradients: gradients, optimizer: settings.optimizer, steps: settings.steps,
      stop: settings.stop.map { evaluation.stable($0.node, cut: cut) }, records: recorded,
      every: settings.every, fixed: { evaluation.assignedValue(of: $0) })
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

  // MARK: - How a run ended

  private func noteStop(_ outcome: Trainer.Outcome, _ settings: TrainSettings) {
    switch outcome.stop {
    case .steps, .condition: return
    case .notFinite(let node, let operands, let value):
      diagnostics.append(notFinite(outcome, settings, node, operands, value))
    case .diverged(let since):
      diagnostics.append(
        Diagnostic(
          .diverged, at: settings.loss.range,
          "the loss grew from \(shownLoss(since.loss)) to \(shownLoss(outcome.history.last ?? .nan)) in "
            + counted(outcome.steps - since.step, "step"),
          help: "lower `lr` (now \(shown(settings.optimizer.learningRate)))"))
    }
  }

  private func notFinite(
    _ outcome: Trainer.Outcome, _ settings: TrainSettings, _ node: NodeID?, _ operands: [Matrix],
    _ value: Matrix?
  ) -> Diagnostic {
    let loss = outcome.history.last ?? .nan
    let what =
      loss.isFinite
      ? "a gradient is no longer a finite number" : "the loss became \(shown(loss))"
    var message = "step \(outcome.steps): \(what)"
    var notes: [Diagnostic.Note] = []
    if let node, let value {
      let index = value.elements.firstIndex { !$0.isFinite } ?? 0
      message += "; first at \(describe(node)), "
      message += inputs(of: node, operands, at: index, of: value.shape)
      if let origin = origins[node] {
        notes.append(Diagnostic.Note(at: origin, "it is computed here"))
      }
    }
    return Diagnostic(
      .notFinite, at: settings.loss.range, message, notes: notes,
      help: "try a smaller `lr`" + adviceAgainstLogarithm(node, value))
  }

  /// A probability that has come to 0 is better taken from the scores.
  private func adviceAgainstLogarithm(_ node: NodeID?, _ value: Matrix?) -> String {
    guard let node, let value, graph[node].operation == .log,
      value.elements.contains(-.infinity)
    else { return "" }
    return ", or `softmax_crossentropy`"
  }

  /// The author's words for a node with their line, or the operation's name in the backward pass.
  private func describe(_ node: NodeID) -> String {
    if let origin = origins[node] {
      return "`\(text(of: origin))` (line \(line(of: origin)))"
    }
    return "`\(graph[node].operation.name)` in the backward pass"
  }

  /// The operands' entries that made the entry at `index`.
  private func inputs(
    of node: NodeID, _ operands: [Matrix], at index: Int, of shape: Shape
  ) -> String {
    let row = index / max(1, shape.columns)
    let column = index % max(1, shape.columns)
    let parts = zip(graph[node].inputs, operands).map { input, operand in
      let name =
        graph.names[input] ?? origins[input].map { text(of: $0) } ?? "operand"
      if operand.isScalar { return "\(name) = \(shown(operand.scalar))" }
      guard operand.rows == shape.rows || operand.rows == 1,
        operand.columns == shape.columns || operand.columns == 1
      else { return "\(name) is \(operand.shape)" }
      let i = operand.rows == 1 ? 0 : row
      let j = operand.columns == 1 ? 0 : column
      return "\(name)(\(i + 1),\(j + 1)) = \(shown(operand[i, j]))"
    }
    return parts.joined(separator: ", ")
  }

  /// Says which layers have come to rest at their ends, where their gradients are about 0.
  private func warnAboutSaturation(_ settings: TrainSettings) {
    let trained = graph.dependents(of: Set(settings.parameters.map(\.node)), cut: [])
    for id in graph.ancestors(of: [settings.lossNode]) where trained.contains(id) {
      guard let definition = namespace.versions[id] else { continue }
      let operation = graph[graph.underlying(id)].operation
      guard operation == .tanh || operation == .sigmoid,
        let value = try? value(of: id), !value.elements.isEmpty
      else { continue }
      let ends: [Double] = operation == .tanh ? [-1, 1] : [0, 1]
      let isFlat = value.elements.allSatisfy { entry in
        ends.contains { abs(entry - $0) < 1e-6 }
      }
      guard isFlat else { continue }
      let limits = operation == .tanh ? "±1" : "0 or 1"
      diagnostics.append(
        Diagnostic(
          .saturated, at: settings.loss.range,
          "all outputs of \(definition.name.text) are within 1e-6 of \(limits); "
            + "gradients there are about 0",
          notes: [
            Diagnostic.Note(
              at: definition.name.range, "`\(definition.name.text)` is computed here")
          ],
          help: "smaller initial weights, or a smaller `lr`"))
    }
  }
}
