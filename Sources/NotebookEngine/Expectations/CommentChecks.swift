import Diagnostics
import LinearAlgebra
import NotebookSyntax

extension Interpreter {
  /// Checks `%: N×3` and `%=> 7.87` behind an expression.
  func checkComments(
    _ statement: Statement, _ value: Matrix, _ result: inout StatementResult
  ) throws(DiagnosticError) {
    try checkShape(statement, value.shape)
    try checkExpectation(statement, value, &result)
  }

  /// `%: N×3`: a number must be the size, a name is bound on its first use and must agree afterwards.
  func checkShape(_ statement: Statement, _ shape: Shape) throws(DiagnosticError) {
    guard let comment = statement.shapeComment else { return }
    let sizes = [shape.rows, shape.columns]
    for (declared, size) in zip([comment.rows, comment.columns], sizes) {
      switch declared {
      case .size(let wanted) where wanted != size:
        throw DiagnosticError(wrongShape(statement, comment, shape, help: nil))
      case .size: break
      case .name(let name):
        guard let bound = dimensions[name] else {
          dimensions[name] = (size, comment.range)
          continue
        }
        if bound.size != size {
          throw DiagnosticError(
            wrongShape(
              statement, comment, shape,
              help: "\(name) was bound to \(bound.size) on line \(line(of: bound.range))"))
        }
      }
    }
  }

  private func wrongShape(
    _ statement: Statement, _ comment: ShapeComment, _ shape: Shape, help: String?
  ) -> Diagnostic {
    func text(_ dimension: ShapeComment.Dimension) -> String {
      switch dimension {
      case .size(let size): String(size)
      case .name(let name): name
      }
    }
    let what = statement.definedName?.text ?? "the value"
    return Diagnostic(
      .shape, at: comment.range,
      "declared `%: \(text(comment.rows))×\(text(comment.columns))`, but \(what) is \(shape)",
      help: help)
  }

  /// `%=> 7.87`: the value must agree to the digits written.
  func checkExpectation(
    _ statement: Statement, _ value: Matrix, _ result: inout StatementResult
  ) throws(DiagnosticError) {
    // With values from the command line the notebook's own numbers say nothing.
    guard let expected = statement.expected, options.parameters.isEmpty else { return }
    let outcome = ExpectationResult(expected: expected, computed: value)
    result.expectation = outcome
    guard !outcome.holds else { return }
    let computed: String
    if let place = outcome.firstDifference {
      let entry = value.isScalar ? "" : " at (\(place.row + 1),\(place.column + 1))"
      computed =
        "expected \(expected.rows[place.row][place.column].text), "
        + "computed \(formatted(value[place.row, place.column], significantDigits: 10))\(entry)"
    } else {
      computed = "expected \(expected.shape), computed \(value.shape)"
    }
    throw DiagnosticError(
      Diagnostic(
        .expectation, at: expected.range, "line \(line(of: expected.range)): \(computed)",
        help: "`nbrun accept` rewrites it"))
  }
}
