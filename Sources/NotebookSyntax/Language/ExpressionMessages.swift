import Diagnostics

/// What is wrong inside an expression.
extension ParserMessages {
  static func expectedExpression(
    after before: String?, instead: String?, at range: SourceRange
  ) -> Diagnostic {
    let place = before.map { " after `\($0)`" } ?? ""
    let found = instead.map { before == nil ? ", not \($0)" : ", not \($0)" } ?? ""
    return Diagnostic(
      .parse, at: range, "expected an expression\(place)\(found)",
      help: "write a number, a name, or something in `( )` or `[ ]` there")
  }

  static func emptyExpression(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .parse, at: range, "expected an expression, found nothing",
      help: "write a number, a name or a formula, e.g. `0.01` or `rows(X)`")
  }

  static func unexpected(_ token: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .parse, at: range, "\(token) is not expected here",
      help: "a statement ends with its line, with `;` or with `,`")
  }

  static func missingOperator(
    _ left: String, _ right: String, product: String?, isElement: Bool, at range: SourceRange
  ) -> Diagnostic {
    if isElement {
      return Diagnostic(
        .parse, at: range, "\(left) and \(right) stand side by side without a blank or a comma",
        help: "write `,` between two elements of a row")
    }
    return Diagnostic(
      .parse, at: range, "expected an operator between \(left) and \(right)",
      help: product.map { "a product is written `\($0)`" }
        ?? "write an operator between them, or begin a new line")
  }

  static func expectedClosing(
    _ closing: String, instead: String, at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .parse, at: range, "expected `\(closing)` before \(instead)",
      help: "a row or a matrix stands in brackets: `[a, b; c, d]`")
  }

  static func longRange(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .parse, at: range, "a range has at most three parts",
      help: "write `first:last` or `first:step:last`")
  }

  static func openRange(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .parse, at: range, "the range has no end",
      help: "write `2:end` for all from the second on")
  }

  static func endOutsideIndex(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .parse, at: range, "`end` stands outside of an index",
      help: "it means the last row or column inside `A(…)`")
  }

  static func numberBeforeParenthesis(_ number: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .parse, at: range, "`\(number)(…)` is neither a call nor an index",
      help: "a product is written `\(number) * (…)`")
  }

  static func partialForm(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .parse, at: range, "`∂` stands for a derivative in the form `∂C/∂W`",
      help: "write `∂C/∂W` or `grad(C, W)` with two names")
  }

  static func gradientsOutsideShow(at range: SourceRange, name: String) -> Diagnostic {
    Diagnostic(
      .parse, at: range, "`∇\(name)` stands alone, and in `show` and `record` only",
      help: "for one gradient write `grad(\(name), W)`")
  }

  static func stringAsValue(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .subset, at: range, "strings as values are not part of a matrix block",
      help: "a string is an argument alone, as in `norm(A, \"fro\")`")
  }

  static func tooDeep(limit: Int, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .parse, at: range, "the expression is nested deeper than \(limit) levels",
      help: "name an intermediate result")
  }

  static func tooLong(limit: Int, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .parse, at: range, "the expression chains more than \(limit) operations",
      help: "name an intermediate result")
  }

  static func commentInsideValue(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .parse, at: range, "a comment cannot stand inside a single expression",
      help: "the remainder of a division is `mod(a, b)`")
  }
}

/// The three precedences that surprise.
extension ParserMessages {
  static func order(
    _ written: String, readAs reading: String, otherwise: String, at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .order, at: range, "`\(written)` is read as `\(reading)`",
      help: "add parentheses: `\(reading)` or `\(otherwise)`")
  }

  static func powerChain(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .order, at: range, "powers are read from left to right: `a^b^c` is `(a^b)^c`",
      help: "add parentheses: `(a^b)^c` or `a^(b^c)`")
  }

  static func transposedPower(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .order, at: range, "`'` transposes the whole power: `A.^B'` is `(A.^B)'`",
      help: "add parentheses: `(A.^B)'` or `A.^(B')`")
  }

  static func negatedComparison(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .order, at: range,
      "`!` belongs to what stands before the comparison: `!x == 0` is `(!x) == 0`",
      help: "add parentheses: `(!x) == 0` or `!(x == 0)`")
  }
}
