import Diagnostics
import EquationGraph
import LinearAlgebra
import NotebookSyntax

extension Functions {
  /// Octave's `assert`: of a condition, of two equal values, or within a tolerance (positive:
  /// absolute, negative: relative).
  static let tests: [Entry] = [
    Entry(name: "assert", usage: "assert(seen, expected, tolerance)", arity: 1...3) {
      (interpreter, call) throws(DiagnosticError) in
      let nodes = try interpreter.allArguments(call)
      var values: [Matrix] = []
      for node in nodes { values.append(try interpreter.value(of: node)) }
      if values.count == 1 {
        try interpreter.assertTrue(values[0], call)
      } else {
        let tolerance = values.count == 3 ? values[2] : Matrix(scalar: 0)
        guard tolerance.isScalar else {
          throw DiagnosticError(
            Diagnostic(
              .value, at: call.range(2),
              "a tolerance must be a single number, here \(tolerance.shape)"))
        }
        try interpreter.assertEqual(values[0], values[1], tolerance: tolerance.scalar, call)
      }
      return nodes[0]
    }
  ]
}

extension Interpreter {
  fileprivate func assertTrue(_ condition: Matrix, _ call: FunctionCall) throws(DiagnosticError) {
    guard let failed = condition.elements.firstIndex(where: { $0 == 0 || $0.isNaN }) else {
      guard condition.elements.isEmpty else { return }
      throw DiagnosticError(
        Diagnostic(.assertion, at: call.range, "`\(text(of: call.range))`: the condition is empty"))
    }
    let place = condition.isScalar ? "" : " at \(entry(failed, of: condition.shape))"
    throw DiagnosticError(
      Diagnostic(
        .assertion, at: call.range, "`\(text(of: call.range))` failed\(place)",
        help: comparisonHelp(call, failed, of: condition.shape)))
  }

  /// The two sides of a comparison that does not hold.
  private func comparisonHelp(_ call: FunctionCall, _ index: Int, of shape: Shape) -> String? {
    guard case .expression(let expression) = call.arguments[0],
      case .binary(let comparison, let left, let right) = expression.withoutParentheses.kind,
      [.less, .lessOrEqual, .equal, .notEqual, .greaterOrEqual, .greater].contains(comparison),
      let a = builtValue(of: left), let b = builtValue(of: right)
    else { return nil }
    // A literal speaks for itself.
    let sides = [(left, a), (right, b)].filter { $0.0.literalNumber == nil }
    return sides.map { side, value in
      if value.isScalar { return "\(text(of: side.range)) is \(shown(value.scalar))" }
      guard value.shape == shape else { return "\(text(of: side.range)) is \(value.shape)" }
      let place = entry(index, of: shape)
      return "\(text(of: side.range)) at \(place) is \(shown(value.elements[index]))"
    }.joined(separator: ", ")
  }

  fileprivate func assertEqual(
    _ seen: Matrix, _ expected: Matrix, tolerance: Double, _ call: FunctionCall
  ) throws(DiagnosticError) {
    let whole = text(of: call.range)
    // As in Octave, a single number may stand for every entry when a tolerance is given.
    let isUniform = expected.isScalar && tolerance != 0
    guard seen.shape == expected.shape || isUniform else {
      throw DiagnosticError(
        Diagnostic(
          .assertion, at: call.range, "`\(whole)` failed: \(seen.shape) against \(expected.shape)",
          help: relationHelp(seen, expected, call)))
    }
    var worst: (index: Int, difference: Double)?
    var holds = true
    for (index, value) in seen.elements.enumerated() {
      let target = isUniform ? expected.scalar : expected.elements[index]
      if value == target || (value.isNaN && target.isNaN) { continue }
      let difference = abs(value - target)
      let limit = tolerance < 0 ? -tolerance * abs(target) : tolerance
      if !(difference <= limit) { holds = false }
      if worst.map({ difference > $0.difference || difference.isNaN }) ?? true {
        worst = (index, difference)
      }
    }
    guard !holds, let worst else { return }
    throw DiagnosticError(
      Diagnostic(
        .assertion, at: call.range,
        "`\(whole)` failed: largest difference \(shown(worst.difference))"
          + (seen.isScalar ? "" : " at \(entry(worst.index, of: seen.shape))"),
        help: relationHelp(seen, expected, call)
          ?? "\(shown(seen.elements[worst.index])) was computed, "
          + "\(shown(isUniform ? expected.scalar : expected.elements[worst.index])) expected"))
  }

  /// What was probably done otherwise than expected.
  private func relationHelp(_ seen: Matrix, _ expected: Matrix, _ call: FunctionCall) -> String? {
    Relation(of: seen, to: expected).map {
      "`\(text(of: call.range(0)))` is `\(text(of: call.range(1)))` \($0.text)"
    }
  }

  /// "(2,1)" for the entry at `index` in row order.
  func entry(_ index: Int, of shape: Shape) -> String {
    "(\(index / max(1, shape.columns) + 1),\(index % max(1, shape.columns) + 1))"
  }
}
