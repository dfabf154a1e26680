import Diagnostics
import NotebookSyntax

/// Expressions and statements as short text: `(+ a (* b 2))`. Brackets and calls keep their shape.
enum SyntaxDump {
  static func text(_ expression: Expression) -> String {
    switch expression.kind {
    case .number(_, let text): text
    case .name(let name): name
    case .string(let text): "\"\(text)\""
    case .matrix(let rows):
      "[\(rows.map { $0.map(text).joined(separator: ", ") }.joined(separator: "; "))]"
    case .prefix(let prefix, let operand): "(\(prefix.rawValue) \(text(operand)))"
    case .binary(let binary, let left, let right):
      "(\(binary.rawValue) \(text(left)) \(text(right)))"
    case .transpose(let operand): "(' \(text(operand)))"
    case .call(let callee, let arguments):
      "(call \(([text(callee)] + arguments.map(text)).joined(separator: " ")))"
    case .range(let start, let step, let end):
      "(range \(([start] + (step.map { [$0] } ?? []) + [end]).map(text).joined(separator: " ")))"
    case .end: "end"
    case .gradients(let loss): "(∇ \(loss))"
    case .parenthesized(let inner): "(paren \(text(inner)))"
    }
  }

  static func text(_ argument: Argument) -> String {
    switch argument {
    case .expression(let expression): text(expression)
    case .colon: ":"
    }
  }

  static func text(_ statement: Statement) -> String {
    var result =
      switch statement.kind {
      case .assignment(let name, let value): "\(name.text) = \(text(value))"
      case .function(let name, let parameters, let body):
        "\(name.text) = @(\(parameters.map(\.text).joined(separator: ", "))) \(text(body))"
      case .update(let name, let binary, let value):
        "\(name.text) \(binary.rawValue)= \(text(value))"
      case .expression(let value): text(value)
      case .command(let command):
        "\(command.verb.rawValue) ‹\(command.words.map(\.text).joined(separator: "› ‹"))›"
          + (command.expression.map { " shows \(text($0))" } ?? "")
      }
    if statement.isSuppressed { result += ";" }
    if let shape = statement.shapeComment {
      result += " %: \(text(shape.rows))×\(text(shape.columns))"
    }
    if let expected = statement.expected {
      let rows = expected.rows.map { $0.map(\.text).joined(separator: " ") }
      result += " %=> [\(rows.joined(separator: "; "))]"
    }
    if let comment = statement.comment { result += " % \(comment)" }
    return result
  }

  private static func text(_ dimension: ShapeComment.Dimension) -> String {
    switch dimension {
    case .size(let size): String(size)
    case .name(let name): name
    }
  }

  /// Every expression and argument of the tree with its range, outermost first.
  static func ranges(_ expression: Expression) -> [SourceRange] {
    [expression.range] + parts(expression).flatMap(ranges)
  }

  static func parts(_ expression: Expression) -> [Expression] {
    switch expression.kind {
    case .number, .name, .string, .end, .gradients: []
    case .matrix(let rows): rows.flatMap { $0 }
    case .prefix(_, let operand), .transpose(let operand), .parenthesized(let operand): [operand]
    case .binary(_, let left, let right): [left, right]
    case .call(let callee, let arguments):
      [callee]
        + arguments.compactMap {
          if case .expression(let expression) = $0 { expression } else { nil }
        }
    case .range(let start, let step, let end): [start] + (step.map { [$0] } ?? []) + [end]
    }
  }
}

func parseBlock(_ text: String) -> ParsedStatements {
  let utf8 = Array(text.utf8)
  return StatementParser.parse(
    CellText(contiguous: utf8), in: SourceFile(path: "test.md", utf8: utf8))
}

/// The statements of a block, one a line, and its messages behind them.
func dump(_ text: String) -> String {
  let parsed = parseBlock(text)
  let messages = parsed.diagnostics.map { "\($0.code.rawValue): \($0.message)" }
  return (parsed.statements.map { SyntaxDump.text($0) } + messages).joined(separator: "\n")
}

/// All messages about a block, as a terminal shows them.
func report(_ text: String) -> String {
  let source = SourceFile(path: "test.md", text: text)
  return parseBlock(text).diagnostics.map { DiagnosticFormatter().format($0, in: source) }
    .joined()
}
