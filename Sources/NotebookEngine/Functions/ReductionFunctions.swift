import Diagnostics
import EquationGraph
import LinearAlgebra
import NotebookSyntax

extension Functions {
  /// Functions over the rows or the columns of a matrix.
  ///
  /// Without a dimension they follow Octave: down the columns, but along the row of a single row.
  static let reductions: [Entry] = [
    reduction(.sum), reduction(.mean), reduction(.prod), reduction(.logSumExp),
    deviation(.variance), deviation(.standardDeviation),
    extreme(.maximum, reducing: .reduceMax), extreme(.minimum, reducing: .reduceMin),
    rowwise(.softmax), rowwise(.logSoftmax), rowwise(.argmax),
    Entry(name: "norm", usage: "norm(A, \"fro\")", arity: 1...2, build: norm),
    plain(.trace, "trace(A)"),
    Entry(name: "dot", usage: "dot(A, B)", arity: 2...2, build: dot),
    plain(.det, "det(A)"),
    plain(.inv, "inv(A)"),
  ]

  private static func reduction(_ operation: Operation) -> Entry {
    Entry(name: operation.name, usage: "\(operation.name)(A, dim)", arity: 1...2) {
      (interpreter, call) throws(DiagnosticError) in
      let operand = try interpreter.argument(call, 0)
      let axis = try interpreter.axis(of: call, 1, for: operand)
      return interpreter.noted(
        try interpreter.apply(operation, [operand], .axis(axis), at: call.range), call, 1)
    }
  }

  /// `var(A)`, `var(A, weighting)` and `var(A, weighting, dim)`: weighting 0 divides by n − 1, 1 by n.
  ///
  /// The second argument is not the dimension: `std(A, 1)` has a meaning in Octave that it must keep.
  private static func deviation(_ operation: Operation) -> Entry {
    Entry(name: operation.name, usage: "\(operation.name)(A, 0, dim)", arity: 1...3) {
      (interpreter, call) throws(DiagnosticError) in
      let operand = try interpreter.argument(call, 0)
      let weighting =
        call.count > 1 ? try interpreter.wholeArgument(call, 1, as: "the weighting", 0...1) : 0
      let axis = try interpreter.axis(of: call, 2, for: operand)
      let sample = interpreter.noted(
        try interpreter.apply(operation, [operand], .axis(axis), at: call.range), call, 2)
      guard weighting == 1 else { return sample }
      let measure: Operation = axis == .down ? .rows : .columns
      let count = Value.apply(measure, [Value(interpreter.graph, operand)])
      let share = (count - 1) ./ count
      return
        (Value(interpreter.graph, sample)
        .* (operation == .variance ? share : .apply(.sqrt, [share]))).id
    }
  }

  /// `max(A)`, `max(A, [], dim)` and `max(A, B)`.
  private static func extreme(_ pairwise: Operation, reducing: Operation) -> Entry {
    let name = reducing.name
    return Entry(name: name, usage: "\(name)(A, B)` or `\(name)(A, [], dim)", arity: 1...3) {
      (interpreter, call) throws(DiagnosticError) in
      let operand = try interpreter.argument(call, 0)
      if call.count == 2 {
        return try interpreter.apply(
          pairwise, [operand, try interpreter.argument(call, 1)], at: call.range,
          operands: call.arguments.map(\.range))
      }
      if call.count == 3, !interpreter.isEmptyArgument(call, 1) {
        throw DiagnosticError(
          Diagnostic(
            .arguments, at: call.range(1),
            "with a dimension, the second argument of `\(name)` is `[]`",
            help: "write `\(name)(A, [], dim)`"))
      }
      let axis = try interpreter.axis(of: call, 2, for: operand)
      return interpreter.noted(
        try interpreter.apply(reducing, [operand], .axis(axis), at: call.range), call, 2)
    }
  }

  /// Functions that work along each row unless told otherwise.
  private static func rowwise(_ operation: Operation) -> Entry {
    Entry(name: operation.name, usage: "\(operation.name)(Z, dim)", arity: 1...2) {
      (interpreter, call) throws(DiagnosticError) in
      let operand = try interpreter.argument(call, 0)
      let axis = call.count == 2 ? try interpreter.axisArgument(call, 1) : .along
      return try interpreter.apply(operation, [operand], .axis(axis), at: call.range)
    }
  }

  @Sendable private static func norm(
    _ interpreter: Interpreter, _ call: FunctionCall
  ) throws(DiagnosticError) -> NodeID {
    let operand = try interpreter.argument(call, 0)
    let isVector = interpreter.shape(of: operand).isVector
    guard interpreter.textArgument(call, 1) == "fro" || (call.count == 1 && isVector) else {
      throw DiagnosticError(
        Diagnostic(
          .arguments, at: call.range, "`norm` of a matrix is the Frobenius norm here",
          help: "write `norm(A, \"fro\")`"))
    }
    return try interpreter.apply(.norm, [operand], at: call.range)
  }

  @Sendable private static func dot(
    _ interpreter: Interpreter, _ call: FunctionCall
  ) throws(DiagnosticError) -> NodeID {
    let operands = try interpreter.allArguments(call)
    let shapes = operands.map { interpreter.shape(of: $0) }
    guard shapes[0] == shapes[1] else {
      throw DiagnosticError(
        Diagnostic(
          .sameShape, at: call.range,
          "`\(interpreter.text(of: call.range))`: \(shapes[0]) and \(shapes[1]); "
            + "`dot` takes equal shapes",
          help: shapes[0].transposed == shapes[1] ? "transpose one of them" : nil))
    }
    let product = try interpreter.apply(.multiply, operands, at: call.range)
    // Octave: of two rows or columns one number, of two tables one for each column.
    let axis: Axis = shapes[0].rows == 1 ? .along : .down
    return try interpreter.apply(.sum, [product], .axis(axis), at: call.range)
  }
}

extension Interpreter {
  /// The axis that the argument at `index` names, or Octave's choice for `operand`.
  func axis(
    of call: FunctionCall, _ index: Int, for operand: NodeID
  ) throws(DiagnosticError) -> Axis {
    if index < call.count { return try axisArgument(call, index) }
    let shape = shape(of: operand)
    guard shape.rows == 1 else { return .down }
    if shape.columns > 1, !isGrandTotal(call) {
      let name = call.name
      let operand = text(of: call.range(0))
      diagnostics.append(
        Diagnostic(
          .sumDirection, at: call.range,
          "`\(text(of: call.range))` of a single row goes along the row",
          help: "write `\(withDimension(call, 1))` or `\(withDimension(call, 2))`, "
            + "or `\(name)(\(name)(\(operand)))` for all entries"))
    }
    return .along
  }

  /// Remembers that the dimension of a reduction, its argument at `index`, was left to the shape.
  fileprivate func noted(_ node: NodeID, _ call: FunctionCall, _ index: Int) -> NodeID {
    if index >= call.count, !isGrandTotal(call), shape(of: graph[node].inputs[0]).rows != 1 {
      impliedReductions[node, default: []].append(
        ImpliedReduction(range: call.range, explicit: withDimension(call, 1)))
    }
    return node
  }

  /// One of the two in `sum(sum(A))`, which is the same whichever way either goes.
  private func isGrandTotal(_ call: FunctionCall) -> Bool {
    call.scope.enclosingCall == call.name || isOfItself(call)
  }

  /// The call with a dimension, behind what stands before one.
  private func withDimension(_ call: FunctionCall, _ dimension: Int) -> String {
    let between =
      switch call.name {
      case "max", "min": "[], "
      case "var", "std": call.count > 1 ? "\(text(of: call.range(1))), " : "0, "
      default: ""
      }
    return "\(call.name)(\(text(of: call.range(0))), \(between)\(dimension))"
  }

  /// `sum(sum(…))`: the call's argument is a call of the same function.
  private func isOfItself(_ call: FunctionCall) -> Bool {
    guard case .expression(let argument) = call.arguments[0],
      case .call(let callee, _) = argument.withoutParentheses.kind,
      case .name(call.name) = callee.kind
    else { return false }
    return true
  }
}
