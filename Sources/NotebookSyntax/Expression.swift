package import Diagnostics

/// An expression of the block language. Its depth is limited by the parser, so code may recurse on it.
package struct Expression: Sendable {
  package indirect enum Kind: Sendable {
    /// The value, and the number as the author wrote it.
    case number(Double, text: String)
    /// Also `σ` and `√`, kept as written; `∂C/∂W` arrives as a call of `grad`.
    case name(String)
    case string(String)
    /// `[a, b; c, d]`: rows as written; `[]` has none.
    case matrix([[Expression]])
    case prefix(PrefixOperator, Expression)
    case binary(BinaryOperator, Expression, Expression)
    case transpose(Expression)
    /// `f(…)`, or an index into a matrix: the name tells.
    case call(Expression, [Argument])
    case range(start: Expression, step: Expression?, end: Expression)
    /// `end` inside an index.
    case end
    /// `∇C`, allowed in `show` and `record` only.
    case gradients(of: String)
    /// Parentheses the author wrote; a formula keeps those that matter.
    case parenthesized(Expression)
  }

  package let kind: Kind
  package let range: SourceRange

  package init(_ kind: Kind, at range: SourceRange) {
    self.kind = kind
    self.range = range
  }
}

package enum Argument: Sendable {
  case expression(Expression)
  /// A bare `:`.
  case colon(SourceRange)

  package var range: SourceRange {
    switch self {
    case .expression(let expression): expression.range
    case .colon(let range): range
    }
  }
}

package enum PrefixOperator: String, Sendable {
  case plus = "+"
  case minus = "-"
  case not = "!"
}

package enum BinaryOperator: String, Sendable, CaseIterable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case elementwiseMultiply = ".*"
  case elementwiseDivide = "./"
  case power = "^"
  case elementwisePower = ".^"
  case less = "<"
  case lessOrEqual = "<="
  case equal = "=="
  case notEqual = "!="
  case greaterOrEqual = ">="
  case greater = ">"
  case and = "&"
  case or = "|"
}
