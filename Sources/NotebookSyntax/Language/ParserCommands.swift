import Diagnostics

/// `derive C W entry=(2,1)`, `gradcheck C W`, `show X * W`.
extension Parser {
  mutating func parseCommand(
    _ verb: Command.Verb, words: Range<Int>
  ) throws(DiagnosticError) -> Command {
    guard !words.isEmpty else {
      throw failure(ParserMessages.commandWithoutWords(verb, at: range(of: token)))
    }
    let pieces = split(words)
    return Command(
      verb: verb,
      words: pieces.map { Name(string($0.lowerBound, $0.upperBound), at: fileRange($0)) },
      textRange: fileRange(words),
      expression: verb == .show ? try shownExpression(words, pieces) : nil)
  }

  private func fileRange(_ offsets: Range<Int>) -> SourceRange {
    text.fileRange(offsets.lowerBound, offsets.upperBound)
  }

  /// Words between blanks; what stands in brackets stays one word.
  private func split(_ words: Range<Int>) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var start = words.lowerBound
    var depth = 0
    for offset in words {
      let byte = text.utf8[offset]
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"): depth = max(0, depth - 1)
      default: break
      }
      if depth == 0, Lexer.isBlank(byte) {
        if start < offset { pieces.append(start..<offset) }
        start = offset + 1
      }
    }
    if start < words.upperBound { pieces.append(start..<words.upperBound) }
    return pieces
  }

  /// The expression before `as`. Two words side by side, as in `show boundary X`, are no mistake of
  /// an expression but a manner of showing.
  private mutating func shownExpression(
    _ words: Range<Int>, _ pieces: [Range<Int>]
  ) throws(DiagnosticError) -> Expression? {
    let asWord = pieces.dropFirst().last { string($0.lowerBound, $0.upperBound) == "as" }
    let end = asWord?.lowerBound ?? words.upperBound
    var parser = Parser(Lexer(text, from: words.lowerBound, to: end))
    if let wrong = parser.lexicalDiagnostics.first { throw failure(wrong) }
    if let gradients = parser.parseGradients() { return gradients }
    let expression = try parser.parseExpression()
    if parser.token.kind == .endOfText {
      warnings += parser.warnings
      return expression
    }
    if parser.token.beginsOperand, parser.token.followsSpace { return nil }
    throw failure(parser.unexpectedToken(closing: nil))
  }

  /// `∇C` and nothing else, else nil.
  mutating func parseGradients() -> Expression? {
    guard isAt(.nabla), case .name(let name) = nextToken.kind, tokens.count == 3 else {
      return nil
    }
    let range = range(of: token).union(range(of: nextToken))
    index += 2
    return Expression(.gradients(of: name), at: range)
  }
}
