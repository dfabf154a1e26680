import Diagnostics

/// What a token in the wrong place most likely means.
extension Parser {
  /// For a token where an operand must begin.
  func missingOperand() -> Diagnostic {
    let before = index > 0 ? tokens[index - 1] : nil
    if let before, before.kind == .symbol(.assign), isAt(.assign) {
      return ParserMessages.splitEqual(at: range(of: before).union(range(of: token)))
    }
    if let before, before.kind == .symbol(.colon),
      allowsEnd && (isAt(.rightParenthesis) || isAt(.comma))
    {
      return ParserMessages.openRange(at: range(of: before))
    }
    if token.endsStatement || token.kind == .rowEnd, let before {
      return ParserMessages.expectedExpression(
        after: string(of: before), instead: nil, at: range(of: before))
    }
    let behind = before.flatMap { $0.endsStatement ? nil : string(of: $0) }
    return ParserMessages.expectedExpression(
      after: behind, instead: shown(token), at: range(of: token))
  }

  /// For a token behind a complete expression: where `closing` was due, or, when that is nil, the
  /// end of the statement.
  func unexpectedToken(closing: Symbol?) -> Diagnostic {
    let range = range(of: token)
    let left = tokens[index - 1]
    switch token.kind {
    case .symbol(.at):
      return ParserMessages.pythonProduct(
        nameOf(left) ?? "A", nameOf(nextToken) ?? "B", at: range)
    case .symbol(.assign):
      return misplacedAssignment(closing: closing)
    case .symbol(let symbol) where symbol.updateOperator != nil:
      return ParserMessages.misplacedUpdate(symbol.rawValue, at: range)
    case .symbol(.colon):
      return ParserMessages.longRange(at: range)
    default:
      break
    }
    if case .name(let word) = token.kind, let foreign = ForeignWords.keyword(word) {
      return foreign.diagnostic(at: range)
    }
    if case .name(let word) = left.kind, let foreign = ForeignWords.beforeOperand(word) {
      return foreign.diagnostic(at: self.range(of: left))
    }
    if case .name(let word) = token.kind, let foreign = ForeignWords.betweenOperands(word) {
      return foreign.diagnostic(at: range)
    }
    if token.beginsOperand {
      return ParserMessages.missingOperator(
        shown(left), shown(token), product: productSuggestion(left),
        isElement: closing == .rightBracket, at: self.range(of: left).union(range))
    }
    if let closing, closing != .rightBracket {
      return ParserMessages.expectedClosing(closing.rawValue, instead: shown(token), at: range)
    }
    return ParserMessages.unexpected(shown(token), at: range)
  }

  private func misplacedAssignment(closing: Symbol?) -> Diagnostic {
    let range = range(of: token)
    let left = tokens[index - 1]
    if closing == .rightParenthesis, let name = nameOf(left), isArgument(index - 1) {
      var value: String?
      if case .number = nextToken.kind { value = string(of: nextToken) }
      return ParserMessages.keywordArgument(
        name, value: value, at: self.range(of: left).union(range))
    }
    if closing != nil { return ParserMessages.assignmentInside(at: range) }
    if nextToken.kind == .symbol(.greater), !nextToken.followsSpace {
      return ParserMessages.expectationWithoutComment(
        at: range.union(self.range(of: nextToken)))
    }
    return ParserMessages.secondAssignment(at: range)
  }

  /// Whether the token at `index` begins an argument of a call.
  private func isArgument(_ index: Int) -> Bool {
    guard index >= 2 else { return false }
    switch (tokens[index - 2].kind, tokens[index - 1].kind) {
    case (_, .symbol(.comma)), (.name, .symbol(.leftParenthesis)): return true
    default: return false
    }
  }

  private func nameOf(_ token: Token) -> String? {
    if case .name(let name) = token.kind { return name }
    return nil
  }

  /// `2 x` and `(a) (b)` are products on paper.
  private func productSuggestion(_ left: Token) -> String? {
    switch (left.kind, token.kind) {
    case (.number, .name), (.name, .name), (.number, .number), (.name, .number):
      "\(string(of: left)) * \(string(of: token))"
    default: nil
    }
  }

  /// `W[0,1]`: with whole numbers the same index is written out in the language.
  func pythonIndex() -> Diagnostic {
    let callee = tokens[index - 1]
    let name = nameOf(callee) ?? "W"
    var words: [String] = []
    var isPlain = true
    var position = index + 1
    while position < tokens.count, tokens[position].kind != .symbol(.rightBracket) {
      switch tokens[position].kind {
      case .number(let value) where value == value.rounded() && value < 1e9:
        words.append(String(Int(value) + 1))
      case .symbol(.colon) where isSeparator(position - 1) && isSeparator(position + 1):
        words.append(":")
      case .symbol(.comma): words.append(tokens[position + 1].followsSpace ? ", " : ",")
      default: isPlain = false
      }
      position += 1
    }
    let close = tokens[min(position, tokens.count - 1)]
    let written = quotable(callee.start, close.end) ?? "\(name)[…]"
    return ParserMessages.pythonIndex(
      written,
      suggestion: words.isEmpty || !isPlain ? "\(name)(1, 2)" : "\(name)(\(words.joined()))",
      at: range(of: callee).union(range(of: close)))
  }

  private func isSeparator(_ index: Int) -> Bool {
    guard index < tokens.count else { return false }
    switch tokens[index].kind {
    case .symbol(.comma), .symbol(.leftBracket), .symbol(.rightBracket): return true
    default: return false
    }
  }
}
