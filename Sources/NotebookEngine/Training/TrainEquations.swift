import Diagnostics
import EquationGraph
import Execution
import LinearAlgebra
import NotebookSyntax
import Training

/// The equations that a step repeats: those of the notebook, or the same on the rows of a batch.
extension Interpreter {
  /// The task of a `train` block, made ready but for what a sweep varies.
  func task(of block: TrainBlock) throws(DiagnosticError) -> TrainingTask {
    let settings = block.settings
    var starts: [(node: NodeID, value: Matrix)] = []
    for parameter in block.goal.parameters {
      starts.append((parameter.node, try value(of: parameter.node)))
    }
    let whole = try equations(
      of: block, loss: block.goal.node, conditions: settings.conditions.map(\.node))
    let batches = try settings.batch.map { (batch) throws(DiagnosticError) in
      try self.batches(of: batch, block)
    }
    let moving = starts.map(\.node) + (batches?.equations.flatMap(\.rows) ?? [])
    var task = TrainingTask(
      graph, parameters: starts, equations: whole, optimizer: settings.optimizer,
      steps: settings.steps, fixed: evaluation.values(notMovedBy: moving))
    task.schedule = settings.schedule
    task.clip = settings.clip
    task.batches = batches
    task.records = try records(of: block, gradients: whole.gradients)
    task.every = settings.every
    let cut = Set(block.goal.parameters.map(\.node))
    task.validation = settings.validation.map {
      TrainingTask.Recorded(
        name: $0.expression, node: evaluation.stable($0.node, cut: cut))
    }
    task.better = settings.validation?.better ?? .smaller
    task.patience = settings.patience
    task.keepsBest = settings.keepsBest
    return task
  }

  func equations(
    of block: TrainBlock, loss: NodeID, conditions: [NodeID], rows: [NodeID] = []
  ) throws(DiagnosticError) -> StepEquations {
    let goal = block.goal
    let cut = Set(goal.parameters.map(\.node))
    return StepEquations(
      loss: evaluation.stable(loss, cut: cut),
      gradients: try gradient(
        of: loss, text: goal.loss.text, with: goal.parameters, at: goal.loss.range,
        parameterRanges: goal.parameterRanges),
      conditions: conditions.map { evaluation.stable($0, cut: cut) }, rows: rows)
  }

  /// What is recorded, on all rows: without `record`, the gradients' norm. With batches the loss is always
  /// among it, since that of a step is only the loss of its batch.
  private func records(
    of block: TrainBlock, gradients: [NodeID]
  ) throws(DiagnosticError) -> [TrainingTask.Recorded] {
    let goal = block.goal
    var records = try written(block)
    if block.settings.records == nil {
      let norm = jointNorm(of: gradients.map { Value(graph, $0) }).id
      records.append(TrainingTask.Recorded(name: "gradient norm", node: norm))
    }
    if block.settings.batch != nil, !records.contains(where: { $0.name == goal.loss.text }) {
      let cut = Set(goal.parameters.map(\.node))
      records.insert(
        TrainingTask.Recorded(
          name: goal.loss.text, node: evaluation.stable(goal.node, cut: cut)), at: 0)
    }
    return records
  }

  /// What the author's `record` names.
  private func written(_ block: TrainBlock) throws(DiagnosticError) -> [TrainingTask.Recorded] {
    let goal = block.goal
    let cut = Set(goal.parameters.map(\.node))
    var recorded: [TrainingTask.Recorded] = []
    for record in block.settings.records ?? [] {
      switch record {
      case .value(let name, let node):
        recorded.append(
          TrainingTask.Recorded(name: name, node: evaluation.stable(node, cut: cut)))
      case .gradients(of: let loss):
        let name = loss.name.text
        let gradients = try gradient(
          of: loss.node, text: name, with: goal.parameters, at: goal.loss.range)
        recorded += zip(goal.parameters, gradients).map {
          TrainingTask.Recorded(name: "∂\(name)/∂\($0.name.text)", node: $1)
        }
      }
    }
    return recorded
  }

  /// `root` with other matrices in place of names; `expression` is what the author calls it.
  func substituting(
    _ replacements: [Replacement], in root: NodeID, _ expression: Name, _ range: SourceRange
  ) throws(DiagnosticError) -> NodeID {
    let ancestors = Set(graph.ancestors(of: [root]))
    for replacement in replacements where !ancestors.contains(replacement.replaced.node) {
      throw DiagnosticError(
        noPath(
          from: replacement.replaced, to: root, text: expression.text, at: replacement.range,
          before: "the training"))
    }
    let nodes = Dictionary(replacements.map { ($0.replaced.node, $0.replacement) }) { $1 }
    do throws(SubstitutionError) {
      let rebuilt = try graph.rebuilding(nodes, below: [root], value: sizeValue)
      remember(rebuilt)
      return rebuilt[root] ?? root
    } catch {
      throw DiagnosticError(
        doesNotFit(error, replacements, in: root, "validate", at: range))
    }
  }

  /// The value of a size or an index; one that cannot be computed is refused as one that is no number.
  func sizeValue(_ node: NodeID) throws(ShapeError) -> Matrix {
    (try? evaluation.value(of: node)) ?? Matrix(scalar: .nan)
  }

  /// What was built again stands, in messages, for what the author wrote.
  func remember(_ rebuilt: [NodeID: NodeID]) {
    for (old, new) in rebuilt.sorted(by: { $0.key < $1.key }) where old != new {
      if origins[new] == nil { origins[new] = origins[old] }
      if aliases[new] == nil { aliases[new] = name(of: old) }
    }
  }
}
