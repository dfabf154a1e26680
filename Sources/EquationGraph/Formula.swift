package import LinearAlgebra

/// An expression as a reader sees it: what the author wrote, or what a derivation found. It prints as
/// block language (`FormulaText`) and as TeX (`FormulaTeX`).
package indirect enum Formula: Hashable, Sendable {
  /// The author's name for a value, or a name the notation gives (`dC_dW` prints as ∂C/∂W).
  case name(String)
  /// A number as the author wrote it (`1e-3`, `.5`).
  case literal(String)
  /// A computed value in place of a name: "the numbers put in".
  case value(Matrix)
  /// `[a, b; c, d]`
  case matrix([[Formula]])
  case prefix(PrefixSymbol, Formula)
  case infix(InfixSymbol, Formula, Formula)
  case transpose(Formula)
  /// A function by its name in the language.
  case call(String, [Formula])
  /// `A(i, j)`
  case index(Formula, [Formula])
  /// A bare `:` in an index.
  case colon
  /// `a:b` or `a:step:b`
  case range(Formula, step: Formula?, Formula)
  case text(String)
}

package enum PrefixSymbol: String, Hashable, Sendable {
  case plus = "+"
  case minus = "-"
  case not = "!"
}

/// The operators between two operands. `*` is two of them, since a reader wants to see which product.
package enum InfixSymbol: Hashable, Sendable {
  case add, subtract
  /// `*` of two matrices.
  case matmul
  /// `*` with a scalar on either side.
  case scale
  case hadamard
  /// `/` by a scalar.
  case divide
  /// `./`
  case elementwiseDivide
  /// `^`
  case power
  /// `.^`
  case elementwisePower
  case less, lessOrEqual, equal, notEqual, greaterOrEqual, greater
  case and, or
  /// `=` between a name and its equation.
  case define
}

/// How an operation is written.
package enum Notation: Sendable {
  /// `name(a, b)`; in TeX the given command instead of the upright name.
  case function(tex: String?)
  case infix(InfixSymbol)
  case prefix(PrefixSymbol)
  case transpose
  /// Written as its only operand: a definition, `detach`.
  case transparent
  /// In TeX, text around the operands: `√`, `|A|`, `‖A‖`. `#1` … `#9` are the operands.
  case template(tex: String)
}
