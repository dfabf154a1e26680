package import Diagnostics

/// What a matrix block says, and what is wrong with it.
package struct ParsedStatements: Sendable {
  /// Those that could be read, in order.
  package let statements: [Statement]
  /// The names that statements with a mistake would have set, in order.
  package let unreadNames: [Name]
  /// In the order of the text.
  package let diagnostics: [Diagnostic]
}

/// Reads the body of a matrix block.
package enum StatementParser {
  /// Reads every statement of `text`; one with a mistake is left out and told.
  ///
  /// Takes time in proportion to the text. Ranges are offsets into `source`.
  package static func parse(_ text: CellText, in source: SourceFile) -> ParsedStatements {
    var reader = BlockReader(Parser(Lexer(text, in: source)))
    reader.readLines()
    let diagnostics = reader.diagnostics.sorted {
      ($0.range?.start ?? 0) < ($1.range?.start ?? 0)
    }
    return ParsedStatements(
      statements: reader.statements, unreadNames: reader.unreadNames, diagnostics: diagnostics)
  }
}

/// Goes through a block line by line: catches mistakes at their statement and gives each comment to
/// the last statement of its line.
private struct BlockReader {
  var parser: Parser
  var statements: [Statement] = []
  var diagnostics: [Diagnostic] = []
  var unreadNames: [Name] = []
  private var nextComment = 0
  /// Blocks such as `for … end` that were refused and not yet ended.
  private var openBlocks = 0

  init(_ parser: Parser) {
    self.parser = parser
  }

  private enum Outcome { case read, refused, nothing }

  mutating func readLines() {
    while true {
      let outcome = readLine()
      takeComments(before: parser.token.start, outcome)
      if parser.token.kind == .endOfText { return }
      parser.advance()
    }
  }

  /// Stops at the end of the line and tells what became of its last statement.
  private mutating func readLine() -> Outcome {
    var outcome = Outcome.nothing
    while parser.token.kind != .lineEnd, parser.token.kind != .endOfText {
      if parser.token.endsStatement {
        parser.advance()
      } else {
        outcome = readStatement()
      }
    }
    return outcome
  }

  /// Stops at what ends the statement.
  private mutating func readStatement() -> Outcome {
    if skipRefusedBlock() { return .refused }
    let (end, wrong) = endOfStatement
    let name = parser.assignedName
    if let wrong {
      diagnostics.append(parser.lexicalDiagnostics[wrong])
      if let name { unreadNames.append(name) }
      skipMistake(from: end)
      return .refused
    }
    do throws(DiagnosticError) {
      let statement = try parser.parseStatement()
      statements.append(statement)
      diagnostics += parser.warnings
      parser.reset()
      return .read
    } catch {
      diagnostics.append(error.diagnostic)
      if let name { unreadNames.append(name) }
      parser.reset()
      skipMistake(from: end)
      return .refused
    }
  }

  /// The index of the token that ends the statement, and the first mistake of the lexer before it.
  private var endOfStatement: (end: Int, wrong: Int?) {
    var index = parser.index
    var wrong: Int?
    while !parser.tokens[index].endsStatement {
      if case .wrong(let diagnostic) = parser.tokens[index].kind, wrong == nil {
        wrong = diagnostic
      }
      index += 1
    }
    return (index, wrong)
  }

  /// Goes on behind the next `;` or at the next line: what follows a `,` may belong to the mistake.
  private mutating func skipMistake(from end: Int) {
    parser.index = end
    while parser.token.kind == .symbol(.comma) || !parser.token.endsStatement { parser.advance() }
  }

  /// Tells the first line of a `for`, an `if` and their like and stays silent about its branches
  /// and its end; the statements between are read.
  private mutating func skipRefusedBlock() -> Bool {
    if case .wrong = parser.token.kind, openBlocks > 0,
      parser.string(of: parser.token) == "}"
    {
      openBlocks -= 1
      parser.advance()
      return true
    }
    guard case .name(let word) = parser.token.kind else { return false }
    let isInside =
      openBlocks > 0 && (ForeignWords.isBlockEnd(word) || ForeignWords.continuesBlock(word))
    guard isInside || ForeignWords.keyword(word) != nil else { return false }
    if !isInside, let foreign = ForeignWords.keyword(word) {
      diagnostics.append(foreign.diagnostic(at: parser.range(of: parser.token)))
      if let counter = parser.loopCounter { unreadNames.append(counter) }
    }
    skipLineCountingBlocks()
    return true
  }

  private mutating func skipLineCountingBlocks() {
    var beginsStatement = true
    while parser.token.kind != .endOfText {
      let token = parser.token
      if token.kind == .lineEnd { return }
      if beginsStatement, !token.isNested, case .name(let word) = token.kind {
        if ForeignWords.opensBlock(word) { openBlocks += 1 }
        if ForeignWords.isBlockEnd(word) { openBlocks = max(0, openBlocks - 1) }
      }
      beginsStatement = token.endsStatement
      parser.advance()
    }
  }

  /// Reads the comments up to `offset` and gives them to the last statement of the line.
  private mutating func takeComments(before offset: Int, _ outcome: Outcome) {
    var annotations = Annotations(text: parser.text)
    while nextComment < parser.comments.count,
      parser.comments[nextComment].start < offset || parser.token.kind == .endOfText
    {
      annotations.read(parser.comments[nextComment])
      nextComment += 1
    }
    switch outcome {
    case .read:
      diagnostics += annotations.diagnostics
      let last = statements.count - 1
      if let problem = annotations.attach(to: &statements[last]) { diagnostics.append(problem) }
    case .nothing:
      if let marker = annotations.firstMarker {
        diagnostics.append(ParserMessages.markerWithoutStatement(at: marker))
      }
    case .refused:
      break
    }
  }
}
