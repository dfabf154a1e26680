import Diagnostics
import EquationGraph
import LinearAlgebra
import NotebookSyntax
import Training

/// What is to become small, and what may change for it.
extension TrainSettingsReader {
  mutating func readLoss() throws(DiagnosticError) -> (name: Name, node: NodeID) {
    guard let line = line("loss") else {
      throw missing("loss", help: "name the 1×1 value to make small, as in `loss: C`")
    }
    note("loss", line.value.text)
    let definition = try interpreter.definition(of: line.value)
    guard interpreter.shape(of: definition.node).isScalar else {
      throw DiagnosticError(
        interpreter.notALoss(definition.node, line.value.text, at: line.value.range))
    }
    return (line.value, definition.node)
  }

  mutating func readParameters(
    loss: (name: Name, node: NodeID)?
  ) throws(DiagnosticError) -> [SourceRange] {
    guard let line = line("params") else {
      var help: String?
      if let loss {
        let free = interpreter.freeNames(below: loss.node).map { definition in
          "\(definition.name.text) (\(interpreter.shape(of: definition.node)))"
        }
        help = "\(loss.name.text) depends on \(free.joined(separator: ", ")): say which to train"
      }
      throw missing("params", help: help)
    }
    note("params", line.value.text)
    var ranges: [SourceRange] = []
    for name in try names(in: line) {
      try refuseMissingComma(name)
      let definition = try interpreter.definition(of: name)
      guard definition.isFree else {
        throw DiagnosticError(notFree(definition, name, loss: loss?.node))
      }
      if parameters.contains(where: { $0.node == definition.node }) {
        throw DiagnosticError(
          Diagnostic(.twice, at: name.range, "`\(name.text)` is given twice", help: "keep one"))
      }
      parameters.append(definition)
      ranges.append(name.range)
    }
    return ranges
  }

  /// `params: W b`
  private func refuseMissingComma(_ name: Name) throws(DiagnosticError) {
    let words = name.text.split(separator: " ")
    guard words.count > 1,
      words.allSatisfy({ $0.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } })
    else { return }
    throw DiagnosticError(
      Diagnostic(
        .parse, at: name.range, "expected a comma between `\(words[0])` and `\(words[1])`",
        help: "write `params: \(words.joined(separator: ", "))`"))
  }

  func notFree(_ definition: Definition, _ name: Name, loss: NodeID?) -> Diagnostic {
    let sources = definition.uses.filter {
      if case .value = interpreter.namespace[$0] { true } else { false }
    }
    let candidates = loss.map { interpreter.freeNames(below: $0).map(\.name.text) } ?? []
    return Diagnostic(
      .parameter, at: name.range,
      "`\(name.text)` is computed from \(sources.joined(separator: " and ")); "
        + "only free matrices can be trained",
      notes: [Diagnostic.Note(at: definition.name.range, "`\(name.text)` is computed here")],
      help: candidates.isEmpty ? nil : "candidates: \(candidates.joined(separator: ", "))")
  }
}
