package import Diagnostics

/// An expression that stands outside of a matrix block, or what is wrong with it.
package struct ParsedExpression: Sendable {
  /// Nil exactly if there is an error.
  package let expression: Expression?
  package let diagnostics: [Diagnostic]
}

/// Reads a single expression: an inline value, the value of a key, a parameter of the command line.
package enum ExpressionParser {
  /// Reads all of `text`, which stands in the file as it is from `fileOffset` on.
  ///
  /// - Parameter allowsGradients: whether `∇C` may stand for the gradients of C, as in `record`.
  package static func parse(
    _ text: String, at fileOffset: Int = 0, allowsGradients: Bool = false
  ) -> ParsedExpression {
    parse(
      CellText(contiguous: Array(text.utf8), fileOffset: fileOffset),
      allowsGradients: allowsGradients)
  }

  package static func parse(_ text: CellText, allowsGradients: Bool = false) -> ParsedExpression {
    var parser = Parser(Lexer(text))
    do throws(DiagnosticError) {
      let expression = try parser.parseAlone(allowsGradients: allowsGradients)
      return ParsedExpression(expression: expression, diagnostics: parser.warnings)
    } catch {
      return ParsedExpression(expression: nil, diagnostics: [error.diagnostic])
    }
  }

  /// Cuts a list such as `L, W1, accuracy(Q, P)` at the separators, commas or semicolons, outside of
  /// brackets and quotes. A comment stays with the last item, whose reader refuses it.
  ///
  /// - Returns: the items, blanks around them removed, with their ranges in the file.
  package static func split(
    _ text: String, at fileOffset: Int = 0, separators: Set<String> = [","]
  ) -> [Name] {
    var lexer = Lexer(CellText(contiguous: Array(text.utf8), fileOffset: fileOffset))
    lexer.run()
    var items: [Name] = []
    var start: Int?
    var end = 0
    for token in lexer.tokens {
      var isSeparator = false
      if case .symbol(let symbol) = token.kind, !token.isNested {
        isSeparator = separators.contains(symbol.rawValue)
      }
      if isSeparator || token.kind == .endOfText {
        let first = start ?? token.start
        let comment = isSeparator ? nil : lexer.comments.last
        let last = max(first, comment?.end ?? end)
        items.append(
          Name(lexer.string(first, last), at: lexer.text.fileRange(first, last)))
        start = nil
      } else {
        start = start ?? token.start
      }
      end = token.end
    }
    return items
  }
}

extension Parser {
  fileprivate mutating func parseAlone(allowsGradients: Bool) throws(DiagnosticError) -> Expression
  {
    if let wrong = lexicalDiagnostics.first { throw failure(wrong) }
    if let comment = comments.first {
      throw failure(
        ParserMessages.commentInsideValue(at: text.fileRange(comment.start, comment.start + 1)))
    }
    if allowsGradients, let gradients = parseGradients() { return gradients }
    if token.kind == .endOfText {
      throw failure(ParserMessages.emptyExpression(at: text.fileRange(0, 0)))
    }
    let expression = try parseExpression()
    guard token.kind == .endOfText else { throw failure(unexpectedToken(closing: nil)) }
    return expression
  }
}
