import Diagnostics

/// Spellings of Python, NumPy, Julia and the rest of Octave, each with the one to write here.
extension ParserMessages {
  static func pythonProduct(
    _ left: String, _ right: String, at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .python, at: range, "`@` between matrices is NumPy's product",
      help: "write `\(left) * \(right)`; elementwise is `.*`")
  }

  static func pythonIndex(
    _ written: String, suggestion: String, at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .python, at: range, "`\(written)` counts from 0 in NumPy", help: "write `\(suggestion)`")
  }

  static func keywordArgument(_ name: String, value: String?, at range: SourceRange) -> Diagnostic {
    let help =
      switch (name, value) {
      case ("axis", "0"?):
        "write the dimension as second argument: `sum(A, 1)` goes down the columns"
      case ("axis", _): "write the dimension as second argument: `sum(A, 2)` goes along the rows"
      case ("dims", let dimension?):
        "write the dimension as second argument: `sum(A, \(dimension))`"
      default: "arguments have no names here: write the value alone; compare with `==`"
      }
    return Diagnostic(
      .python, at: range, "`\(name)=` is a keyword argument of Python", help: help)
  }

  static func juliaCall(_ name: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .parse, at: range, "`\(name).(…)` is Julia's elementwise call",
      help: "write `\(name)(…)`: functions work on every entry")
  }

  static func cell(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .subset, at: range, "cells `{ }` are not part of a matrix block",
      help: "use a matrix in `[ ]`, or several names")
  }

  /// `np.dot`, `X.T`, `A.sum(…)`, `a.b`.
  static func member(
    _ member: String, of owner: String, isCall: Bool, at range: SourceRange
  ) -> Diagnostic {
    let written = "\(owner).\(member)"
    switch (owner, member) {
    case ("np", _), ("numpy", _), ("jnp", _), ("torch", _), ("math", _):
      return Diagnostic(
        .python, at: range, "`\(written)` is \(libraryName(owner)) spelling",
        help: libraryHelp[member] ?? "write the name alone: `\(member)(…)`")
    case (_, "T"):
      return Diagnostic(
        .python, at: range, "`\(written)` is NumPy's transpose", help: "write `\(owner)'`")
    case (_, "shape"):
      return Diagnostic(
        .python, at: range, "`\(written)` is NumPy's", help: "write `size(\(owner))`")
    case _ where isCall:
      return Diagnostic(
        .python, at: range, "`\(written)(…)` is a method call of Python",
        help: methodHelp(member, owner))
    default:
      return Diagnostic(
        .subset, at: range, "structs such as `\(written)` are not part of a matrix block",
        help: "use a name such as `\(owner)_\(member)`")
    }
  }

  private static func libraryName(_ owner: String) -> String {
    switch owner {
    case "np", "numpy": "NumPy's"
    case "jnp": "JAX's"
    case "torch": "PyTorch's"
    default: "Python's"
    }
  }

  private static let libraryHelp = [
    "dot": "write `A * B`", "matmul": "write `A * B`", "multiply": "write `A .* B`",
    "array": "write `[1, 2; 3, 4]`", "tensor": "write `[1, 2; 3, 4]`",
    "random": "write `rng(seed)`, `randn(rows, columns)` or `rand(rows, columns)`",
    "maximum": "write `max(A, B)`", "minimum": "write `min(A, B)`", "power": "write `A .^ B`",
    "transpose": "write `A'`", "linalg": "write `norm(A, \"fro\")`, `inv(A)` or `det(A)`",
    "zeros": "write `zeros(rows, columns)`", "ones": "write `ones(rows, columns)`",
    "sum": "write `sum(A, 1)` down the columns, or `sum(sum(A))` for all entries",
    "mean": "write `mean(A, 1)` down the columns, or `mean(A(:))` for all entries",
    "inf": "write `Inf`", "nan": "write `NaN`", "pi": "write `pi`", "e": "write `e`",
    "arange": "write `0:n-1`", "concatenate": "write `[A; B]`", "hstack": "write `[A, B]`",
    "vstack": "write `[A; B]`",
  ]

  private static func methodHelp(_ method: String, _ owner: String) -> String {
    switch method {
    case "dot", "matmul": "write `\(owner) * B`"
    case "sum", "mean", "prod":
      "write `\(method)(\(owner))`, or `\(method)(\(owner), 1)` with a dimension"
    case "max", "min":
      "write `\(method)(\(owner))`, or `\(method)(\(owner), [], 1)` with a dimension"
    case "std", "var":
      "write `\(method)(\(owner), 1)` over n, or `\(method)(\(owner), 1, 1)` with a dimension"
    case "transpose", "t": "write `\(owner)'`"
    case "flatten", "ravel": "write `\(owner)(:)`"
    default: "write `\(method)(\(owner), …)`"
    }
  }

  /// An operator that another language has.
  static func foreignSign(_ sign: String, at range: SourceRange) -> Diagnostic {
    let (code, message, help): (DiagnosticCode, String, String) =
      switch sign {
      case "**", ".**":
        (.python, "`\(sign)` is Python's power", "write `.^`")
      case "//":
        (.python, "`//` is Python's division to whole numbers", "write `floor(a ./ b)`")
      case "&&", "||":
        (.subset, "`\(sign)` is not part of a matrix block", "write `\(sign.prefix(1))`")
      case "++", "--":
        (
          .subset, "`\(sign)` is not part of a matrix block",
          "write `n \(sign.prefix(1))= 1`, or put a blank between the signs"
        )
      case "\\", ".\\":
        (
          .subset, "`\(sign)` solves equations in Octave and is not part of a matrix block",
          sign == "\\" ? "write `inv(A) * b`" : "write `b ./ A`"
        )
      case ":=":
        (.parse, "`:=` is not part of the language", "write `=`")
      case "^=", ".*=", "./=", ".^=":
        (
          .subset, "`\(sign)` is not part of a matrix block",
          "write `W = W \(sign.dropLast()) …`"
        )
      case ".=":
        (.parse, "`.=` is Julia's assignment to every entry", "write `=`")
      case "|>":
        (.parse, "`|>` is Julia's pipe", "write a call: `f(x)`")
      default:
        (
          .parse, "`\(sign)` is Julia's elementwise `\(sign.dropFirst())`",
          "write `\(sign.dropFirst())`: it works on every entry"
        )
      }
    return Diagnostic(code, at: range, message, help: help)
  }
}
