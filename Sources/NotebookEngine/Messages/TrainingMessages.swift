import Diagnostics
import EquationGraph
import LinearAlgebra
import NotebookSyntax
import Training

/// How a training run ended, where a reader must be told.
extension Interpreter {
  /// Tells of a run that did not end as it was meant to.
  ///
  /// - attempt: of a sweep, one whose values the notebook does not go on with. That some of these fail is
  ///   what a sweep may be for: a warning.
  func noteStop(
    _ outcome: Trainer.Outcome, _ block: TrainBlock, _ optimizer: Optimizer,
    of attempt: Attempt? = nil
  ) {
    let range = block.goal.loss.range
    let message: Diagnostic
    switch outcome.stop {
    case .steps, .condition, .noImprovement, .converged: return
    case .notFinite(let place): message = notFinite(outcome, range, place)
    case .diverged(let since):
      message = Diagnostic(
        .diverged, at: range,
        "the loss grew from \(shownLoss(since.loss)) to \(shownLoss(outcome.history.last ?? .nan)) in "
          + counted(outcome.steps - since.step, "step"),
        help: "lower `lr` (now \(shown(optimizer.learningRate)))")
    }
    guard let point = attempt?.point else {
      diagnostics.append(message)
      return
    }
    diagnostics.append(
      Diagnostic(
        .sweepStopped, at: range, "with \(point.key) = \(shown(point.value)), \(message.message)",
        notes: message.notes))
  }

  private func notFinite(
    _ outcome: Trainer.Outcome, _ range: SourceRange, _ place: NotFinite
  ) -> Diagnostic {
    let loss = outcome.history.last ?? .nan
    let what =
      loss.isFinite
      ? "a gradient is no longer a finite number" : "the loss became \(shown(loss))"
    var message = "step \(outcome.steps): \(what)"
    var notes: [Diagnostic.Note] = []
    if let node = place.node, let value = place.result {
      let index = value.elements.firstIndex { !$0.isFinite } ?? 0
      message += "; first at \(describe(node)), "
      message += inputs(of: node, place.operands, at: index, of: value.shape)
      if let origin = origins[node] {
        notes.append(Diagnostic.Note(at: origin, "it is computed here"))
      }
    }
    return Diagnostic(
      .notFinite, at: range, message, notes: notes,
      help: "try a smaller `lr`" + adviceAgainstLogarithm(place.node, place.result))
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
        self.name(of: input) ?? origins[input].map { text(of: $0) } ?? "operand"
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
  func warnAboutSaturation(_ goal: TrainGoal) {
    let trained = graph.dependents(of: Set(goal.parameters.map(\.node)))
    for id in graph.ancestors(of: [goal.node]) where trained.contains(id) {
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
          .saturated, at: goal.loss.range,
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
