import Diagnostics
import NotebookSyntax
import Testing

/// A text and what the parser makes of it, named by the text in a test's output.
struct Reading: CustomTestStringConvertible, Sendable {
  let text: String
  let tree: String
  var testDescription: String { String(reflecting: text) }

  init(_ text: String, _ tree: String) {
    self.text = text
    self.tree = tree
  }
}

/// A block with one mistake, its place marked by `«…»`, and what is said of it.
struct Mistake: CustomTestStringConvertible, Sendable {
  let block: String
  let message: String
  let help: String
  var testDescription: String { String(reflecting: block) }

  /// - Parameter message: with the code before it, as in `E-PARSE: …`.
  init(_ block: String, _ message: String, help: String) {
    self.block = block
    self.message = message
    self.help = help
  }
}

/// Expects exactly the one message, at the marked place.
func expectOnly(_ mistake: Mistake, sourceLocation: Testing.SourceLocation = #_sourceLocation) {
  let marked = MarkedText(mistake.block)
  let diagnostics = parseBlock(marked.source).diagnostics
  #expect(
    diagnostics.map { "\($0.code.rawValue): \($0.message)" } == [mistake.message],
    sourceLocation: sourceLocation)
  #expect(diagnostics.map(\.help) == [mistake.help], sourceLocation: sourceLocation)
  #expect(diagnostics.compactMap(\.range) == marked.ranges, sourceLocation: sourceLocation)
}

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

func parseBlock(_ source: SourceFile) -> ParsedStatements {
  StatementParser.parse(CellText(contiguous: source.utf8), in: source)
}

func parseBlock(_ text: String) -> ParsedStatements {
  parseBlock(SourceFile(path: "notebook.md", text: text))
}

/// The statements of a block, one a line, and its messages behind them.
func dump(_ text: String) -> String {
  let parsed = parseBlock(text)
  let messages = parsed.diagnostics.map { "\($0.code.rawValue): \($0.message)" }
  return (parsed.statements.map { SyntaxDump.text($0) } + messages).joined(separator: "\n")
}

/// All messages about a block, as a terminal shows them.
func report(_ text: String) -> String {
  let source = SourceFile(path: "notebook.md", text: text)
  return parseBlock(source).diagnostics.map { DiagnosticFormatter().format($0, in: source) }
    .joined()
}
