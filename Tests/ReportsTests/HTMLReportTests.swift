import Diagnostics
import EquationGraph
import LinearAlgebra
import NotebookEngine
import NotebookSyntax
import Testing

@testable import Reports

@Suite struct HTMLReportTests {
  private func page(_ run: NotebookRun) throws -> String {
    let files = HTMLReport.render(run)
    #expect(files.count == 1)
    return String(decoding: try #require(files.first).contents, as: UTF8.self)
  }

  @Test func `the page of the seed example`() throws {
    try Snapshot.expect(page(SeedRun.make()), matches: "seed.html")
  }

  @Test func `the page of a notebook with mistakes`() throws {
    try Snapshot.expect(page(MistakesRun.make()), matches: "mistakes.html")
  }

  @Test func `the page of a sweep`() throws {
    try Snapshot.expect(page(SweepRun.make()), matches: "sweep.html")
  }

  @Test func `no text of the notebook becomes markup`() throws {
    let page = try page(MistakesRun.make())
    #expect(!page.contains("<script>alert"))
    #expect(!page.contains("alert('x')</script>"))
    // The only scripts are the page's own, and nothing is inline.
    let scripts = page.split(separator: "<script", omittingEmptySubsequences: false).dropFirst()
    #expect(scripts.count == 2)
    #expect(scripts.allSatisfy { $0.hasPrefix(" defer src=\"assets/") })
    for forbidden in [" style=", "<style", " onclick", " onload", "javascript:"] {
      #expect(!page.contains(forbidden), "\(forbidden)")
    }
  }

  @Test func `no file refers to a network address`() throws {
    let network = ["http://", "https://", "//cdn", "url(//", "src=\"//"]
    let page = try page(SeedRun.make())
    for address in network { #expect(!page.contains(address)) }
    for file in SharedAssets.files where file.path.hasSuffix(".css") {
      let text = String(decoding: file.contents, as: UTF8.self)
      for address in network { #expect(!text.contains(address), "\(file.path)") }
    }
  }

  @Test(
    arguments: [
      (CellOptions.Form.short, ["y = 2 \\cdot x", "= 2 \\cdot 3", "= 6"]),
      (.long, ["y &= 2 \\cdot x \\\\ &= 2 \\cdot 3 \\\\ &= 6"]),
      (.symbolic, ["y = 2 \\cdot x"]),
      (.result, ["y = 6"]),
    ])
  func `a form shows its stages`(form: CellOptions.Form, stages: [String]) throws {
    let statement = StatementResult.shown(
      SourceRange(0, 0), "y", .infix(.scale, .literal("2"), .name("x")), Matrix(scalar: 6),
      numbers: .infix(.scale, .literal("2"), .value(Matrix(scalar: 3))))
    let style = DisplayOptions(CellOptions()).style
    let equation = try #require(Equation(statement, form: form, style: style))
    let text = form == .long ? equation.alignedLines : equation.line
    for stage in stages { #expect(text.contains(stage)) }
    #expect(form == .long || text == stages.joined(separator: " "))
  }

  @Test func `a literal is shown once, and a statement without value not at all`() throws {
    let style = DisplayOptions(CellOptions()).style
    let literal = StatementResult.shown(
      SourceRange(0, 0), "h", .literal("0.01"), Matrix(scalar: 0.01))
    #expect(Equation(literal, form: .short, style: style)?.line == "h = 0.01")
    let long = StatementResult.shown(
      SourceRange(0, 0), "t", .prefix(.minus, .literal("0.99999999")), Matrix(scalar: -0.99999999))
    #expect(Equation(long, form: .short, style: style)?.line == "t = -0.99999999")
    let function = StatementResult(
      status: .ok, range: SourceRange(0, 0), name: "f", isShown: true)
    #expect(Equation(function, form: .short, style: style) == nil)
  }

  @Test func `precision and largest size are those of the block`() throws {
    var options = CellOptions()
    options.precision = 2
    options.max = CellOptions.MaximalSize(rows: 3, columns: 3)
    let style = DisplayOptions(options).style
    #expect(tex(of: Matrix(scalar: 1.2345), style) == "1.2")
    #expect(tex(of: Matrix(Shape(1, 9), repeating: 0), style).contains("0 & \\cdots & 0"))
  }

  @Test(
    arguments: [
      ("x'", "x'"),
      ("'a' % b", "<span class=\"string\">'a'</span> <span class=\"comment\">% b</span>"),
      ("A(1)'", "<span class=\"function\">A</span>(<span class=\"number\">1</span>)'"),
      ("1.5e-3*x", "<span class=\"number\">1.5e-3</span>*x"),
      ("2.*A", "<span class=\"number\">2</span>.*A"),
      ("derive C W", "<span class=\"keyword\">derive</span> C W"),
      ("x = show", "x = show"),
      ("y %=> <3", "y <span class=\"expectation\">%=&gt; &lt;3</span>"),
      ("\"never", "<span class=\"string\">&quot;never</span>"),
      ("θ(x) & σ", "<span class=\"function\">θ</span>(x) &amp; σ"),
    ])
  func `source is coloured`(source: String, html: String) {
    #expect(SourceHighlighter.html(source, kind: .matrix) == html)
  }

  @Test func `settings are coloured`() {
    #expect(
      SourceHighlighter.html("lr: h # note\n# all\nodd", kind: .train)
        == "<span class=\"key\">lr</span>: h <span class=\"comment\"># note</span>\n"
        + "<span class=\"comment\"># all</span>\nodd")
  }

  @Test func `messages set code between backticks`() {
    #expect(MessageText("`a<b` is `x`").html == "<code>a&lt;b</code> is <code>x</code>")
    #expect(MessageText("odd ` one").html == "odd ` one")
    #expect(MessageText("`a|b` of *c*").markdown == "`a|b` of \\*c\\*")
    #expect(MessageText("").pieces.isEmpty)
  }
}
