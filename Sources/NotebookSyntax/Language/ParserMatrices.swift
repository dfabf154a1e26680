import Diagnostics

/// `[a, b; c, d]`: elements between blanks or commas, rows between semicolons or newlines.
extension Parser {
  mutating func parseMatrix() throws(DiagnosticError) -> Expression {
    let open = range(of: token)
    advance()
    let rows = try nested(in: .matrix, allowsEnd: allowsEnd) {
      (parser) throws(DiagnosticError) in try parser.parseRows()
    }
    let close = range(of: token)
    advance()
    try refuseRaggedRows(rows)
    return try expression(.matrix(rows), at: open.union(close))
  }

  /// Leaves the closing bracket as the current token. Empty rows, as at line breaks, do not count.
  private mutating func parseRows() throws(DiagnosticError) -> [[Expression]] {
    var rows: [[Expression]] = []
    while true {
      let row = try parseRow()
      if !row.isEmpty { rows.append(row) }
      if isAt(.rightBracket) { return rows }
      // `;` or the end of a line: `parseRow` stops nowhere else.
      advance()
    }
  }

  /// Stops at the end of the row: `;`, a line end or `]`.
  private mutating func parseRow() throws(DiagnosticError) -> [Expression] {
    var row: [Expression] = []
    while !isAtRowEnd {
      row.append(try parseExpression())
      if isAtRowEnd { break }
      if isAt(.comma) {
        advance()
      } else if !(token.followsSpace && (token.beginsOperand || beginsElement)) {
        throw failure(unexpectedToken(closing: .rightBracket))
      }
    }
    return row
  }

  private var isAtRowEnd: Bool {
    token.kind == .rowEnd || isAt(.semicolon) || isAt(.rightBracket)
  }

  /// Only rows of plain numbers are certain; blocks may differ in width and still fit together.
  private func refuseRaggedRows(_ rows: [[Expression]]) throws(DiagnosticError) {
    guard let first = rows.first, rows.allSatisfy({ $0.allSatisfy(\.isSignedNumber) }) else {
      return
    }
    for (index, row) in rows.enumerated() where row.count != first.count {
      let range = row.dropFirst().reduce(row[0].range) { $0.union($1.range) }
      throw failure(
        ParserMessages.ragged(
          row: index + 1, count: row.count, firstCount: first.count, at: range))
    }
  }
}

extension Expression {
  fileprivate var isSignedNumber: Bool {
    var expression = self
    while case .prefix(let prefix, let operand) = expression.kind, prefix != .not {
      expression = operand
    }
    if case .number = expression.kind { return true }
    return false
  }
}
