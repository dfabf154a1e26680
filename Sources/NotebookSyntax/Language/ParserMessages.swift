import Diagnostics

/// The wording of everything the parser tells, beside what is in `ForeignWords`,
/// `CharacterMessages` and `ForeignSpellings`.
enum ParserMessages {}

// Expressions
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

// Brackets and matrices
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

// Numbers and comments
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

// Statements
extension ParserMessages {
  static func splitEqual(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .parse, at: range, "`=` stands twice",
      help: "a comparison is written `==` without a blank, an assignment `=`")
  }

  static func secondAssignment(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .parse, at: range, "an assignment is not part of an expression",
      help: "compare with `==`; assign one name in each statement")
  }

  static func assignmentInside(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .parse, at: range, "`=` cannot stand inside brackets",
      help: "compare with `==`; an assignment is a statement of its own")
  }

  static func misplacedUpdate(_ symbol: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .parse, at: range, "`\(symbol)` is not part of an expression",
      help: "it stands behind the name at the start of a statement: `W \(symbol) h * dW`")
  }

  static func assignmentTarget(_ symbol: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .parse, at: range, "only a name can stand before `\(symbol)`",
      help: "compare with `==`; assign to a name: `y = …`")
  }

  static func entryAssignment(_ name: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .subset, at: range, "assigning to entries of `\(name)` is not part of a matrix block",
      help: "build the matrix in one expression, e.g. `\(name) = [a, b; c, d]`")
  }

  static func derivativeAssignment(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .parse, at: range, "a derivative is computed, not assigned",
      help: "give your own result a name such as `dC_dW`; it is set as ∂C/∂W")
  }

  static func severalResults(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .subset, at: range, "several results at once are not part of a matrix block",
      help: "assign one name in each statement")
  }

  static func functionHandle(_ name: String?, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .subset, at: range, "a function behind `@` names its parameters in parentheses",
      help: "write `@(x) \(name ?? "f")(x)`")
  }

  static func functionInsideExpression(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .subset, at: range, "a function with `@` stands alone behind `name =`",
      help: "name it first: `f = @(x) …`, then write `f(…)`")
  }

  static func parameterName(instead: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .parse, at: range, "expected the name of a parameter, not \(instead)",
      help: "write `@(x, y) …`")
  }

  static func parameterTwice(_ name: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .parse, at: range, "the parameter `\(name)` stands twice", help: "rename one of them")
  }

  static func commandWithoutWords(_ verb: Command.Verb, at range: SourceRange) -> Diagnostic {
    let example =
      switch verb {
      case .derive: "derive C W"
      case .gradcheck: "gradcheck C W"
      case .show: "show W as heatmap"
      }
    return Diagnostic(
      .parse, at: range, "`\(verb.rawValue)` does not say of what", help: "write `\(example)`")
  }

  static func commandAsCall(_ verb: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .parse, at: range, "`\(verb)` is a command, not a function",
      help: "write its words with blanks between them: `\(verb) C W`")
  }
}

// The three precedences that surprise
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
