import Diagnostics
import NotebookSyntax
import Testing

@Suite struct ParsingStatementsTests {
  @Test(arguments: [
    Reading("x = 1", "x = 1"),
    Reading("x = 1;", "x = 1;"),
    Reading("x=1,y=2;z", "x = 1\ny = 2;\nz"),
    Reading("x = 1; ; , y", "x = 1;\ny"),
    Reading("\n\n  x\n\t\ny\n", "x\ny"),
    Reading("x = 1\r\ny = 2\r\n", "x = 1\ny = 2"),
    Reading("W += 1\nW -= h * dW\nW *= 2\nW /= n", "W += 1\nW -= (* h dW)\nW *= 2\nW /= n"),
    Reading("f = @(x) 1 ./ (1 + exp(-x))", "f = @(x) (./ 1 (paren (+ 1 (call exp (- x)))))"),
    Reading("f = @(x, y) x + y;", "f = @(x, y) (+ x y);"),
    Reading("f = @() 1", "f = @() 1"),
    Reading("x == 1", "(== x 1)"),
    Reading("b1 = zeros(1, 4);   W2 = 3", "b1 = (call zeros 1 4);\nW2 = 3"),
    Reading("assert(a, b, 1e-12)", "(call assert a b 1e-12)"),
    Reading("", ""),
    Reading("% words alone\n# and others\n", ""),
  ])
  func `statements are read up to their end`(_ reading: Reading) {
    #expect(dump(reading.text) == reading.tree)
  }

  @Test(arguments: [
    Reading("derive C", "derive ‹C›"),
    Reading("derive C W % why", "derive ‹C› ‹W› % why"),
    Reading("derive C W entry=(2,1)", "derive ‹C› ‹W› ‹entry=(2,1)›"),
    Reading("derive C W entry=(2, 1) x", "derive ‹C› ‹W› ‹entry=(2, 1)› ‹x›"),
    Reading("derive C W steps=(local,entry);", "derive ‹C› ‹W› ‹steps=(local,entry)›;"),
    Reading("gradcheck C W tol=1e-6", "gradcheck ‹C› ‹W› ‹tol=1e-6›"),
    Reading("x = 1; derive C W, y", "x = 1;\nderive ‹C› ‹W›\ny"),
    Reading("show W as heatmap", "show ‹W› ‹as› ‹heatmap› shows W"),
    Reading("show X * W", "show ‹X› ‹*› ‹W› shows (* X W)"),
    Reading("show f(x, 2)' as table", "show ‹f(x, 2)'› ‹as› ‹table› shows (' (call f x 2))"),
    Reading("show [1 2; 3 4]", "show ‹[1 2; 3 4]› shows [1, 2; 3, 4]"),
    Reading("show boundary X", "show ‹boundary› ‹X›"),
    Reading("show landscape W(1,1) W(2,1)", "show ‹landscape› ‹W(1,1)› ‹W(2,1)›"),
    Reading("show = 3", "show = 3"),
    Reading("derive == 3", "(== derive 3)"),
    Reading("show += 3", "show += 3"),
    Reading("show'", "(' show)"),
  ])
  func `commands keep their words`(_ reading: Reading) {
    #expect(dump(reading.text) == reading.tree)
  }

  @Test(arguments: [
    Reading("X = a %: N×3", "X = a %: N×3"),
    Reading("X = a  %:3x2", "X = a %: 3×2"),
    Reading("X = a %: 1 × 1", "X = a %: 1×1"),
    Reading("X = a %: N x 3", "X = a %: N×3"),
    Reading("X = a %: NxM", "X = a %: N×M"),
    Reading("X = a %: maxx3", "X = a %: max×3"),
    Reading("X = a %: 3xmax", "X = a %: 3×max"),
    Reading(
      "X = a %: N×2   the first class is the true one",
      "X = a %: N×2 % the first class is the true one"),
    Reading("X = a; %: Ν×2", "X = a; %: Ν×2"),
    Reading("C %=> 7.87", "C %=> [7.87]"),
    Reading("C %=>7.870", "C %=> [7.870]"),
    Reading("C %=> -2.50e-3", "C %=> [-2.50e-3]"),
    Reading("C %=> −2", "C %=> [−2]"),
    Reading("C %=> NaN", "C %=> [NaN]"),
    Reading("C %=> -Inf", "C %=> [-Inf]"),
    Reading("C %=> [-2.00 0; -4.00 0; 2.00 0]", "C %=> [-2.00 0; -4.00 0; 2.00 0]"),
    Reading("C %=> [1,2 ; 3 , NaN]", "C %=> [1 2; 3 NaN]"),
    Reading("C %=> 7.87 nats", "C %=> [7.87] % nats"),
    Reading("C %=> 7.87  2 digits", "C %=> [7.87] % 2 digits"),
    Reading("C #=> 7.87", "C %=> [7.87]"),
    Reading("C %: 1×1 %=> 7.87  from the post", "C %: 1×1 %=> [7.87] % from the post"),
    Reading("a = 1; b = 2 %=> 2", "a = 1;\nb = 2 %=> [2]"),
    Reading("a = 1; b = 2; % both", "a = 1;\nb = 2; % both"),
    Reading(
      "X = [1 2   %: 2×2\n     3 4] %=> [1 2; 3 4]",
      "X = [1, 2; 3, 4] %: 2×2 %=> [1 2; 3 4]"),
    Reading("x %% loud", "x % loud"),
    Reading("x % see %=> 3", "x % see %=> 3"),
  ])
  func `comments declare shapes and expected values`(_ reading: Reading) {
    #expect(dump(reading.text) == reading.tree)
  }

  @Test func `expected numbers keep value, digits and place`() throws {
    let marked = MarkedText("C %=> [«-2.00», Inf]")
    let statement = try #require(parseBlock(marked.source).statements.first)
    let numbers = try #require(statement.expected?.rows.first)
    #expect(numbers.map(\.value) == [-2, .infinity])
    #expect(numbers.map(\.text) == ["-2.00", "Inf"])
    #expect(numbers[0].range == marked.ranges[0])
  }

  @Test(arguments: [
    "«x = 1»;  % words", "y;   «a + b»   ", "«X = [1 2\n 3 4]» % both rows",
    "«derive C W entry=(1,1)»  % why", "«f = @(x) x»;",
  ])
  func `a statement's range leaves out semicolon and comment`(_ text: String) {
    let marked = MarkedText(text)
    #expect(parseBlock(marked.source).statements.map(\.range).contains(marked.ranges[0]))
  }

  @Test func `places are those of the file, not of the block`() throws {
    // Two lines of a block inside a block quote: the text begins behind `> ` on each line.
    let source = SourceFile(path: "notebook.md", text: "> x = 1\n> y = x +\n")
    let body = Array("x = 1\ny = x +\n".utf8)
    let text = CellText(
      utf8: body,
      lines: [
        CellText.Line(start: 0, fileOffset: 2), CellText.Line(start: 6, fileOffset: 10),
      ])
    let parsed = StatementParser.parse(text, in: source)
    #expect(parsed.statements.map { source.text(in: $0.range) } == ["x = 1"])
    #expect(
      parsed.diagnostics.map { DiagnosticFormatter().format($0, in: source) } == [
        """
        notebook.md:2:9: error E-PARSE: expected an expression after `+`
           2 | > y = x +
             |         ^
        help: write a number, a name, or something in `( )` or `[ ]` there

        """
      ])
  }

  @Test func `a single expression is read to its end`() {
    #expect(ExpressionParser.parse(" L < 1e-3 ").expression.map(SyntaxDump.text) == "(< L 1e-3)")
    #expect(ExpressionParser.parse("2^3^2").diagnostics.map(\.code) == [.order])
    for text in ["", "  ", "a b", "a = 1", "a;", "a, b", "a % b", "a\nb", "derive C", "∇C"] {
      let parsed = ExpressionParser.parse(text)
      #expect(parsed.expression == nil, "\(text)")
      #expect(parsed.diagnostics.map(\.severity) == [.error], "\(text)")
    }
    #expect(
      ExpressionParser.parse("∇C", allowsGradients: true).expression.map(SyntaxDump.text)
        == "(∇ C)")
  }

  @Test func `a single expression is placed in the file`() {
    let parsed = ExpressionParser.parse("a + b", at: 100)
    #expect(parsed.expression?.range == SourceRange(100, 105))
    #expect(
      ExpressionParser.parse("a +", at: 100).diagnostics.map(\.range) == [SourceRange(102, 103)])
  }

  @Test func `a list is cut at its own commas`() {
    let items = ExpressionParser.split("L, accuracy(Q, P) , [1, 2] ", at: 10)
    #expect(items.map(\.text) == ["L", "accuracy(Q, P)", "[1, 2]"])
    #expect(items.map(\.range) == [SourceRange(10, 11), SourceRange(13, 27), SourceRange(30, 36)])
    #expect(ExpressionParser.split("a,,b").map(\.text) == ["a", "", "b"])
    #expect(ExpressionParser.split("").map(\.text) == [""])
    #expect(ExpressionParser.split("a, b % c, d").map(\.text) == ["a", "b % c, d"])
  }
}
