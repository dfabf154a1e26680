import Diagnostics
import EquationGraph
import LinearAlgebra

extension Functions {
  /// Functions that rearrange entries.
  static let structure: [Entry] = [
    Entry(name: "reshape", usage: "reshape(A, rows, columns)", arity: 3...3) {
      (interpreter, call) throws(DiagnosticError) in
      try interpreter.apply(
        .reshape, [try interpreter.argument(call, 0)],
        .shape(try interpreter.shapeArguments(call, from: 1)), at: call.range)
    },
    Entry(name: "repmat", usage: "repmat(A, down, across)", arity: 3...3) {
      (interpreter, call) throws(DiagnosticError) in
      try interpreter.apply(
        .repmat, [try interpreter.argument(call, 0)],
        .shape(try interpreter.shapeArguments(call, from: 1)), at: call.range)
    },
    Entry(name: "vec", usage: "vec(A)", arity: 1...1) {
      (interpreter, call) throws(DiagnosticError) in
      let operand = try interpreter.argument(call, 0)
      return try interpreter.apply(
        .reshape, [operand], .shape(Shape(interpreter.shape(of: operand).count, 1)), at: call.range)
    },
    plain(.diag, "diag(A)"),
    joining(.horzcat), joining(.vertcat),
  ]

  private static func joining(_ operation: Operation) -> Entry {
    Entry(name: operation.name, usage: "\(operation.name)(A, B)", arity: 1...Int.max) {
      (interpreter, call) throws(DiagnosticError) in
      try interpreter.apply(
        operation, try interpreter.allArguments(call), at: call.range,
        operands: call.arguments.map(\.range))
    }
  }

  /// Functions that make a matrix from numbers, and those that read a size.
  static let makers: [Entry] = [
    maker("zeros") { Matrix($0, repeating: 0) },
    maker("ones") { Matrix($0, repeating: 1) },
    maker("eye") { .identity($0) },
    Entry(name: "linspace", usage: "linspace(from, to, count)", arity: 2...3) {
      (interpreter, call) throws(DiagnosticError) in
      let first = try interpreter.numberArgument(call, 0, as: "the start")
      let last = try interpreter.numberArgument(call, 1, as: "the end")
      let count =
        call.count == 3
        ? try interpreter.wholeArgument(call, 2, as: "the count", 1...10_000_000) : 100
      let width = (last - first) / Double(max(1, count - 1))
      let elements = (0..<count).map { $0 == count - 1 ? last : first + Double($0) * width }
      return interpreter.graph.constant(Matrix(Shape(1, count), elements))
    },
    plain(.rows, "rows(A)"), plain(.columns, "columns(A)"), plain(.numel, "numel(A)"),
    Entry(name: "size", usage: "size(A, dim)", arity: 1...2) {
      (interpreter, call) throws(DiagnosticError) in
      let operand = try interpreter.argument(call, 0)
      if call.count == 2 {
        let axis = try interpreter.axisArgument(call, 1)
        return try interpreter.apply(axis == .down ? .rows : .columns, [operand], at: call.range)
      }
      let rows = try interpreter.apply(.rows, [operand], at: call.range)
      let columns = try interpreter.apply(.columns, [operand], at: call.range)
      return try interpreter.apply(.horzcat, [rows, columns], at: call.range)
    },
    Entry(name: "onehot", usage: "onehot(labels, classes)", arity: 2...2) {
      (interpreter, call) throws(DiagnosticError) in
      let labels = try interpreter.argument(call, 0)
      let classes = try interpreter.wholeArgument(call, 1, as: "the number of classes", 1...1_000_000)
      return try interpreter.apply(
        .onehot, [labels, interpreter.graph.constant(Double(classes))],
        .shape(Shape(interpreter.shape(of: labels).count, classes)), at: call.range)
    },
  ]

  private static func maker(
    _ name: String, _ make: @escaping @Sendable (Shape) -> Matrix
  ) -> Entry {
    Entry(name: name, usage: "\(name)(rows, columns)", arity: 1...2) {
      (interpreter, call) throws(DiagnosticError) in
      interpreter.graph.constant(make(try interpreter.shapeArguments(call, from: 0)))
    }
  }
}

extension Interpreter {
  /// A shape given by the arguments from `index` on: rows and columns, or one number for both.
  func shapeArguments(_ call: FunctionCall, from index: Int) throws(DiagnosticError) -> Shape {
    let limit = 0...Self.maximalCount
    let rows = try wholeArgument(call, index, as: "the number of rows", limit)
    let columns =
      index + 1 < call.count
      ? try wholeArgument(call, index + 1, as: "the number of columns", limit) : rows
    guard rows * columns <= Self.maximalCount else {
      throw DiagnosticError(tooLarge(call.range, count: Double(rows) * Double(columns)))
    }
    return Shape(rows, columns)
  }
}
