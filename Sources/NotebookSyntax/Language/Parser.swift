import Diagnostics

/// Reads tokens into statements and expressions: the state and the steps that all its parts share.
///
/// A mistake is thrown where it is met and caught at its statement, which is then left out.
struct Parser {
  /// What a blank means here.
  enum Context { case statement, parentheses, matrix }

  /// Brackets inside brackets; the parser recurses on them.
  static let maximalNesting = 200

  let text: CellText
  let tokens: [Token]
  let lexicalDiagnostics: [Diagnostic]
  let comments: [Lexer.Comment]

  var index = 0
  var context = Context.statement
  var nesting = 0
  /// Inside an index `end` is a value.
  var allowsEnd = false
  /// Warnings of the statement that is being read; a mistake in it drops them.
  var warnings: [Diagnostic] = []

  init(_ lexer: consuming Lexer) {
    var lexer = lexer
    lexer.run()
    text = lexer.text
    tokens = lexer.tokens
    lexicalDiagnostics = lexer.diagnostics
    comments = lexer.comments
  }

  var token: Token { tokens[index] }

  /// The token behind the current one; the last one follows itself.
  var nextToken: Token { tokens[min(index + 1, tokens.count - 1)] }

  mutating func advance() {
    if index < tokens.count - 1 { index += 1 }
  }

  func isAt(_ symbol: Symbol) -> Bool { token.kind == .symbol(symbol) }

  func range(of token: Token) -> SourceRange { text.fileRange(token.start, token.end) }

  func string(of token: Token) -> String { string(token.start, token.end) }

  func string(_ start: Int, _ end: Int) -> String {
    String(decoding: text.utf8[start..<end], as: UTF8.self)
  }

  /// The words of `token` as a message shows them.
  func shown(_ token: Token) -> String {
    switch token.kind {
    case .rowEnd, .lineEnd: "the end of the line"
    case .endOfText: "the end"
    default: "`\(string(of: token))`"
    }
  }

  func failure(_ diagnostic: Diagnostic) -> DiagnosticError { DiagnosticError(diagnostic) }

  /// Makes an expression unless it would be deeper than code may recurse.
  func expression(
    _ kind: Expression.Kind, at range: SourceRange
  ) throws(DiagnosticError) -> Expression {
    let expression = Expression(kind, at: range)
    guard expression.depth <= Expression.maximalDepth else {
      throw failure(
        ParserMessages.tooLong(limit: Expression.maximalDepth, at: self.range(of: token)))
    }
    return expression
  }

  /// Reads what stands between brackets; the current token is the one behind the opening bracket.
  mutating func nested<Result>(
    in context: Context, allowsEnd: Bool,
    _ read: (inout Parser) throws(DiagnosticError) -> Result
  ) throws(DiagnosticError) -> Result {
    guard nesting < Self.maximalNesting else {
      throw failure(
        ParserMessages.tooDeep(limit: Self.maximalNesting, at: range(of: tokens[index - 1])))
    }
    let outer = (self.context, self.allowsEnd)
    (self.context, self.allowsEnd) = (context, allowsEnd)
    nesting += 1
    let result = try read(&self)
    nesting -= 1
    (self.context, self.allowsEnd) = outer
    return result
  }

  /// Forgets where a mistake was met.
  mutating func reset() {
    context = .statement
    nesting = 0
    allowsEnd = false
    warnings = []
  }

  /// What the author wrote for `expression`, if it is short enough to be quoted in a message.
  ///
  /// Read between offsets of the text, since an expression knows only its place in the file.
  func quotable(_ start: Int, _ end: Int) -> String? {
    guard end - start <= 40, !text.utf8[start..<end].contains(UInt8(ascii: "\n")) else {
      return nil
    }
    return string(start, end)
  }
}
