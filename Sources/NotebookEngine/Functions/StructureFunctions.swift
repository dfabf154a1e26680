import Diagnostics
import EquationGraph
import LinearAlgebra
import NotebookSyntax

extension Functions {
  /// Functions that rearrange entries.
  static let structure: [Entry] = [
    sized(.reshape, "reshape(A, rows, columns)", 3...3),
    sized(.repmat, "repmat(A, down, across)", 3...3),
    Entry(name: "vec", usage: "vec(A)", arity: 1...1) {
      (interpreter, call) throws(DiagnosticError) in
      let operand = try interpreter.argument(call, 0)
      return try interpreter.select(operand, [.colon], at: call.range)
    },
    plain(.diag, "diag(A)"),
    joining(.horzcat), joining(.vertcat),
  ]

  /// Functions that make a matrix from numbers, and those that read a size.
  static let makers: [Entry] = [
    sized(.zeros, "zeros(rows, columns)", 1...2),
    sized(.ones, "ones(rows, columns)", 1...2),
    sized(.eye, "eye(rows, columns)", 1...2),
    Entry(name: "linspace", usage: "linspace(from, to, count)", arity: 2...3) {
      (interpreter, call) throws(DiagnosticError) in
      var arguments = try interpreter.allArguments(call)
      if arguments.count == 2 { arguments.append(interpreter.graph.constant(100)) }
      return try interpreter.apply(
        resolving: .linspace, arguments, at: call.range, operands: call.arguments.map(\.range))
    },
    sized(.onehot, "onehot(labels, classes)", 2...2),
    plain(.rows, "rows(A)"), plain(.columns, "columns(A)"), plain(.numel, "numel(A)"),
    Entry(name: "size", usage: "size(A, dim)", arity: 1...2) {
      (interpreter, call) throws(DiagnosticError) in
      let operand = try interpreter.argument(call, 0)
      guard call.count == 2 else { return try interpreter.apply(.size, [operand], at: call.range) }
      let axis = try interpreter.axisArgument(call, 1)
      return try interpreter.apply(axis == .down ? .rows : .columns, [operand], at: call.range)
    },
  ]

  /// A function whose result's shape is said by the values of some arguments.
  private static func sized(
    _ operation: Operation, _ usage: String, _ arity: ClosedRange<Int>
  ) -> Entry {
    Entry(name: operation.name, usage: usage, arity: arity) {
      (interpreter, call) throws(DiagnosticError) in
      try interpreter.apply(
        resolving: operation, try interpreter.allArguments(call), at: call.range,
        operands: call.arguments.map(\.range))
    }
  }

  private static func joining(_ operation: Operation) -> Entry {
    Entry(name: operation.name, usage: "\(operation.name)(A, B)", arity: 1...Int.max) {
      (interpreter, call) throws(DiagnosticError) in
      try interpreter.apply(
        operation, try interpreter.allArguments(call), at: call.range,
        operands: call.arguments.map(\.range))
    }
  }
}
