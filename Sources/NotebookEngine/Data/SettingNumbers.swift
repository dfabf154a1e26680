import Diagnostics
import LinearAlgebra
import NotebookSyntax

// Numbers in settings: any scalar expression over names defined above.
extension Interpreter {
  /// - Parameter setting: the whole line, for messages.
  func numberSetting(_ text: Name, in setting: String) throws(DiagnosticError) -> Double {
    let value: Matrix
    do throws(DiagnosticError) {
      guard let expression = ExpressionParser.parse(text.text, at: text.range.start).expression
      else {
        throw DiagnosticError(Diagnostic(.parse, at: text.range, ""))
      }
      built.removeAll(keepingCapacity: true)
      remainingCalls = Self.maximalCalls
      value = try self.value(of: node(expression, .notebook))
    } catch {
      let code = error.diagnostic.code
      guard !error.diagnostic.isConsequence, code == .parse || code == .undefinedName else {
        throw error
      }
      throw DiagnosticError(
        Diagnostic(
          .value, at: text.range, Self.problem(text.text, in: setting, "is not a number"),
          help: error.diagnostic.help))
    }
    guard value.isScalar else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: text.range,
          Self.problem(text.text, in: setting, "must be a single number, here \(value.shape)")))
    }
    return value.scalar
  }

  /// The same for a whole number within `bounds`.
  func wholeSetting(
    _ text: Name, _ bounds: ClosedRange<Int>, in setting: String
  ) throws(DiagnosticError) -> Int {
    let number = try numberSetting(text, in: setting)
    guard number == number.rounded() else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: text.range, Self.problem(text.text, in: setting, "is not a whole number")))
    }
    guard number >= Double(bounds.lowerBound), number <= Double(bounds.upperBound) else {
      // An upper bound that nobody reaches needs no mention.
      let allowed =
        "from \(bounds.lowerBound) "
        + (bounds.upperBound >> 31 > 0 ? "up" : "to \(bounds.upperBound)")
      throw DiagnosticError(
        Diagnostic(
          .value, at: text.range,
          Self.problem(text.text, in: setting, "must be \(allowed), here \(shown(number))")))
    }
    return Int(number)
  }

  /// "`rows: 1..ten`: `ten` is not a number"
  private static func problem(_ text: String, in setting: String, _ problem: String) -> String {
    setting.hasSuffix(": \(text)")
      ? "`\(setting)` \(problem)" : "`\(setting)`: `\(text)` \(problem)"
  }
}
