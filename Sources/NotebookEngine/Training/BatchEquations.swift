import Diagnostics
import EquationGraph
import LinearAlgebra
import NotebookSyntax
import Training

/// The equations built again on leaves that stand for the rows of a batch.
extension Interpreter {
  func batches(
    of batch: TrainSettings.Batch, _ block: TrainBlock
  ) throws(DiagnosticError) -> TrainingTask.Batches {
    var matrices: [Matrix] = []
    for source in batch.sources { matrices.append(try value(of: source.node)) }
    let sizes = [batch.size] + (batch.remainder.map { [$0] } ?? [])
    // A single row would be stretched beside a matrix that was forgotten: two rows show it.
    if sizes.contains(1), batch.total > 2 {
      _ = try rebuilt(batch, block, matrices.map { $0.firstRows(2) })
    }
    var equations: [StepEquations] = []
    for size in sizes {
      let (leaves, rebuilt) = try rebuilt(batch, block, matrices.map { $0.firstRows(size) })
      if size == 1 { try refuseTurnedSums(rebuilt, batch) }
      equations.append(
        try self.equations(
          of: block, loss: rebuilt[block.goal.node] ?? block.goal.node,
          conditions: block.settings.conditions.map { rebuilt[$0.node] ?? $0.node }, rows: leaves))
    }
    return TrainingTask.Batches(
      equations: equations, matrices: matrices, size: batch.size, isShuffled: batch.isShuffled,
      permutation: { [self] count in random.draw { $0.permutation(count) } })
  }

  /// The equations built again on leaves that hold `rows`.
  private func rebuilt(
    _ batch: TrainSettings.Batch, _ block: TrainBlock, _ rows: [Matrix]
  ) throws(DiagnosticError) -> (leaves: [NodeID], nodes: [NodeID: NodeID]) {
    let leaves = rows.map { graph.leaf($0) }
    let replacements = Dictionary(zip(batch.sources.map(\.node), leaves)) { first, _ in first }
    do throws(SubstitutionError) {
      let nodes = try graph.rebuilding(
        replacements, below: [block.goal.node] + block.settings.conditions.map(\.node),
        value: sizeValue)
      remember(nodes)
      return (leaves, nodes)
    } catch {
      throw DiagnosticError(doesNotFitBatch(error, batch))
    }
  }

  /// `mean(E)` of a single row goes along it: with batches of one row that would be another formula.
  private func refuseTurnedSums(
    _ rebuilt: [NodeID: NodeID], _ batch: TrainSettings.Batch
  ) throws(DiagnosticError) {
    for old in rebuilt.keys.sorted() {
      guard let reductions = impliedReductions[old] else { continue }
      let operand = graph[old].inputs[0]
      let present = shape(of: rebuilt[operand] ?? operand)
      guard shape(of: operand).rows != 1, present.rows == 1, present.columns > 1 else { continue }
      // The same node may stand for `mean(E, 1)` in another statement.
      if let reduction = reductions.first(where: { isWritten($0.range, for: rebuilt) }) {
        throw DiagnosticError(turnedSum(reduction, batch))
      }
    }
  }

  /// Whether what stands at `range` belongs to the statements that `rebuilt` repeats: to one that sets one
  /// of their names, or to a function.
  private func isWritten(_ range: SourceRange, for rebuilt: [NodeID: NodeID]) -> Bool {
    let setters = namespace.versions.keys.filter { origins[$0]?.contains(range) ?? false }
    return setters.isEmpty || setters.contains { rebuilt[$0] != nil }
  }
}

extension Matrix {
  /// The first `count` rows.
  fileprivate func firstRows(_ count: Int) -> Matrix {
    Matrix(Shape(count, columns), elements.prefix(count * columns))
  }
}
