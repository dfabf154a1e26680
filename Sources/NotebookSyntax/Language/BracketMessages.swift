import Diagnostics

/// Brackets, strings and the rows of matrices.
extension ParserMessages {
  private static func sign(_ byte: UInt8) -> String { "`\(Unicode.Scalar(byte))`" }

  static func neverClosed(_ bracket: UInt8, at range: SourceRange, line: Int?) -> Diagnostic {
    let place = line.map { " of line \($0)" } ?? ""
    return Diagnostic(
      .unclosed, at: range, "\(sign(bracket))\(place) is never closed",
      help: "close it with \(sign(Lexer.closing(bracket)))")
  }

  static func unclosedString(_ quote: UInt8, at range: SourceRange) -> Diagnostic {
    let mark = Unicode.Scalar(quote)
    return Diagnostic(
      .unclosed, at: range, "`\(mark)` opens a string that is never closed",
      help: mark == "'"
        ? "close it with `'`; a transpose stands at once behind its matrix: `A'`"
        : "close it with `\(mark)`")
  }

  static func closedByAnother(
    _ open: UInt8, at openRange: SourceRange, closing: UInt8, at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .unclosed, at: range, "\(sign(open)) is closed by \(sign(closing))",
      notes: [Diagnostic.Note(at: openRange, "\(sign(open)) is opened here")],
      help: "close it with \(sign(Lexer.closing(open)))")
  }

  static func closesNothing(_ bracket: UInt8, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .parse, at: range, "\(sign(bracket)) closes nothing",
      help: "remove it, or open the bracket before it")
  }

  static func space(_ name: String, _ argument: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .space, at: range, "`[\(name) \(argument)]` holds two elements in Octave",
      help: "write `\(name)\(argument)` or `\(name), \(argument)`")
  }

  static func ragged(
    row: Int, count: Int, firstCount: Int, at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .ragged, at: range,
      "row \(row) has \(counted(count, "element")), row 1 has \(firstCount)",
      help: "all rows of a matrix have the same number of elements")
  }
}
