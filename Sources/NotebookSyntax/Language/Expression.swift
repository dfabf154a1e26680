package import Diagnostics

/// An expression of the block language.
///
/// The parser keeps `depth` at or below `maximalDepth`, so code may recurse on an expression.
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

  /// Low enough for a recursion that spends a kilobyte of stack on a level, as debug builds do.
  package static let maximalDepth = 500

  package let kind: Kind
  package let range: SourceRange
  /// The longest way down: 1 for a number or a name, one more than its deepest part for the others.
  package let depth: Int

  package init(_ kind: Kind, at range: SourceRange) {
    self.kind = kind
    self.range = range
    depth = 1 + kind.deepestPart
  }
}

extension Expression.Kind {
  fileprivate var deepestPart: Int {
    switch self {
    case .number, .name, .string, .end, .gradients: 0
    case .matrix(let rows): rows.reduce(0) { $1.reduce($0) { max($0, $1.depth) } }
    case .prefix(_, let operand), .transpose(let operand), .parenthesized(let operand):
      operand.depth
    case .binary(_, let left, let right): max(left.depth, right.depth)
    case .call(let callee, let arguments): arguments.reduce(callee.depth) { max($0, $1.depth) }
    case .range(let start, let step, let end): max(start.depth, step?.depth ?? 0, end.depth)
    }
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

  fileprivate var depth: Int {
    switch self {
    case .expression(let expression): expression.depth
    case .colon: 1
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
