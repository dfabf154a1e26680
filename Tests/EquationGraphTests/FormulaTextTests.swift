import LinearAlgebra
import Testing

@testable import EquationGraph

/// Formulas of the tests below, written short.
private let a = Formula.name("A")
private let b = Formula.name("B")
private let c = Formula.name("C")

private func of(_ symbol: InfixSymbol, _ left: Formula, _ right: Formula) -> Formula {
  .infix(symbol, left, right)
}

@Suite struct FormulaTextTests {
  @Test(
    arguments: [
      // Operators of one level go from left to right.
      (of(.add, of(.add, a, b), c), "A + B + C"),
      (of(.add, a, of(.add, b, c)), "A + (B + C)"),
      (of(.subtract, a, of(.subtract, b, c)), "A - (B - C)"),
      (of(.matmul, of(.add, a, b), c), "(A + B) * C"),
      (of(.matmul, a, of(.hadamard, b, c)), "A * (B .* C)"),
      (of(.hadamard, of(.matmul, a, b), c), "A * B .* C"),
      (of(.add, of(.matmul, a, b), c), "A * B + C"),
      (of(.divide, a, of(.scale, b, c)), "A / (B * C)"),
      (of(.elementwiseDivide, of(.elementwiseDivide, a, b), c), "A ./ B ./ C"),
      // Signs bind tighter than products and looser than powers.
      (.prefix(.minus, of(.power, a, .literal("2"))), "-A^2"),
      (of(.power, .prefix(.minus, a), .literal("2")), "(-A)^2"),
      (of(.matmul, .prefix(.minus, a), b), "-A * B"),
      (.prefix(.minus, of(.matmul, a, b)), "-(A * B)"),
      (.prefix(.minus, .prefix(.minus, a)), "-(-A)"),
      (of(.subtract, a, .prefix(.minus, b)), "A - (-B)"),
      (of(.matmul, a, .prefix(.minus, b)), "A * (-B)"),
      (of(.power, .literal("2"), .prefix(.minus, .literal("1"))), "2^-1"),
      (of(.power, a, .prefix(.minus, .transpose(b))), "A^(-B')"),
      (of(.power, a, of(.power, b, c)), "A^(B^C)"),
      // The three surprises of the language are written with parentheses.
      (of(.power, of(.power, a, b), c), "(A^B)^C"),
      (.transpose(of(.elementwisePower, a, b)), "(A.^B)'"),
      (of(.equal, .prefix(.not, a), b), "(!A) == B"),
      (.transpose(of(.matmul, a, b)), "(A * B)'"),
      (.transpose(.transpose(a)), "A''"),
      (of(.matmul, .transpose(a), b), "A' * B"),
      // Comparisons and logic.
      (of(.and, of(.less, a, b), of(.or, b, c)), "A < B & (B | C)"),
      (of(.or, of(.and, a, b), c), "A & B | C"),
      (of(.less, of(.add, a, b), c), "A + B < C"),
      (of(.add, a, of(.less, b, c)), "A + (B < C)"),
      (of(.define, a, of(.or, b, c)), "A = B | C"),
      // Calls, indices, ranges.
      (.call("f", [of(.add, a, b), .text("fro")]), "f(A + B, \"fro\")"),
      (.index(a, [.colon, .name("end")]), "A(:, end)"),
      (.index(of(.matmul, a, b), [.literal("1"), .literal("2")]), "(A * B)(1, 2)"),
      (.range(.literal("1"), step: of(.add, a, b), c), "1:A + B:C"),
      (.matrix([[a, .prefix(.minus, b)], [of(.subtract, a, b), c]]), "[A, -B; A - B, C]"),
      (.matrix([]), "[]"),
    ])
  func `a formula is written with the parentheses it needs`(formula: Formula, text: String) {
    #expect(formula.text() == text)
  }

  @Test(
    arguments: [
      (Matrix(scalar: 0.1), nil, "0.1"),
      (Matrix(scalar: -2.5), nil, "-2.5"),
      (Matrix(scalar: 7.866502267852982), nil, "7.866502267852982"),
      (Matrix(scalar: 7.866502267852982), 5, "7.8665"),
      (Matrix(rows: [[1, 2], [3, 4.5]]), nil, "[1, 2; 3, 4.5]"),
      (Matrix(scalar: .nan), 5, "NaN"),
      (Matrix(scalar: -.infinity), nil, "-Inf"),
      (Matrix(Shape(0, 0), []), nil, "[]"),
      (Matrix(Shape(0, 3), []), nil, "zeros(0, 3)"),
    ] as [(Matrix, Int?, String)])
  func `a value is written as the language reads it`(value: Matrix, precision: Int?, text: String) {
    #expect(Formula.value(value).text(precision: precision) == text)
  }

  @Test func `a negative number is a signed one to the operators around it`() {
    let minusTwo = Formula.value(Matrix(scalar: -2))
    #expect(of(.power, minusTwo, .literal("2")).text() == "(-2)^2")
    #expect(of(.power, .literal("2"), minusTwo).text() == "2^-2")
    #expect(of(.scale, a, minusTwo).text() == "A * (-2)")
    #expect(of(.scale, minusTwo, a).text() == "-2 * A")
  }
}
