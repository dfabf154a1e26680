import Diagnostics
import EquationGraph
import Execution
import LinearAlgebra
import NotebookSyntax

extension Functions {
  /// Functions that read the equations instead of the values.
  static let gradients: [Entry] = [
    Entry(name: "grad", usage: "grad(C, W)", arity: 2...2) {
      (interpreter, call) throws(DiagnosticError) in
      let loss = try interpreter.argument(call, 0)
      let parameter = try interpreter.definitionArgument(call, 1)
      return try interpreter.gradient(
        of: loss, text: interpreter.text(of: call.range(0)), with: [parameter], at: call.range)[0]
    },
    Entry(name: "subs", usage: "subs(Q, X, Xnew)", arity: 3...3, build: substitution),
    Entry(name: "check", usage: "check(C, W)", arity: 2...2) {
      (interpreter, call) throws(DiagnosticError) in
      let loss = try interpreter.argument(call, 0)
      let parameter = try interpreter.definitionArgument(call, 1)
      let gradient = try interpreter.gradient(
        of: loss, text: interpreter.text(of: call.range(0)), with: [parameter], at: call.range)[0]
      let ours = try interpreter.value(of: gradient)
      let differences = try interpreter.centralDifferences(of: loss, with: parameter.node)
      return interpreter.graph.leaf(
        Matrix(scalar: relativeError(of: ours, against: differences)))
    },
  ]

  @Sendable private static func substitution(
    _ interpreter: Interpreter, _ call: FunctionCall
  ) throws(DiagnosticError) -> NodeID {
    let root = try interpreter.argument(call, 0)
    let replaced = try interpreter.definitionArgument(call, 1)
    let replacement = try interpreter.argument(call, 2)
    guard interpreter.graph.ancestors(of: [root]).contains(replaced.node) else {
      throw DiagnosticError(
        interpreter.noPath(
          from: replaced, to: root, text: interpreter.text(of: call.range(0)), at: call.range))
    }
    do throws(SubstitutionError) {
      return try interpreter.graph.substituting([replaced.node: replacement], in: root) { node in
        // A size that cannot be computed is refused as one that is no number.
        (try? interpreter.evaluation.value(of: node)) ?? Matrix(scalar: .nan)
      }
    } catch {
      throw DiagnosticError(interpreter.cannotSubstitute(error, replaced, replacement, call))
    }
  }

  /// The largest difference, relative to the largest entry of either.
  static func relativeError(of a: Matrix, against b: Matrix) -> Double {
    let scale = [a, b].flatMap(\.elements).reduce(0) { max($0, abs($1)) }
    let difference = zip(a.elements, b.elements).reduce(0) { max($0, abs($1.0 - $1.1)) }
    return scale == 0 ? difference : difference / scale
  }
}

extension Interpreter {
  /// The present version of the name in the argument at `index`.
  func definitionArgument(_ call: FunctionCall, _ index: Int) throws(DiagnosticError) -> Definition
  {
    guard case .expression(let expression) = call.arguments[index],
      case .name(let name) = expression.withoutParentheses.kind
    else {
      throw DiagnosticError(
        Diagnostic(
          .arguments, at: call.range(index),
          "`\(call.name)` needs a name there, not an expression",
          help: "give `\(text(of: call.range(index)))` a name of its own first"))
    }
    return try definition(of: Name(name, at: expression.range), call.scope)
  }

  /// What `name` is now, if it is a value.
  func definition(of name: Name, _ scope: Scope = .notebook) throws(DiagnosticError) -> Definition {
    switch try binding(of: name.text, at: name.range, scope) {
    case .value(let definition): return definition
    case .failed(let reason): throw DiagnosticError(skipped(name.text, reason, at: name.range))
    case .function:
      throw DiagnosticError(
        Diagnostic(.arguments, at: name.range, "`\(name.text)` is a function, not a value"))
    case nil: throw DiagnosticError(undefined(name.text, at: name.range))
    }
  }

  /// The gradients of the value at `loss` with respect to `parameters`, computed from the stable form
  /// of the equations.
  ///
  /// - parameterRanges: where a `train` block names its parameters; else all is about `range`.
  func gradient(
    of loss: NodeID, text lossText: String, with parameters: [Definition], at range: SourceRange,
    parameterRanges: [SourceRange] = []
  ) throws(DiagnosticError) -> [NodeID] {
    guard shape(of: loss).isScalar else {
      throw DiagnosticError(notALoss(loss, lossText, at: range))
    }
    let nodes = parameters.map(\.node)
    let ancestors = Set(graph.ancestors(of: [loss], cut: Set(nodes)))
    for (index, parameter) in parameters.enumerated() where !ancestors.contains(parameter.node) {
      let place = index < parameterRanges.count ? parameterRanges[index] : range
      throw DiagnosticError(
        noPath(
          from: parameter, to: loss, text: lossText, at: place,
          before: parameterRanges.isEmpty ? nil : "the training"))
    }
    warnAboutSwappedLosses(ancestors, parameters: Set(nodes))
    do throws(DifferentiationError) {
      // A single one remembers what it is the gradient of, for `subs`.
      if nodes.count == 1 { return [try graph.gradientNode(of: loss, with: nodes[0])] }
      return try graph.gradient(of: evaluation.stable(loss, cut: Set(nodes)), with: nodes)
    } catch {
      throw DiagnosticError(notDifferentiable(error, lossText, parameters, loss, at: range))
    }
  }

  /// The gradient by central differences of every entry of `parameter`: the judge of the exact one.
  func centralDifferences(
    of loss: NodeID, with parameter: NodeID
  ) throws(DiagnosticError) -> Matrix {
    let start = try value(of: parameter)
    let stable = evaluation.stable(loss, cut: [parameter])
    let state = PlanState([(parameter, start)])
    let plan = Plan(
      graph, outputs: [stable], state: state, workers: workers,
      fixed: evaluation.values(notMovedBy: [parameter]))
    var differences = start
    for index in start.elements.indices {
      // The cube root of the rounding error balances it against the error of the formula.
      let step = 6.055e-6 * max(1, abs(start.elements[index]))
      var ends: [Double] = []
      for sign in [1.0, -1.0] {
        var moved = start
        moved.elements[index] += sign * step
        state[0] = moved
        plan.run()
        ends.append(plan.output(0).scalar)
      }
      differences.elements[index] = (ends[0] - ends[1]) / (2 * step)
    }
    return differences
  }

  /// `crossentropy(P, Q)` with the target first still has a gradient, of something else.
  private func warnAboutSwappedLosses(_ ancestors: Set<NodeID>, parameters: Set<NodeID>) {
    var active: Set<NodeID> = []
    for id in ancestors.sorted() {
      let node = graph[id]
      if parameters.contains(id) || node.inputs.contains(where: active.contains) {
        active.insert(id)
      }
      guard Functions.predictionFirst.contains(node.operation), node.inputs.count >= 2,
        !active.contains(node.inputs[0]), active.contains(node.inputs[1]),
        let range = origins[id]
      else { continue }
      let warning = Diagnostic(
        .swapped, at: range,
        "`\(text(of: range))`: only the second argument depends on parameters",
        help: "the prediction comes first")
      if !diagnostics.contains(warning) { diagnostics.append(warning) }
    }
  }
}

extension Functions {
  /// Losses whose arguments are the prediction and the target, in this order.
  static let predictionFirst: Set<Operation> = [
    .mse, .mae, .huber, .crossentropy, .bce, .softmaxCrossentropy, .sigmoidCrossentropy, .hinge,
  ]
}
