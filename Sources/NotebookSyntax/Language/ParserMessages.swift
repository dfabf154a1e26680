import Diagnostics

/// The wording of everything the parser tells; each area has a file of its own: here statements, beside
/// it expressions, brackets, numbers, characters and foreign spellings. `ForeignWords` is a table.
enum ParserMessages {}

// Statements
extension ParserMessages {
  static func splitEqual(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .parse, at: range, "`=` stands twice",
      help: "a comparison is written `==` without a blank, an assignment `=`")
  }

  static func expectationWithoutComment(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .parse, at: range, "`=>` is not part of the language",
      help: "an expected value stands in a comment: `%=> 7.87`; a comparison is `>=`")
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
