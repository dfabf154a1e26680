import Diagnostics
import EquationGraph
import LinearAlgebra
import NotebookSyntax

/// Operations applied to nodes: what does not fit becomes a diagnostic (`ShapeMessages.swift`).
extension Interpreter {
  /// Applies `operation`, and turns a misfit of shapes into a diagnostic about `range`.
  ///
  /// - operands: where the operands stand, as far as the message wants to name them.
  func apply(
    _ operation: Operation, _ inputs: [NodeID], _ attribute: Attribute = .none,
    at range: SourceRange, operands: [SourceRange] = []
  ) throws(DiagnosticError) -> NodeID {
    let node = try fitting(operation, inputs, at: range, operands: operands) {
      () throws(ShapeError) in try graph.apply(operation, inputs, attribute)
    }
    if case .infix = operation.notation { remarkStretching(inputs, operands, node) }
    return node
  }

  /// Applies an operation that reads the values of its last inputs: sizes, bounds, counts.
  func apply(
    resolving operation: Operation, _ inputs: [NodeID], at range: SourceRange,
    operands: [SourceRange]
  ) throws(DiagnosticError) -> NodeID {
    var values: [NodeID: Matrix] = [:]
    for input in inputs.dropFirst(operation.resolution?.firstInput ?? inputs.count) {
      values[input] = try value(of: input)
    }
    return try fitting(operation, inputs, at: range, operands: operands) {
      () throws(ShapeError) in
      try graph.apply(resolving: operation, inputs) { values[$0] ?? Matrix(scalar: .nan) }
    }
  }

  /// `base(indices…)`
  func select(
    _ base: NodeID, _ indices: [Graph.Index], at range: SourceRange, name: String = "A"
  ) throws(DiagnosticError) -> NodeID {
    var values: [NodeID: Matrix] = [:]
    for case .node(let index) in indices { values[index] = try value(of: index) }
    do throws(ShapeError) {
      return try graph.select(base, indices) { values[$0] ?? Matrix(scalar: .nan) }
    } catch {
      throw DiagnosticError(outside(error, name, at: range))
    }
  }

  /// What `build` gives; a misfit becomes a diagnostic about `range`.
  func fitting(
    _ operation: Operation, _ inputs: [NodeID], at range: SourceRange, operands: [SourceRange],
    _ build: () throws(ShapeError) -> NodeID
  ) throws(DiagnosticError) -> NodeID {
    do throws(ShapeError) {
      return try build()
    } catch {
      throw DiagnosticError(misfit(error, operation, inputs, at: range, operands: operands))
    }
  }

  /// Notes which operand is used for each row or column of the other; a scalar goes without saying.
  private func remarkStretching(
    _ inputs: [NodeID], _ operands: [SourceRange], _ result: NodeID
  ) {
    guard inputs.count == 2, operands.count == 2, graph[result].operation != .matmul else { return }
    let shape = shape(of: result)
    for (input, operand) in zip(inputs, operands) {
      let own = self.shape(of: input)
      guard own != shape, !own.isScalar else { continue }
      let times =
        own.rows == shape.rows
        ? "each of \(shape.columns) columns" : "each of \(shape.rows) rows"
      diagnostics.append(
        Diagnostic(.stretched, at: operand, "\(text(of: operand)) (\(own)) is used for \(times)"))
    }
  }
}
