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
    case .notFinite(let place): message = notFinite(outcome, range, place, optimizer)
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
    _ outcome: Trainer.Outcome, _ range: SourceRange, _ place: NotFinite, _ optimizer: Optimizer
  ) -> Diagnostic {
    let loss = outcome.history.last ?? .nan
    let what =
      place.isInUpdate
      ? "the update is not a finite number"
      : loss.isFinite
        ? "a gradient is no longer a finite number" : "the loss became \(shown(loss))"
    var message = "step \(outcome.steps): \(what)"
    var notes: [Diagnostic.Note] = []
    if let node = place.node, let value = place.result {
      let index = value.elements.firstIndex { !$0.isFinite } ?? 0
      message += "; first at \(describe(node, isInUpdate: place.isInUpdate)), "
      message +=
        place.isInUpdate
        ? entries(place.operands, at: index, of: value.shape)
        : inputs(of: node, place.operands, at: index, of: value.shape)
      if let origin = origins[node] {
        notes.append(Diagnostic.Note(at: origin, "it is computed here"))
      }
    }
    let dividesByEps = Optimizer.Argument.all(of: optimizer.name).contains { $0.name == "eps" }
    let help =
      place.isInUpdate && dividesByEps
      ? "try a larger `eps`, or a smaller `lr`"
      : "try a smaller `lr`" + adviceAgainstLogarithm(place.node, place.result)
    return Diagnostic(.notFinite, at: range, message, notes: notes, help: help)
  }

  /// A probability that has come to 0 is better taken from the scores.
  private func adviceAgainstLogarithm(_ node: NodeID?, _ value: Matrix?) -> String {
    guard let node, let value, graph[node].operation == .log,
      value.elements.contains(-.infinity)
    else { return "" }
    return ", or `softmax_crossentropy`"
  }

  /// The author's words for a node with their line, or the operation's name in the backward pass.
  private func describe(_ node: NodeID, isInUpdate: Bool) -> String {
    if let origin = origins[node] {
      return "`\(text(of: origin))` (line \(line(of: origin)))"
    }
    return "`\(graph[node].operation.name)` in the \(isInUpdate ? "update" : "backward pass")"
  }

  /// The operands' entries that made the entry at `index`, with their names.
  private func inputs(
    of node: NodeID, _ operands: [Matrix], at index: Int, of shape: Shape
  ) -> String {
    let parts = zip(graph[node].inputs, operands).map { input, operand in
      let name = self.name(of: input) ?? origins[input].map { text(of: $0) } ?? "operand"
      if operand.isScalar { return "\(name) = \(shown(operand.scalar))" }
      guard let (row, column) = place(of: index, in: operand, of: shape) else {
        return "\(name) is \(operand.shape)"
      }
      return "\(name)(\(row + 1),\(column + 1)) = \(shown(operand[row, column]))"
    }
    return parts.joined(separator: ", ")
  }

  /// The same for operands that have no names.
  private func entries(_ operands: [Matrix], at index: Int, of shape: Shape) -> String {
    let numbers = operands.map { operand in
      place(of: index, in: operand, of: shape).map { shown(operand[$0.row, $0.column]) }
        ?? "\(operand.shape)"
    }
    let entry = shape.isScalar ? "" : " at \(entry(index, of: shape))"
    return "of \(listed(numbers, with: "and"))\(entry)"
  }

  /// Which entry of an operand, stretched if need be, made the entry at `index`.
  private func place(
    of index: Int, in operand: Matrix, of shape: Shape
  ) -> (row: Int, column: Int)? {
    guard operand.rows == shape.rows || operand.rows == 1,
      operand.columns == shape.columns || operand.columns == 1
    else { return nil }
    return (
      operand.rows == 1 ? 0 : index / max(1, shape.columns),
      operand.columns == 1 ? 0 : index % max(1, shape.columns)
    )
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
