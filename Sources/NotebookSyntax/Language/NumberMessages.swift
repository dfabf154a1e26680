import Diagnostics

/// Numbers, dots and what comments state.
extension ParserMessages {
  static func numberTooLarge(_ written: String, at range: SourceRange) -> Diagnostic {
    let shown = written.utf8.count <= 40 ? "`\(written)`" : "the number"
    return Diagnostic(
      .parse, at: range, "\(shown) is larger than any double",
      help: "the largest is about 1.8e308; infinity is written `Inf`")
  }

  static func notANumber(_ written: String, number: String, at range: SourceRange) -> Diagnostic {
    let shown = written.utf8.count <= 40 ? "`\(written)`" : "this"
    let rest = written.dropFirst(number.count)
    switch rest.lowercased() {
    case "i", "j":
      return Diagnostic(
        .subset, at: range, "\(shown) is a complex number; all numbers here are real",
        help: "a product with a name is written `\(number) * \(rest)`")
    case _ where rest.hasPrefix("_"):
      return Diagnostic(
        .parse, at: range, "\(shown) is not a number",
        help: "write `\(written.filter { $0 != "_" })`")
    case _ where number == "0" && "xXbBoO".contains(rest.first ?? " "):
      return Diagnostic(
        .parse, at: range, "\(shown) is not a decimal number",
        help: "write it in decimal digits")
    case let exponent where exponent.first == "e" || exponent.first == "d":
      let digits = exponent.dropFirst()
      let example = !digits.isEmpty && digits.allSatisfy(\.isNumber) ? String(digits) : "3"
      return Diagnostic(
        .parse, at: range, "\(shown) is not a number",
        help: "an exponent is written `\(number)e\(example)`, a product `\(number) * \(rest)`")
    case _ where rest.hasPrefix("."):
      return Diagnostic(
        .parse, at: range, "\(shown) is not a number", help: "a number has one decimal point")
    default:
      return Diagnostic(
        .parse, at: range, "\(shown) is neither a number nor a name",
        help: "a product is written `\(number) * \(rest)`")
    }
  }

  static func blockComment(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .subset, at: range, "block comments `%{ … %}` are not part of a matrix block",
      help: "begin each line of the comment with `%`, or write prose outside of the block")
  }

  static func twoDots(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .parse, at: range, "`..` is not part of the language",
      help: "a statement goes on in the next line after `...`; a range is `1:4`")
  }

  static func shapeComment(_ written: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .parse, at: range,
      written.isEmpty
        ? "expected a shape after `%:`" : "expected a shape after `%:`, not `\(written)`",
      help: "write rows × columns, each a number or a name: `%: N×3`; a plain comment has no `:`")
  }

  static func expectedNumber(instead: String?, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .parse, at: range,
      "expected a number\(instead.map { ", not \($0)" } ?? " or a matrix of numbers after `%=>`")",
      help: "`%=>` states numbers, with as many digits as count: `%=> 7.87`, `%=> [1 0; 0 1]`")
  }

  static func secondExpectedNumber(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .parse, at: range, "`%=>` states one number or a matrix in brackets",
      help: "write a row as `%=> [1 2 3]`; words may follow after two blanks")
  }

  static func markerTwice(_ marker: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .parse, at: range, "the statement has two comments with `\(marker)`", help: "keep one")
  }

  static func markerWithoutStatement(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .parse, at: range, "the comment speaks of a value, but its line has no statement",
      help: "write it behind the statement, on the same line")
  }

  static func markerOfCommand(_ verb: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .parse, at: range, "the comment speaks of a value, and `\(verb)` has none",
      help: "write it behind the statement that computes the value")
  }

  static func markerOfFunction(_ name: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .parse, at: range, "the comment speaks of a value, and the function `\(name)` has none",
      help: "write it behind a statement that calls `\(name)`")
  }
}
