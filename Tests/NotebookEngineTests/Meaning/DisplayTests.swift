import EquationGraph
import NotebookEngine
import Testing

/// What a reader sees of a statement: the formula, and the formula with the numbers put in.
@Suite struct DisplayTests {
  private static let prelude = """
    X = [1 2; 3 4]; W = [1; -1]; s = 2; f = @(x) x .^ 2;

    """

  /// The last statement's formula and its form with numbers, nil where it has none.
  private func display(_ statement: String) -> (formula: String?, numbers: String?) {
    let run = run("```octave matrix\n\(Self.prelude)\(statement)\n```\n")
    let display = run.cells.last?.statements.last?.display
    return (display?.formula.text(), display?.substituted?.text())
  }

  @Test(
    arguments: [
      ("y = X * W", "X * W", "[1, 2; 3, 4] * [1; -1]"),
      ("y = s * X", "s * X", "2 * [1, 2; 3, 4]"),
      ("y = (X + 1) .* X'", "(X + 1) .* X'", "([1, 2; 3, 4] + 1) .* [1, 2; 3, 4]'"),
      ("s", "s", nil),
      ("y = [1 2]", "[1, 2]", nil),
      ("y = rows(X) + s", "rows(X) + s", "2 + 2"),
      ("y = X(1, 2) + s", "X(1, 2) + s", "2 + 2"),
      ("y = f(W)", "f(W)", "f([1; -1])"),
      ("y = -(s ^ 2)", "-s^2", "-2^2"),
      ("W += 1", "W + 1", "[1; -1] + 1"),
      ("y = grad(sum(sum(X * W)), W)", "grad(sum(sum(X * W)), W)", nil),
      ("show X * W", "X * W", "[1, 2; 3, 4] * [1; -1]"),
      ("g = @(a, b) 2 * a .* f(b)", "g(a, b) = 2 * a .* f(b)", nil),
    ] as [(String, String, String?)])
  func `a shown statement prints its formula and its numbers`(
    statement: String, formula: String, numbers: String?
  ) {
    let seen = display(statement)
    #expect(seen.formula == formula)
    #expect(seen.numbers == numbers)
  }

  @Test(arguments: ["y = X * W;", "rng(1)", "assert(s == 2)", "g = @(a) a;"])
  func `a silent statement prints nothing`(statement: String) {
    #expect(display(statement).formula == nil)
  }
}
