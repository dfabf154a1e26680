import Diagnostics
import EquationGraph
import LinearAlgebra
import NotebookSyntax
import Training

/// The values that stand in settings: any scalar expression over names defined above.
extension TrainSettingsReader {
  /// The node of an expression in a setting.
  func node(_ text: Name) throws(DiagnosticError) -> NodeID {
    try interpreter.node(expression(text), .notebook)
  }

  func expression(
    _ text: Name, allowsGradients: Bool = false
  ) throws(DiagnosticError) -> Expression {
    let parsed = ExpressionParser.parse(
      text.text, at: text.range.start, allowsGradients: allowsGradients)
    guard let expression = parsed.expression else {
      throw DiagnosticError(
        parsed.diagnostics.first
          ?? Diagnostic(.value, at: text.range, "`\(text.text)` is not an expression"))
    }
    return expression
  }

  func number(_ text: Name, as key: String) throws(DiagnosticError) -> Double {
    let node: NodeID
    do throws(DiagnosticError) {
      node = try self.node(text)
    } catch {
      let code = error.diagnostic.code
      guard !error.diagnostic.isConsequence, code == .parse || code == .undefinedName else {
        throw error
      }
      throw DiagnosticError(
        Diagnostic(
          .value, at: text.range, "`\(key): \(text.text)` is not a number",
          help: decimalPoint(text.text) ?? error.diagnostic.help))
    }
    let value = try interpreter.value(of: node)
    guard value.isScalar else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: text.range,
          "`\(key): \(text.text)` must be a single number, here \(value.shape)"))
    }
    return value.scalar
  }

  /// What to write for `0,1`.
  private func decimalPoint(_ text: String) -> String? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isNumber) }) else {
      return nil
    }
    return "write `\(parts[0]).\(parts[1])`"
  }

  func whole(_ line: KeyValue, _ bounds: ClosedRange<Int>) throws(DiagnosticError) -> Int {
    try whole(line.value, as: line.key.text, bounds)
  }

  func whole(
    _ text: Name, as key: String, _ bounds: ClosedRange<Int>
  ) throws(DiagnosticError) -> Int {
    let number: Double
    do throws(DiagnosticError) {
      number = try self.number(text, as: key)
    } catch {
      guard error.diagnostic.code == .value, !error.diagnostic.isConsequence else { throw error }
      throw DiagnosticError(
        Diagnostic(.value, at: text.range, "`\(key): \(text.text)` is not a whole number"))
    }
    guard number == number.rounded() else {
      throw DiagnosticError(
        Diagnostic(.value, at: text.range, "`\(key): \(text.text)` is not a whole number"))
    }
    guard number >= Double(bounds.lowerBound), number <= Double(bounds.upperBound) else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: text.range,
          "`\(key)` must be from \(bounds.lowerBound) to \(bounds.upperBound), here \(shown(number))"
        ))
    }
    return Int(number)
  }

  /// The items of a list, of which there must be one.
  func names(in line: KeyValue) throws(DiagnosticError) -> [Name] {
    let items = line.value.items
    guard !items.isEmpty else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: line.value.range, "`\(line.key.text)` names nothing",
          help: "names stand between the commas"))
    }
    return items
  }

  /// "h = 0.01" for a name, "0.01" for a number.
  func describe(_ text: Name, _ value: Double) -> String {
    Double(text.text) == nil ? "\(text.text) = \(shown(value))" : text.text
  }
}
