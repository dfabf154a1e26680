import Diagnostics
import NotebookSyntax
import Testing

@Suite struct ParsingExpressionsTests {
  @Test(arguments: [
    // Operators, weakest first, grouped to the left
    Reading("a | b | c & d", "(| (| a b) (& c d))"),
    Reading("a & b < c", "(& a (< b c))"),
    Reading(
      "a < b <= c == d != e ~= f >= g > h", "(> (>= (!= (!= (== (<= (< a b) c) d) e) f) g) h)"),
    Reading("1:3 == 1:3", "(== (range 1 3) (range 1 3))"),
    Reading("1:n+1", "(range 1 (+ n 1))"),
    Reading("a:2:b", "(range a 2 b)"),
    Reading("a + b - c", "(- (+ a b) c)"),
    Reading("a * b / c .* d ./ e", "(./ (.* (/ (* a b) c) d) e)"),
    Reading("a + b * c", "(+ a (* b c))"),
    Reading("-a * b", "(* (- a) b)"),
    Reading("a * -b", "(* a (- b))"),
    Reading("a - - b", "(- a (- b))"),
    Reading("!a & ~b", "(& (! a) (! b))"),
    Reading("- + - x", "(- (+ (- x)))"),
    Reading("-2^2", "(- (^ 2 2))"),
    Reading("2^-1", "(^ 2 (- 1))"),
    Reading("2 ^ - + 1", "(^ 2 (- (+ 1)))"),
    Reading("2^!x", "(^ 2 (! x))"),
    Reading("A'", "(' A)"),
    Reading("A.'", "(' A)"),
    Reading("A''", "(' (' A))"),
    Reading("A '", "(' A)"),
    Reading("-A'", "(- (' A))"),
    Reading("A' * B'", "(* (' A) (' B))"),
    Reading("A'.^2", "(.^ (' A) 2)"),
    Reading("H.^f(x)", "(.^ H (call f x))"),
    Reading("A'(1, 2)", "(call (' A) 1 2)"),
    // Operands
    Reading("(a + b)", "(paren (+ a b))"),
    Reading("((a))", "(paren (paren a))"),
    Reading("f()", "(call f)"),
    Reading("f (x)", "(call f x)"),
    Reading("f(x, y + 1)", "(call f x (+ y 1))"),
    Reading("f(x)(1)", "(call (call f x) 1)"),
    Reading("(A * B)(1, 2)", "(call (paren (* A B)) 1 2)"),
    Reading("A(:)", "(call A :)"),
    Reading("A(:, end)", "(call A : end)"),
    Reading("A(end - 1, 2:end)", "(call A (- end 1) (range 2 end))"),
    Reading("A((end), [1 end])", "(call A (paren end) [1, end])"),
    Reading("A(end)'", "(' (call A end))"),
    Reading("norm(A, \"fro\")", "(call norm A \"fro\")"),
    Reading("norm(A, 'fro')", "(call norm A \"fro\")"),
    Reading("f('it''s', \"a\"\"b\\\"c\")", "(call f \"it's\" \"a\"b\"c\")"),
    // Names
    Reading("y_o + W_12 + σ + Δx + ϵ", "(+ (+ (+ (+ y_o W_12) σ) Δx) ϵ)"),
    Reading("x2y", "x2y"),
    // Newlines and continuations
    Reading("(a\n  + b)", "(paren (+ a b))"),
    Reading("a + ...\n  b", "(+ a b)"),
    Reading("a + ... the rest is a comment\n  b", "(+ a b)"),
    Reading("f(a, % the first\n  b)", "(call f a b) % the first"),
    Reading("a +\tb\r", "(+ a b)"),
  ])
  func `every row of the grammar reads as in Octave`(_ reading: Reading) {
    #expect(dump(reading.text) == reading.tree)
  }

  @Test(arguments: [
    Reading("A × B", "(* A B)"),
    Reading("A · B", "(* A B)"),
    Reading("A ⋅ B", "(* A B)"),
    Reading("A ⊙ B", "(.* A B)"),
    Reading("A ∘ B", "(.* A B)"),
    Reading("A ⊘ B", "(./ A B)"),
    Reading("a − b", "(- a b)"),
    Reading("−a", "(- a)"),
    Reading("a ≤ b ≥ c ≠ d", "(!= (>= (<= a b) c) d)"),
    Reading("Aᵀ × B", "(* (' A) B)"),
    Reading("(A × B)ᵀ", "(' (paren (* A B)))"),
    Reading("σ(x)", "(call σ x)"),
    Reading("√(x)", "(call √ x)"),
    Reading("∂C/∂W", "(call grad C W)"),
    Reading("∂C/∂W'", "(' (call grad C W))"),
    Reading("h * ∂C/∂W / 2", "(/ (* h (call grad C W)) 2)"),
    Reading("[∂C/∂W, ∂C/∂b]", "[(call grad C W), (call grad C b)]"),
    Reading("show ∇C", "show ‹∇C› shows (∇ C)"),
  ])
  func `spelling variants read as what they mean`(_ reading: Reading) {
    #expect(dump(reading.text) == reading.tree)
  }

  @Test(arguments: [
    ("0", 0.0), ("42", 42), ("2.5", 2.5), (".5", 0.5), ("1.", 1), ("1e3", 1000), ("1E+3", 1000),
    ("2.5e-3", 0.0025), ("1.e2", 100), (".5e1", 5), ("0.1", 0.1),
    ("1.7976931348623157e308", 1.7976931348623157e308), ("5e-324", .leastNonzeroMagnitude),
    ("1e-400", 0),
  ])
  func `a number keeps its value and its text`(_ text: String, _ value: Double) throws {
    let expression = try #require(ExpressionParser.parse(text).expression)
    guard case .number(let number, let written) = expression.kind else {
      Issue.record("not a number: \(SyntaxDump.text(expression))")
      return
    }
    #expect(number == value)
    #expect(written == text)
  }

  @Test(arguments: [
    Reading("1.*x", "(.* 1 x)"),
    Reading("1./x", "(./ 1 x)"),
    Reading("1.^x", "(.^ 1 x)"),
    Reading("1.'", "(' 1)"),
    Reading("1.+2", "(+ 1. 2)"),
    Reading("2e", "E-PARSE: `2e` is not a number"),
  ])
  func `a dot belongs to the operator behind it`(_ reading: Reading) {
    #expect(dump(reading.text) == reading.tree)
  }

  /// Each was tried in Octave 7.3.
  @Test(arguments: [
    Reading("[a -b]", "[a, (- b)]"),
    Reading("[a - b]", "[(- a b)]"),
    Reading("[a-b]", "[(- a b)]"),
    Reading("[a -  b]", "[(- a b)]"),
    Reading("[1 -2 +3]", "[1, (- 2), (+ 3)]"),
    Reading("[a - b -a]", "[(- a b), (- a)]"),
    Reading("[1 - - 1]", "[(- 1 (- 1))]"),
    Reading("[- 1]", "[(- 1)]"),
    Reading("[1, - 1]", "[1, (- 1)]"),
    Reading("[a' b']", "[(' a), (' b)]"),
    Reading("[a' -b']", "[(' a), (- (' b))]"),
    Reading("[a, b'; a', b]", "[a, (' b); (' a), b]"),
    Reading("[a *b]", "[(* a b)]"),
    Reading("[a * -b]", "[(* a (- b))]"),
    Reading("[a .^b]", "[(.^ a b)]"),
    Reading("[2 ^ -1]", "[(^ 2 (- 1))]"),
    Reading("[2 ^-1]", "[(^ 2 (- 1))]"),
    Reading("[a <b]", "[(< a b)]"),
    Reading("[a !=b]", "[(!= a b)]"),
    Reading("[a ~= b]", "[(!= a b)]"),
    Reading("[a !b]", "[a, (! b)]"),
    Reading("[a ~b]", "[a, (! b)]"),
    Reading("[a &b | c]", "[(| (& a b) c)]"),
    Reading("[1 :3]", "[(range 1 3)]"),
    Reading("[1 : 3]", "[(range 1 3)]"),
    Reading("[a (-b)]'", "E-SPACE: `[a (-b)]` holds two elements in Octave"),
    Reading("[2 (3)]", "[2, (paren 3)]"),
    Reading("[(a) (b)]", "[(paren a), (paren b)]"),
    Reading("[a(1) -b]", "[(call a 1), (- b)]"),
    Reading("[f(a -b)]", "[(call f (- a b))]"),
    Reading("[a [1 2]]", "[a, [1, 2]]"),
    Reading("[a −b]", "[a, (- b)]"),
    Reading("[a , b]", "[a, b]"),
    Reading("[1 2, ]", "[1, 2]"),
    Reading("[1 2 ; ]", "[1, 2]"),
    Reading("[;1]", "[1]"),
    Reading("[1;;2]", "[1; 2]"),
    Reading("[1 2\n\n3 4]", "[1, 2; 3, 4]"),
    Reading("[\n1 2\n]", "[1, 2]"),
    Reading("[1 2;\n 3 4;\n]", "[1, 2; 3, 4]"),
    Reading("[1,\n2]", "[1; 2]"),
    Reading("[1 2\n;3 4]", "[1, 2; 3, 4]"),
    Reading("[1, 2, ...\n 3]", "[1, 2, 3]"),
    Reading("[a + ...\nb]", "[(+ a b)]"),
    Reading("[1 -...\n2]", "[1, (- 2)]"),
    Reading("[1 - ...\n2]", "[(- 1 2)]"),
    Reading("[1 2 % the first\n3 4]", "[1, 2; 3, 4] % the first"),
    Reading("[1 2 # the first\n3 4 % the second\n]", "[1, 2; 3, 4] % the second"),
    Reading("[]", "[]"),
    Reading("[ ]", "[]"),
    Reading("max(A, [], 2)", "(call max A [] 2)"),
    Reading("[A, B; C, D]", "[A, B; C, D]"),
    Reading("[1 2; A]", "[1, 2; A]"),
    Reading("[1 2]'", "(' [1, 2])"),
  ])
  func `blanks inside brackets separate as in Octave`(_ reading: Reading) {
    #expect(dump(reading.text) == reading.tree)
  }

  @Test(arguments: [
    "«a + b»", "a + «b»", "f(«x», y)", "«f(x, y)»", "[1, «-2»]", "[«a'» b]", "«∂C/∂W»",
    "«(a)»(1)", "σ(«√»(x))", "A(«1:end»)", "2 * «Δ»",
  ])
  func `a range covers what was written`(_ marked: String) throws {
    let text = MarkedText(marked)
    let statement = try #require(parseBlock(text.source).statements.first)
    guard case .expression(let expression) = statement.kind else {
      Issue.record("not an expression")
      return
    }
    #expect(SyntaxDump.ranges(expression).contains(text.ranges[0]))
  }
}
