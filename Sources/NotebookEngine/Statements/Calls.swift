import Diagnostics
import EquationGraph
import LinearAlgebra
import NotebookSyntax

/// A call of a built-in function: its arguments with their places.
struct FunctionCall {
  let name: String
  let arguments: [Argument]
  let range: SourceRange
  let scope: Scope

  var count: Int { arguments.count }
  /// The place of the argument at `index`.
  func range(_ index: Int) -> SourceRange { arguments[index].range }
}

extension Interpreter {
  /// `f(…)`: a built-in function, one of the author's, or an index into a matrix.
  func call(
    _ callee: Expression, _ arguments: [Argument], at range: SourceRange, _ scope: Scope
  ) throws(DiagnosticError) -> NodeID {
    guard case .name(let name) = callee.kind else {
      return try index(try node(callee, scope.inner), callee, arguments, at: range, scope.inner)
    }
    switch try binding(of: name, at: callee.range, scope) {
    case .value(let definition):
      return try index(definition.node, callee, arguments, at: range, scope.inner)
    case .function(let function):
      return try expand(function, arguments, at: range, scope.inner)
    case .failed(let reason):
      throw DiagnosticError(skipped(name, reason, at: callee.range))
    case nil:
      guard let function = Functions.named(name) else {
        throw DiagnosticError(undefined(name, at: callee.range, isCalled: true))
      }
      guard function.arity.contains(arguments.count) else {
        throw DiagnosticError(wrongCount(of: function, name, arguments.count, at: range))
      }
      return try function.build(
        self, FunctionCall(name: function.name, arguments: arguments, range: range, scope: scope))
    }
  }

  /// Puts the arguments of a call into the author's function.
  private func expand(
    _ function: UserFunction, _ arguments: [Argument], at range: SourceRange, _ scope: Scope
  ) throws(DiagnosticError) -> NodeID {
    let name = function.name.text
    guard arguments.count == function.parameters.count else {
      throw DiagnosticError(
        Diagnostic(
          .arguments, at: range,
          "`\(name)` takes \(counted(function.parameters.count, "argument")), "
            + "here \(arguments.count)",
          notes: [Diagnostic.Note(at: function.name.range, "`\(name)` is defined here")]))
    }
    remainingCalls -= 1
    let outermostCall = scope.outermostCall ?? range
    guard remainingCalls > 0 else {
      throw DiagnosticError(
        Diagnostic(
          .memory, at: outermostCall,
          "the functions in this statement expand to more than \(Self.maximalCalls) calls",
          help: "name intermediate results"))
    }
    var inner = Scope(bindings: function.captured, outermostCall: outermostCall)
    var nodes: [NodeID] = []
    for argument in arguments {
      guard case .expression(let expression) = argument else {
        throw DiagnosticError(bareColon(at: argument.range))
      }
      nodes.append(try node(expression, scope))
    }
    if function.readsEquations { nodes = ownNodes(nodes, of: function) }
    for (parameter, node) in zip(function.parameters, nodes) {
      inner.bindings?[parameter.text] = .value(
        Definition(name: parameter, node: node, isFree: false, uses: []))
    }
    do throws(DiagnosticError) {
      return try node(function.body, inner)
    } catch {
      if error.diagnostic.range == outermostCall { throw error }
      throw DiagnosticError(error.diagnostic.calledFrom(range, name))
    }
  }

  /// Makes each argument a node of its own, for functions that take gradients. Equal numbers share a node:
  /// in `g = @(x) grad(x.^2, x)`, `g(2)` must not differentiate the exponent.
  ///
  /// A name passed on stays itself, so that `@(p) grad(C, p)` finds it, unless it is passed on twice.
  private func ownNodes(_ nodes: [NodeID], of function: UserFunction) -> [NodeID] {
    let isSingle = Set(nodes).count == nodes.count
    return zip(function.parameters, nodes).map { parameter, node in
      isSingle && graph.names[node] != nil ? node : graph.define(parameter.text, as: node)
    }
  }

  // MARK: - Indices

  /// `A(i, j)`, `A(:, j)`, `A(k)`, `A(:)`.
  private func index(
    _ base: NodeID, _ callee: Expression, _ arguments: [Argument], at range: SourceRange,
    _ scope: Scope
  ) throws(DiagnosticError) -> NodeID {
    guard (1...2).contains(arguments.count) else {
      throw DiagnosticError(
        Diagnostic(
          .index, at: range,
          "`\(text(of: range))` has \(counted(arguments.count, "index", "indices")); "
            + "a matrix has rows and columns",
          help: "write `\(text(of: callee.range))(i, j)`"))
    }
    var indices: [Graph.Index] = []
    for (position, argument) in arguments.enumerated() {
      switch argument {
      case .colon: indices.append(.colon)
      case .expression(let expression):
        var inner = scope
        inner.indexed = (base, arguments.count == 1 ? .all : position == 0 ? .rows : .columns)
        let index = try node(expression, inner)
        try refuseCondition(index, expression, text(of: callee.range))
        indices.append(.node(index))
      }
    }
    return try select(base, indices, at: range, name: text(of: callee.range))
  }

  /// Octave takes a condition as an index for the entries where it holds. Their number would depend on
  /// values, and taken as a number a condition that holds everywhere would pick the first entry again
  /// and again.
  private func refuseCondition(
    _ index: NodeID, _ expression: Expression, _ name: String
  ) throws(DiagnosticError) {
    let conditions: Set<Operation> = [
      .less, .lessOrEqual, .equal, .notEqual, .greaterOrEqual, .greater, .and, .or, .not,
    ]
    guard conditions.contains(graph[graph.underlying(index)].operation) else { return }
    let condition = text(of: expression.range)
    throw DiagnosticError(
      Diagnostic(
        .index, at: expression.range,
        "`\(condition)` is a condition; an index picks entries by their numbers",
        help: "as a factor it keeps the shape: `\(name) .* (\(condition))`"))
  }

  func endOfIndex(at range: SourceRange, _ scope: Scope) throws(DiagnosticError) -> NodeID {
    guard let (base, dimension) = scope.indexed else {
      throw DiagnosticError(
        Diagnostic(.parse, at: range, "`end` stands for a size and needs an index around it"))
    }
    switch dimension {
    case .rows: return try apply(.rows, [base], at: range)
    case .columns: return try apply(.columns, [base], at: range)
    case .all: return try apply(.numel, [base], at: range)
    }
  }

  // MARK: - Arguments

  /// The node of the argument at `index`.
  func argument(_ call: FunctionCall, _ index: Int) throws(DiagnosticError) -> NodeID {
    guard case .expression(let expression) = call.arguments[index] else {
      throw DiagnosticError(bareColon(at: call.range(index)))
    }
    var scope = call.scope.inner
    scope.enclosingCall = call.count == 1 ? call.name : nil
    return try node(expression, scope)
  }

  /// The nodes of all arguments.
  func allArguments(_ call: FunctionCall) throws(DiagnosticError) -> [NodeID] {
    var nodes: [NodeID] = []
    for index in call.arguments.indices { nodes.append(try argument(call, index)) }
    return nodes
  }

  /// A number known now.
  func numberArgument(
    _ call: FunctionCall, _ index: Int, as role: String
  ) throws(DiagnosticError) -> Double {
    guard case .expression(let expression) = call.arguments[index] else {
      throw DiagnosticError(bareColon(at: call.range(index)))
    }
    return try number(expression, call.scope.inner, as: role)
  }

  /// A whole number from `bounds`, known now.
  func wholeArgument(
    _ call: FunctionCall, _ index: Int, as role: String, _ bounds: ClosedRange<Int>,
    help: String? = nil
  ) throws(DiagnosticError) -> Int {
    let number = try numberArgument(call, index, as: role)
    guard number == number.rounded(), Double(bounds.lowerBound) <= number,
      number <= Double(bounds.upperBound)
    else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: call.range(index),
          "\(role) must be a whole number from \(bounds.lowerBound) to \(bounds.upperBound), "
            + "here \(shown(number))",
          help: help))
    }
    return Int(number)
  }

  /// Dimension 1 or 2, as an axis.
  func axisArgument(_ call: FunctionCall, _ index: Int) throws(DiagnosticError) -> Axis {
    let dimension = try wholeArgument(
      call, index, as: "a dimension", 1...2,
      help: "1 goes down the columns, 2 along the rows")
    return dimension == 1 ? .down : .along
  }

  /// The text of a string argument, nil if it is something else.
  func textArgument(_ call: FunctionCall, _ index: Int) -> String? {
    guard index < call.count, case .expression(let expression) = call.arguments[index],
      case .string(let text) = expression.kind
    else { return nil }
    return text
  }

  /// The argument is `[]`.
  func isEmptyArgument(_ call: FunctionCall, _ index: Int) -> Bool {
    guard case .expression(let expression) = call.arguments[index],
      case .matrix(let rows) = expression.kind
    else { return false }
    return rows.allSatisfy(\.isEmpty)
  }
}
