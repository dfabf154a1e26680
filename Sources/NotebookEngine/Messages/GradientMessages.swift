import Diagnostics
import EquationGraph
import LinearAlgebra
import NotebookSyntax

// Messages about gradients and substitutions.
extension Interpreter {
  func cannotSubstitute(
    _ error: SubstitutionError, _ replaced: Definition, _ replacement: NodeID, _ call: FunctionCall
  ) -> Diagnostic {
    let name = replaced.name.text
    let shapes =
      "\(text(of: call.range(2))) (\(shape(of: replacement))) in place of "
      + "\(name) (\(shape(of: replaced.node)))"
    let node: NodeID
    let code: DiagnosticCode
    switch error {
    case .shape(_, let place): (node, code) = (place, .sameShape)
    case .gradient(_, let place): (node, code) = (place, .noPath)
    }
    let notes = origins[node].map { [Diagnostic.Note(at: $0, "this no longer fits")] } ?? []
    return Diagnostic(
      code, at: call.range,
      "`\(text(of: call.range))`: with \(shapes) the equations no longer fit", notes: notes)
  }

  func notALoss(_ loss: NodeID, _ text: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .loss, at: range, "the loss must be 1×1; `\(text)` is \(shape(of: loss))",
      help: "`sum` goes down the columns: write `sum(sum(…))`")
  }

  /// Says that the gradient was asked of an old version, or of something without influence.
  ///
  /// - purpose: what the gradient is for, if `range` does not say it.
  func noPath(
    from parameter: Definition, to loss: NodeID, text lossText: String, at range: SourceRange,
    before purpose: String? = nil
  ) -> Diagnostic {
    let name = parameter.name.text
    let definitions = graph.ancestors(of: [loss]).compactMap { namespace.versions[$0] }
    if let old = definitions.last(where: { $0.name.text == name }) {
      return Diagnostic(
        .stale, at: range,
        "`\(lossText)` was computed from the \(name) of line \(line(of: old.name.range)); "
          + "\(name) changed on line \(line(of: parameter.name.range))",
        help: "compute `\(lossText)` again before \(purpose ?? "`\(text(of: range))`")")
    }
    var names: [String] = []
    for definition in definitions where definition.node != loss {
      if !names.contains(definition.name.text) { names.append(definition.name.text) }
    }
    return Diagnostic(
      .noPath, at: range, "`\(lossText)` does not depend on `\(name)`",
      help: names.isEmpty
        ? "`\(lossText)` depends on no name"
        : "`\(lossText)` depends on \(names.joined(separator: ", "))")
  }

  func notDifferentiable(
    _ error: DifferentiationError, _ lossText: String, _ parameters: [Definition], _ loss: NodeID,
    at range: SourceRange
  ) -> Diagnostic {
    switch error {
    case .lossNotScalar: return notALoss(loss, lossText, at: range)
    case .noPath(let node):
      let parameter = parameters.first { $0.node == node } ?? parameters[0]
      return Diagnostic(
        .noPath, at: range,
        "`\(lossText)` depends on `\(parameter.name.text)` only through `detach` or a size")
    case .flat(let node):
      let names = parameters.map(\.name.text).joined(separator: ", ")
      let notes = origins[node].map { [Diagnostic.Note(at: $0, "it stands here")] } ?? []
      if [.range, .linspace].contains(graph[node].operation) {
        let written = origins[node].map { text(of: $0) } ?? graph[node].operation.name
        return Diagnostic(
          .flat, at: range,
          "`\(written)` lies between \(names) and \(lossText) and passes no derivative",
          notes: notes,
          help: "write the numbers as a formula, as in `a + (0:4) * h`, or `detach(…)` if meant")
      }
      return Diagnostic(
        .flat, at: range,
        "`\(graph[node].operation.name)` lies between \(names) and \(lossText) and has derivative 0",
        notes: notes, help: "remove it, or write `detach(…)` if meant")
    }
  }
}
