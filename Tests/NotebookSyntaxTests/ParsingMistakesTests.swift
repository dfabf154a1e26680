import Diagnostics
import NotebookSyntax
import Testing

/// What stands for an operand, said by most messages about a missing one.
private let operandHelp = "write a number, a name, or something in `( )` or `[ ]` there"
private let blockHelp =
  "repeat a training step with a `train` block; matrix operations need no loop"

@Suite struct ParsingMistakesTests {
  @Test(arguments: [
    Mistake("x = a «*»", "E-PARSE: expected an expression after `*`", help: operandHelp),
    Mistake("x «=»", "E-PARSE: expected an expression after `=`", help: operandHelp),
    Mistake("x = «*» 2", "E-PARSE: expected an expression after `=`, not `*`", help: operandHelp),
    Mistake("f(1,«)»", "E-PARSE: expected an expression after `,`, not `)`", help: operandHelp),
    Mistake("(«)»", "E-PARSE: expected an expression after `(`, not `)`", help: operandHelp),
    Mistake("[1,«,» 2]", "E-PARSE: expected an expression after `,`, not `,`", help: operandHelp),
    Mistake("[1 «+»\n2]", "E-PARSE: expected an expression after `+`", help: operandHelp),
    Mistake("«*» 2", "E-PARSE: expected an expression, not `*`", help: operandHelp),
    Mistake(
      "A(2«:»)", "E-PARSE: the range has no end", help: "write `2:end` for all from the second on"),
    Mistake(
      "1:2:3«:»4", "E-PARSE: a range has at most three parts",
      help: "write `first:last` or `first:step:last`"),
    Mistake(
      "«x y»", "E-PARSE: expected an operator between `x` and `y`",
      help: "a product is written `x * y`"),
    Mistake(
      "«x [»1 2]", "E-PARSE: expected an operator between `x` and `[`",
      help: "write an operator between them, or begin a new line"),
    Mistake(
      "«2x»", "E-PARSE: `2x` is neither a number nor a name", help: "a product is written `2 * x`"),
    Mistake(
      "«2»(a + b)", "E-PARSE: `2(…)` is neither a call nor an index",
      help: "a product is written `2 * (…)`"),
    Mistake(
      "[a«'b»']", "E-PARSE: `'` and `b` stand side by side without a blank or a comma",
      help: "write `,` between two elements of a row"),
    Mistake(
      "x«)»", "E-PARSE: `)` closes nothing", help: "remove it, or open the bracket before it"),
    Mistake(
      "(1«,» 2)", "E-PARSE: expected `)` before `,`",
      help: "a row or a matrix stands in brackets: `[a, b; c, d]`"),
    Mistake(
      "x = «end»", "E-PARSE: `end` stands outside of an index",
      help: "it means the last row or column inside `A(…)`"),
    Mistake(
      "«∂»C", "E-PARSE: `∂` stands for a derivative in the form `∂C/∂W`",
      help: "write `∂C/∂W` or `grad(C, W)` with two names"),
    Mistake(
      "x = «∇»C", "E-PARSE: `∇C` stands alone, and in `show` and `record` only",
      help: "for one gradient write `grad(C, W)`"),
    Mistake(
      "x = «1.2.3»", "E-PARSE: `1.2.3` is not a number", help: "a number has one decimal point"),
    Mistake("x = «1_000»", "E-PARSE: `1_000` is not a number", help: "write `1000`"),
    Mistake(
      "x = «1d5»", "E-PARSE: `1d5` is not a number",
      help: "an exponent is written `1e5`, a product `1 * d5`"),
    Mistake(
      "x = «0x1F»", "E-PARSE: `0x1F` is not a decimal number", help: "write it in decimal digits"),
    Mistake(
      "x = «1e400»", "E-PARSE: `1e400` is larger than any double",
      help: "the largest is about 1.8e308; infinity is written `Inf`"),
    Mistake(
      "x = 1«..»4", "E-PARSE: `..` is not part of the language",
      help: "a statement goes on in the next line after `...`; a range is `1:4`"),
  ])
  func `what is missing in an expression is named`(_ mistake: Mistake) { expectOnly(mistake) }

  @Test(arguments: [
    Mistake(
      "a «= =» b", "E-PARSE: `=` stands twice",
      help: "a comparison is written `==` without a blank, an assignment `=`"),
    Mistake(
      "a = b «=» c", "E-PARSE: an assignment is not part of an expression",
      help: "compare with `==`; assign one name in each statement"),
    Mistake(
      "«a == b» = c", "E-PARSE: only a name can stand before `=`",
      help: "compare with `==`; assign to a name: `y = …`"),
    Mistake(
      "(a «=» 3)", "E-PARSE: `=` cannot stand inside brackets",
      help: "compare with `==`; an assignment is a statement of its own"),
    Mistake(
      "«W(1,2)» = 3", "E-SUBSET: assigning to entries of `W` is not part of a matrix block",
      help: "build the matrix in one expression, e.g. `W = [a, b; c, d]`"),
    Mistake(
      "«W(1)» += 3", "E-SUBSET: assigning to entries of `W` is not part of a matrix block",
      help: "build the matrix in one expression, e.g. `W = [a, b; c, d]`"),
    Mistake(
      "«[a, b]» = size(X)", "E-SUBSET: several results at once are not part of a matrix block",
      help: "assign one name in each statement"),
    Mistake(
      "«∂C/∂W» = 3", "E-PARSE: a derivative is computed, not assigned",
      help: "give your own result a name such as `dC_dW`; it is set as ∂C/∂W"),
    Mistake(
      "x = a «+=» 3", "E-PARSE: `+=` is not part of an expression",
      help: "it stands behind the name at the start of a statement: `W += h * dW`"),
    Mistake(
      "f = «@»sin", "E-SUBSET: a function behind `@` names its parameters in parentheses",
      help: "write `@(x) sin(x)`"),
    Mistake(
      "g(«@»(x) x)", "E-SUBSET: a function with `@` stands alone behind `name =`",
      help: "name it first: `f = @(x) …`, then write `f(…)`"),
    Mistake(
      "f = @(x, «2») x", "E-PARSE: expected the name of a parameter, not `2`",
      help: "write `@(x, y) …`"),
    Mistake(
      "f = @(x, «x») x", "E-PARSE: the parameter `x` stands twice", help: "rename one of them"),
    Mistake("«show»", "E-PARSE: `show` does not say of what", help: "write `show W as heatmap`"),
    Mistake("«derive»  % C", "E-PARSE: `derive` does not say of what", help: "write `derive C W`"),
    Mistake(
      "«derive»(C, W)", "E-PARSE: `derive` is a command, not a function",
      help: "write its words with blanks between them: `derive C W`"),
    Mistake("show X «*»", "E-PARSE: expected an expression after `*`", help: operandHelp),
    Mistake(
      "derive C entry=«(»2,1", "E-CLOSE: `(` of line 1 is never closed", help: "close it with `)`"),
  ])
  func `a statement of the wrong form is told which form is right`(_ mistake: Mistake) {
    expectOnly(mistake)
  }

  @Test(arguments: [
    Mistake("X = «[»1 2", "E-CLOSE: `[` of line 1 is never closed", help: "close it with `]`"),
    Mistake(
      "X = «[»1 2\nY = 3", "E-CLOSE: `[` of line 1 is never closed", help: "close it with `]`"),
    Mistake(
      "x\ny = «(»1 +\n(2)\n", "E-CLOSE: `(` of line 2 is never closed", help: "close it with `)`"),
    Mistake(
      "x = f(«'»abc)", "E-CLOSE: `'` opens a string that is never closed",
      help: "close it with `'`; a transpose stands at once behind its matrix: `A'`"),
    Mistake(
      "x = f(«\"»abc)\ny = 2", "E-CLOSE: `\"` opens a string that is never closed",
      help: "close it with `\"`"),
    Mistake("f(a«]»", "E-CLOSE: `(` is closed by `]`", help: "close it with `)`"),
    Mistake(
      "x = [«f (1)»]", "E-SPACE: `[f (1)]` holds two elements in Octave",
      help: "write `f(1)` or `f, (1)`"),
    Mistake(
      "x = [a, «W (1, f(2))», b]", "E-SPACE: `[W (1, f(2))]` holds two elements in Octave",
      help: "write `W(1, f(2))` or `W, (1, f(2))`"),
    Mistake(
      "X = [1 2; «3»]", "E-RAGGED: row 2 has 1 element, row 1 has 2",
      help: "all rows of a matrix have the same number of elements"),
    Mistake(
      "X = [1\n2\n«-3, 4»]", "E-RAGGED: row 3 has 2 elements, row 1 has 1",
      help: "all rows of a matrix have the same number of elements"),
  ])
  func `brackets and rows that do not fit are told where they begin`(_ mistake: Mistake) {
    expectOnly(mistake)
  }

  @Test(arguments: [
    Mistake("x = f(«“»a”)", "E-CHAR: `“` is not part of the language", help: "use straight quotes"),
    Mistake("A«′»", "E-CHAR: `′` is not part of the language", help: "use straight quotes"),
    Mistake("a «–» b", "E-CHAR: `–` is not part of the language", help: "write `-`"),
    Mistake("a «÷» b", "E-CHAR: `÷` is not part of the language", help: "write `./` or `/`"),
    Mistake("x«²»", "E-CHAR: `²` is not part of the language", help: "write a power: `x.^2`"),
    Mistake(
      "x«₁»", "E-CHAR: `₁` is not part of the language",
      help: "write plain digits behind the name: `x1` or `x_1` is set with subscript 1"),
    Mistake(
      "gr«ö»ße = 1", "E-CHAR: `ö` is not part of the language",
      help: "names are made of A–Z, a–z, digits, `_` and Greek letters"),
    Mistake(
      "x =«\u{A0}»1", "E-CHAR: the special blank U+00A0 is not part of the language",
      help: "write an ordinary blank"),
    Mistake(
      "x = 1«\u{200B}»", "E-CHAR: the invisible character U+200B is not part of the language",
      help: "delete it"),
    Mistake(
      "y«\u{302}» = 1", "E-CHAR: an accent (U+0302) is not part of the language",
      help: "write the accent as a word: `y_hat`, `x_bar`, `v_dot`, `z_tilde`"),
    Mistake(
      "«\u{B5}» = 1", "E-CHAR: `\u{B5}` is not part of the language",
      help: "this is the micro sign; write the Greek letter `μ`, or `mu`"),
    Mistake("«（»1）", "E-CHAR: `（` is not part of the language", help: "write `(`"),
    Mistake(
      "x = «❤️»", "E-CHAR: `❤️` is not part of the language",
      help: "remove it, or write it in the comment"),
    Mistake(
      "«$»x$", "E-CHAR: `$` is not part of the language",
      help: "formulas between `$` signs stand in the prose, outside of the block"),
    Mistake(
      "«_»x = 1", "E-CHAR: `_` is not part of the language", help: "a name begins with a letter"),
  ])
  func `a foreign character is told with what to type`(_ mistake: Mistake) { expectOnly(mistake) }

  @Test(arguments: [
    Mistake(
      "«for» i = 1:10", "E-SUBSET: `for` loops are not part of a matrix block", help: blockHelp),
    Mistake(
      "«for» (i = 0; i < 3; i++) {\n  x = 1;\n}",
      "E-SUBSET: `for` loops are not part of a matrix block", help: blockHelp),
    Mistake(
      "«while» x > 0, x = x - 1; end", "E-SUBSET: `while` loops are not part of a matrix block",
      help: blockHelp),
    Mistake(
      "«if» x > 0\n  y = 1\nelse\n  y = 2\nend\nz = 3",
      "E-SUBSET: `if` is not part of a matrix block",
      help: "choose entries with a comparison: `(x > 0) .* a + (x <= 0) .* b`"),
    Mistake(
      "«function» y = f(x)\n  y = x;\nend", "E-SUBSET: `function` is not part of a matrix block",
      help: "define a function in one line: `f = @(x) 1 ./ (1 + exp(-x))`"),
    Mistake(
      "«end»", "E-SUBSET: `end` ends nothing here",
      help: "a matrix block has no `if`, `for` or `function` to end; remove it"),
    Mistake(
      "x = a «&&» b", "E-SUBSET: `&&` is not part of a matrix block", help: "write `&`"),
    Mistake("x = a «||» b", "E-SUBSET: `||` is not part of a matrix block", help: "write `|`"),
    Mistake(
      "x«++»", "E-SUBSET: `++` is not part of a matrix block",
      help: "write `n += 1`, or put a blank between the signs"),
    Mistake(
      "W «.*=» 2", "E-SUBSET: `.*=` is not part of a matrix block", help: "write `W = W .* …`"),
    Mistake(
      "A «\\» b", "E-SUBSET: `\\` solves equations in Octave and is not part of a matrix block",
      help: "write `inv(A) * b`"),
    Mistake(
      "c = «{»1, 2; 3}", "E-SUBSET: cells `{ }` are not part of a matrix block",
      help: "use a matrix in `[ ]`, or several names"),
    Mistake(
      "«s.lr» = 3", "E-SUBSET: structs such as `s.lr` are not part of a matrix block",
      help: "use a name such as `s_lr`"),
    Mistake(
      "«3i»", "E-SUBSET: `3i` is a complex number; all numbers here are real",
      help: "a product with a name is written `3 * i`"),
    Mistake(
      "s = «'abc'»", "E-SUBSET: strings as values are not part of a matrix block",
      help: "a string is an argument alone, as in `norm(A, \"fro\")`"),
    Mistake(
      "f(«\"a\"» + 1)", "E-SUBSET: strings as values are not part of a matrix block",
      help: "a string is an argument alone, as in `norm(A, \"fro\")`"),
    Mistake(
      "«disp»(x)", "E-SUBSET: `disp` is not part of a matrix block",
      help: "write the expression alone on a line; without `;` its value is shown"),
    Mistake(
      "«plot»(x, y)", "E-SUBSET: `plot(…)` is not part of a matrix block",
      help: "a `show` line draws: `show W as heatmap`, `show L as curve`"),
    Mistake(
      "«format» long", "E-SUBSET: `format` is not part of a matrix block",
      help: "leave it out: nbrun starts afresh and lays out the report itself"),
    Mistake(
      "«%{»\nx = 1\n%}\ny = 2", "E-SUBSET: block comments `%{ … %}` are not part of a matrix block",
      help: "begin each line of the comment with `%`, or write prose outside of the block"),
  ])
  func `what Octave has beyond the language is told with the way out`(_ mistake: Mistake) {
    expectOnly(mistake)
  }

  @Test(arguments: [
    Mistake(
      "X «@» W", "E-PYTHON: `@` between matrices is NumPy's product",
      help: "write `X * W`; elementwise is `.*`"),
    Mistake(
      "(f(X) «@» 2)", "E-PYTHON: `@` between matrices is NumPy's product",
      help: "write `A * B`; elementwise is `.*`"),
    Mistake("«W[0,1]»", "E-PYTHON: `W[0,1]` counts from 0 in NumPy", help: "write `W(1,2)`"),
    Mistake(
      "x = «W[:, 0]» + 1", "E-PYTHON: `W[:, 0]` counts from 0 in NumPy", help: "write `W(:, 1)`"),
    Mistake("«W[1:3]»", "E-PYTHON: `W[1:3]` counts from 0 in NumPy", help: "write `W(1, 2)`"),
    Mistake("x «**» 2", "E-PYTHON: `**` is Python's power", help: "write `.^`"),
    Mistake(
      "a «//» b", "E-PYTHON: `//` is Python's division to whole numbers",
      help: "write `floor(a ./ b)`"),
    Mistake(
      "y = «np.dot»(X, W)", "E-PYTHON: `np.dot` is NumPy's spelling", help: "write `A * B`"),
    Mistake(
      "y = «np.tanh»(X)", "E-PYTHON: `np.tanh` is NumPy's spelling",
      help: "write the name alone: `tanh(…)`"),
    Mistake(
      "W = «np.random».normal(size=(3,2))", "E-PYTHON: `np.random` is NumPy's spelling",
      help: "write `rng(seed)`, `randn(rows, columns)` or `rand(rows, columns)`"),
    Mistake("«X.T»", "E-PYTHON: `X.T` is NumPy's transpose", help: "write `X'`"),
    Mistake(
      "«A.sum»(axis=0)", "E-PYTHON: `A.sum(…)` is a method call of Python",
      help: "write `sum(A)`, or `sum(A, 1)` with a dimension"),
    Mistake("«X.shape»", "E-PYTHON: `X.shape` is NumPy's", help: "write `size(X)`"),
    Mistake(
      "sum(A, «axis=»0)", "E-PYTHON: `axis=` is a keyword argument of Python",
      help: "write the dimension as second argument: `sum(A, 1)` goes down the columns"),
    Mistake(
      "«import» numpy as np", "E-PYTHON: `import` is not part of a matrix block",
      help: "every function is there without import; leave the line out"),
    Mistake(
      "f = «lambda» x: x", "E-PYTHON: `lambda` is Python's function",
      help: "write `f = @(x) x.^2`"),
    Mistake(
      "«print»(x)", "E-PYTHON: `print` is not part of a matrix block",
      help: "write the expression alone on a line; without `;` its value is shown"),
    Mistake("a «and» b", "E-PYTHON: `and` is Python's conjunction", help: "write `a & b`"),
    Mistake(
      "y = σ«.»(x)", "E-PARSE: `σ.(…)` is Julia's elementwise call",
      help: "write `σ(…)`: functions work on every entry"),
    Mistake(
      "a «.+» b", "E-PARSE: `.+` is Julia's elementwise `+`",
      help: "write `+`: it works on every entry"),
    Mistake(
      "a «.==» b", "E-PARSE: `.==` is Julia's elementwise `==`",
      help: "write `==`: it works on every entry"),
  ])
  func `users of NumPy and Julia are told the spelling here`(_ mistake: Mistake) {
    expectOnly(mistake)
  }

  @Test(arguments: [
    Mistake(
      "x = «2^3^2»", "W-ORDER: `2^3^2` is read as `(2^3)^2`",
      help: "add parentheses: `(2^3)^2` or `2^(3^2)`"),
    Mistake(
      "«a .^ b .^ -c» .^ d", "W-ORDER: `a .^ b .^ -c` is read as `(a .^ b).^-c`",
      help: "add parentheses: `(a .^ b).^-c` or `a.^(b.^-c)`"),
    Mistake(
      "«A.^B'»", "W-ORDER: `A.^B'` is read as `(A.^B)'`",
      help: "add parentheses: `(A.^B)'` or `A.^(B')`"),
    Mistake(
      "-«f(x)^2ᵀ»", "W-ORDER: `f(x)^2ᵀ` is read as `(f(x)^2)ᵀ`",
      help: "add parentheses: `(f(x)^2)ᵀ` or `f(x)^(2ᵀ)`"),
    Mistake(
      "«!x ==» 0", "W-ORDER: `!x == …` is read as `(!x) == …`",
      help: "add parentheses: `(!x) == …` or `!(x == …)`"),
  ])
  func `a precedence that surprises is a warning`(_ mistake: Mistake) { expectOnly(mistake) }

  @Test(arguments: ["(2^3)^2", "2^(3^2)", "(A.^B)'", "A.^(B')", "(!x) == 0", "!(x == 0)", "-2^2"])
  func `parentheses silence the warning`(_ text: String) {
    #expect(parseBlock(text).diagnostics.isEmpty)
  }

  @Test(arguments: [
    Mistake(
      "x = 1 %: «3y»", "E-PARSE: expected a shape after `%:`, not `3y`",
      help: "write rows × columns, each a number or a name: `%: N×3`; a plain comment has no `:`"),
    Mistake(
      "x = 1 %«:»  ", "E-PARSE: expected a shape after `%:`",
      help: "write rows × columns, each a number or a name: `%: N×3`; a plain comment has no `:`"),
    Mistake(
      "x = 1 %: «99999999999999999999×3»",
      "E-PARSE: expected a shape after `%:`, not `99999999999999999999×3`",
      help: "write rows × columns, each a number or a name: `%: N×3`; a plain comment has no `:`"),
    Mistake(
      "x = 1 %=> «abc»", "E-PARSE: expected a number, not `abc`",
      help: "`%=>` states numbers, with as many digits as count: `%=> 7.87`, `%=> [1 0; 0 1]`"),
    Mistake(
      "x = 1 %=«>»", "E-PARSE: expected a number or a matrix of numbers after `%=>`",
      help: "`%=>` states numbers, with as many digits as count: `%=> 7.87`, `%=> [1 0; 0 1]`"),
    Mistake(
      "x = 1 %=> [1 «0x2»]", "E-PARSE: expected a number, not `0x2`",
      help: "`%=>` states numbers, with as many digits as count: `%=> 7.87`, `%=> [1 0; 0 1]`"),
    Mistake(
      "x = 1 %=> 1 «2» 3", "E-PARSE: `%=>` states one number or a matrix in brackets",
      help: "write a row as `%=> [1 2 3]`; words may follow after two blanks"),
    Mistake(
      "x = 1 %=> [1; «2 3»]", "E-RAGGED: row 2 has 2 elements, row 1 has 1",
      help: "all rows of a matrix have the same number of elements"),
    Mistake(
      "x = 1 %=> «[»1 2", "E-CLOSE: `[` is never closed", help: "close it with `]`"),
    Mistake(
      "x = 1 %=> 1 «%=>» 2", "E-PARSE: the statement has two comments with `%=>`",
      help: "keep one"),
    Mistake(
      "x = 1\n  «%=>» 2", "E-PARSE: the comment speaks of a value, but its line has no statement",
      help: "write it behind the statement, on the same line"),
    Mistake(
      "derive C W «%:» 1×1", "E-PARSE: the comment speaks of a value, and `derive` has none",
      help: "write it behind the statement that computes the value"),
    Mistake(
      "f = @(x) x «%=>» 1",
      "E-PARSE: the comment speaks of a value, and the function `f` has none",
      help: "write it behind a statement that calls `f`"),
  ])
  func `a comment that promises a value keeps its form`(_ mistake: Mistake) { expectOnly(mistake) }

  @Test func `several mistakes of a block are told together, each once`() {
    let block = """
      X = [1 2; 3];
      y = X @ W + “a” * 2
      ok = 1; z = (1 + ]; w = 3
      W = randn(3, 2    % forgotten
      C = 2 *

      """
    #expect(
      report(block) == """
        notebook.md:1:11: error E-RAGGED: row 2 has 1 element, row 1 has 2
           1 | X = [1 2; 3];
             |           ^
        help: all rows of a matrix have the same number of elements
        notebook.md:2:13: error E-CHAR: `“` is not part of the language
           2 | y = X @ W + “a” * 2
             |             ^
        help: use straight quotes
        notebook.md:3:18: error E-CLOSE: `(` is closed by `]`
           3 | ok = 1; z = (1 + ]; w = 3
             |                  ^
        notebook.md:3:13: note: `(` is opened here
        help: close it with `)`
        notebook.md:4:10: error E-CLOSE: `(` of line 4 is never closed
           4 | W = randn(3, 2    % forgotten
             |          ^
        help: close it with `)`
        notebook.md:5:7: error E-PARSE: expected an expression after `*`
           5 | C = 2 *
             |       ^
        help: write a number, a name, or something in `( )` or `[ ]` there

        """)
    #expect(parseBlock(block).statements.map(SyntaxDump.text) == ["ok = 1;", "w = 3"])
    #expect(parseBlock(block).unreadNames.map(\.text) == ["X", "y", "z", "W", "C"])
  }

  @Test(arguments: [
    ("x = 2 3, y = 1", 1), ("f(a, b c, d)", 1), ("[1 2) + (3 4]", 1), ("“a” “b”", 1),
    ("((((1", 1), ("))))", 1), ("{{{{", 1), ("x = {a, 'b', {3}};", 1), ("1 2 3 4", 1),
    ("import numpy as np, math", 1), ("s.a.b.c = 1", 1), ("if a, if b, c = 1, end, end", 1),
    ("a = = b\nc = = d", 2), ("x +; y *; z", 2), ("«»\n", 1),
  ])
  func `one mistake gives one message`(_ block: String, _ count: Int) {
    #expect(parseBlock(block).diagnostics.count == count)
  }
}
