import LinearAlgebra
import Testing

@testable import EquationGraph

private let a = Formula.name("A")
private let b = Formula.name("B")
private let c = Formula.name("C")

private func of(_ symbol: InfixSymbol, _ left: Formula, _ right: Formula) -> Formula {
  .infix(symbol, left, right)
}

@Suite struct FormulaTeXTests {
  private let style = FormulaStyle { name in
    switch name {
    case "sigmoid": .function(tex: "\\sigma")
    case "softmax": .function(tex: nil)
    case "sqrt": .template(tex: "\\sqrt{#1}")
    case "abs": .template(tex: "\\left|#1\\right|")
    case "inv": .template(tex: "{#1}^{-1}")
    case "mod": .template(tex: "#1 \\bmod #2")
    case "detach": .transparent
    default: nil
    }
  }

  @Test(
    arguments: [
      (of(.matmul, a, b), "A \\times B"),
      (of(.scale, .literal("2"), a), "2 \\cdot A"),
      (of(.hadamard, a, b), "A \\odot B"),
      (of(.hadamard, .literal("2"), a), "2 \\cdot A"),
      (of(.elementwiseDivide, a, b), "A \\oslash B"),
      (of(.divide, a, of(.add, b, c)), "\\frac{A}{B + C}"),
      (of(.divide, .prefix(.minus, a), b), "-\\frac{A}{B}"),
      (of(.matmul, a, of(.add, b, c)), "A \\times (B + C)"),
      (of(.matmul, a, of(.matmul, b, c)), "A \\times (B \\times C)"),
      (of(.subtract, a, .prefix(.minus, b)), "A - (-B)"),
      (of(.scale, a, .value(Matrix(scalar: -2))), "A \\cdot (-2)"),
      (.transpose(a), "A^{\\top}"),
      (.transpose(of(.matmul, a, b)), "(A \\times B)^{\\top}"),
      (.transpose(.transpose(a)), "(A^{\\top})^{\\top}"),
      (.transpose(.name("dC_dW")), "\\left(\\frac{\\partial C}{\\partial W}\\right)^{\\top}"),
      (of(.power, a, .literal("2")), "A^{2}"),
      (of(.power, .transpose(a), .literal("2")), "(A^{\\top})^{2}"),
      (of(.elementwisePower, a, .literal("2")), "A^{\\circ 2}"),
      (of(.elementwisePower, .literal("2"), .literal("3")), "2^{3}"),
      (of(.less, a, b), "A \\lt B"),
      (of(.equal, a, b), "A == B"),
      (of(.and, .prefix(.not, a), b), "\\lnot A \\land B"),
      (.call("sigmoid", [a]), "\\sigma(A)"),
      (.call("softmax", [of(.matmul, a, b)]), "\\operatorname{softmax}(A \\times B)"),
      (.call("my_net", [a, b]), "\\operatorname{my\\_net}(A, B)"),
      (.call("f", [a]), "f(A)"),
      (.call("phi", [a]), "\\varphi(A)"),
      (.call("sqrt", [of(.add, a, b)]), "\\sqrt{A + B}"),
      (.call("abs", [of(.add, a, b)]), "\\left|A + B\\right|"),
      (.call("inv", [of(.add, a, b)]), "{(A + B)}^{-1}"),
      (.call("mod", [of(.add, a, b), c]), "(A + B) \\bmod C"),
      (.call("detach", [of(.add, a, b)]), "A + B"),
      (of(.matmul, .call("detach", [of(.add, a, b)]), c), "(A + B) \\times C"),
      (.call("grad", [c, .name("W1")]), "\\frac{\\partial C}{\\partial W_{1}}"),
      (.call("grad", [c]), "\\nabla C"),
      (.call("sum", [.call("sum", [of(.hadamard, a, b)])]), "\\sum A \\odot B"),
      (.call("sum", [.index(a, [.colon])]), "\\sum A"),
      (.call("sum", [a, .literal("1")]), "\\sum_{\\text{rows}} A"),
      (.call("sum", [a, .literal("2")]), "\\sum_{\\text{columns}} A"),
      (.call("sum", [a]), "\\operatorname{sum}(A)"),
      (
        of(.hadamard, .call("sum", [a, .literal("2")]), b),
        "\\left(\\sum_{\\text{columns}} A\\right) \\odot B"
      ),
      (.call("sum", [.call("sum", [of(.add, a, b)])]), "\\sum (A + B)"),
      (.prefix(.minus, .call("sum", [.call("sum", [a])])), "-\\sum A"),
      (.index(a, [.literal("1"), .colon]), "A_{1,{:}}"),
      (.index(.name("W1"), [.literal("2"), .literal("3")]), "(W_{1})_{2,3}"),
      (.range(.literal("1"), step: nil, .name("n")), "1{:}n"),
      (.literal("1e-3"), "10^{-3}"),
      (.literal("2.5E+4"), "2.5 \\times 10^{4}"),
      (.literal(".5"), "0.5"),
      (.literal("3."), "3"),
      (of(.power, .literal("1e3"), .literal("2")), "(10^{3})^{2}"),
      (.text("fro_1"), "\\text{“fro\\_1”}"),
      (of(.define, .name("y_o"), .call("sigmoid", [.name("y")])), "y_{o} = \\sigma(y)"),
    ])
  func `a formula is set as TeX`(formula: Formula, tex: String) {
    #expect(formula.tex(style) == tex)
  }

  @Test(
    arguments: [
      (Matrix(scalar: 1.5e-7), "1.5 \\times 10^{-7}"),
      (Matrix(scalar: 1e-7), "10^{-7}"),
      (Matrix(scalar: -2608.426038049795), "-2608.4"),
      (Matrix(scalar: .nan), "\\mathrm{NaN}"),
      (Matrix(scalar: .infinity), "\\infty"),
      (Matrix(scalar: -.infinity), "-\\infty"),
      (Matrix(rows: [[1, -2], [0.5, 1e-20]]), bmatrix("1 & -2 \\\\ 0.5 & 10^{-20}")),
      (Matrix(Shape(0, 3), []), "[\\,]_{0 \\times 3}"),
    ])
  func `a value is set with the digits asked for`(value: Matrix, tex: String) {
    #expect(Formula.value(value).tex(style) == tex)
  }

  private static func counting(_ rows: Int, _ columns: Int) -> Matrix {
    Matrix(Shape(rows, columns), (1...(rows * columns)).map(Double.init))
  }

  @Test(
    arguments: [
      (3, 3, counting(3, 3), bmatrix("1 & 2 & 3 \\\\ 4 & 5 & 6 \\\\ 7 & 8 & 9")),
      (
        3, 3, counting(4, 4),
        bmatrix("1 & \\cdots & 4 \\\\ \\vdots & \\ddots & \\vdots \\\\ 13 & \\cdots & 16")
      ),
      (2, 2, counting(1, 3), bmatrix("1 & \\cdots")),
      (1, 1, counting(2, 2), bmatrix("1 & \\cdots \\\\ \\vdots & \\ddots")),
      (4, 9, counting(5, 1), bmatrix("1 \\\\ 2 \\\\ \\vdots \\\\ 5")),
      (9, 4, counting(1, 6), bmatrix("1 & 2 & \\cdots & 6")),
    ])
  func `a large matrix is cut off with dots`(rows: Int, columns: Int, value: Matrix, tex: String) {
    var style = style
    style.maximalRows = rows
    style.maximalColumns = columns
    #expect(Formula.value(value).tex(style) == tex)
    let literal = Formula.matrix(
      (0..<value.rows).map { row in
        (0..<value.columns).map { .literal(String(Int(value[row, $0]))) }
      })
    #expect(literal.tex(style) == tex)
  }

  @Test func `parentheses grow around what is tall`() {
    let column = Formula.value(Matrix(rows: [[1], [2]]))
    #expect(
      Formula.call("sigmoid", [column]).tex(style)
        == "\\sigma\\left(\(bmatrix("1 \\\\ 2"))\\right)")
    #expect(
      of(.matmul, of(.add, column, a), b).tex(style)
        == "\\left(\(bmatrix("1 \\\\ 2")) + A\\right) \\times B")
  }

  @Test func `every operation's notation can be set`() {
    let style = FormulaStyle { Operation.named($0)?.notation }
    for operation in Operation.all {
      let tex = Formula.call(operation.name, [a, b, c]).tex(style)
      #expect(!tex.isEmpty && !tex.contains("#"), "\(operation.name): \(tex)")
    }
  }
}

private func bmatrix(_ rows: String) -> String { "\\begin{bmatrix} \(rows) \\end{bmatrix}" }
