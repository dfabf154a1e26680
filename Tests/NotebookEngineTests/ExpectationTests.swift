import Diagnostics
import LinearAlgebra
import NotebookSyntax
import Testing

@testable import NotebookEngine

@Suite struct ExpectationTests {
  /// An expected value as it stands in `file`, its numbers separated by spaces and rows by `;`.
  private func expected(_ file: String) -> ExpectedValue {
    var rows: [[ExpectedValue.Number]] = [[]]
    var offset = 0
    for part in file.split(separator: " ", omittingEmptySubsequences: false) {
      let text = part.filter { !"[];".contains($0) }
      let start = offset + (part.hasPrefix("[") ? 1 : 0)
      let value = Double(text.replacing("−", with: "-")) ?? .nan
      let range = SourceRange(start, start + text.utf8.count)
      rows[rows.count - 1].append(ExpectedValue.Number(value: value, text: text, range: range))
      if part.hasSuffix(";") { rows.append([]) }
      offset += part.utf8.count + 1
    }
    return ExpectedValue(rows: rows, range: SourceRange(0, file.utf8.count))
  }

  private func number(_ text: String) -> ExpectedValue.Number {
    expected(text).rows[0][0]
  }

  @Test(arguments: [
    ("7.87", [7.865, 7.866502267852982, 7.87, 7.875]),
    ("-7.87", [-7.865, -7.87, -7.875]),
    ("−7.87", [-7.865, -7.87, -7.875]),
    ("+2", [1.5, 2, 2.5]),
    ("3", [2.5, 3, 3.5]),
    ("3.", [2.5, 3, 3.5]),
    (".5", [0.45, 0.55]),
    ("0.3", [0.25, 0.1 + 0.2, 0.35]),
    ("0", [-0.5, -0.0, 0, 0.5]),
    ("0.00", [-0.005, 0.005, 1e-300, -1e-300]),
    ("100", [99.5, 100.5]),
    ("1.6e-3", [1.55e-3, 0.0016, 1.65e-3]),
    ("2E+05", [150_000, 250_000]),
    ("1.005", [1.0045, 1.0055]),
    ("2.675", [2.6745, 2.6755]),
    ("7.866502267852982", [7.866502267852982]),
    ("7.86650226785298200000000001", [7.866502267852982]),
    ("0.1000000000000000055511151231257827", [0.1]),
    ("4.94065645841246544e-324", [Double.leastNonzeroMagnitude]),
    ("1e-999999", [0]),
    ("1.7976931348623157e308", [Double.greatestFiniteMagnitude]),
    ("NaN", [Double.nan]),
  ])
  func `a number accepts what is half a unit of its last digit away`(
    text: String, values: [Double]
  ) {
    for value in values { #expect(number(text).accepts(value), "\(value)") }
  }

  @Test(arguments: [
    ("7.87", [7.864999999999999, 7.875000000000001, -7.87, 7.63, .nan, .infinity]),
    ("3", [2.4999999999999996, 3.5000000000000004, -3]),
    ("0", [0.5000000000000001, -0.5000000000000001]),
    ("0.3", [0.24999999999999997, 0.35000000000000003]),
    ("1.6e-3", [Double(0.00155).nextDown, Double(0.00165).nextUp, 1.6]),
    ("7.866502267852982", [7.866502267852983, 7.866502267852981]),
    ("1e-999999", [Double.leastNonzeroMagnitude]),
    ("NaN", [0, .infinity]),
  ])
  func `a number refuses what is further away`(text: String, values: [Double]) {
    for value in values { #expect(!number(text).accepts(value), "\(value)") }
  }

  @Test func `an infinity accepts itself only`() {
    let infinity = ExpectedValue.Number(value: .infinity, text: "Inf", range: SourceRange(0, 3))
    #expect(infinity.accepts(.infinity))
    #expect(!infinity.accepts(-.infinity))
    #expect(!infinity.accepts(1e308))
  }

  @Test(arguments: [
    ("7.87", 8.0213, "8.02"),
    ("7.87", -8.0213, "-8.02"),
    ("7.87", 1234.5678, "1234.57"),
    ("7.87", 0.001, "0.00"),
    ("7.87", -0.001, "0.00"),
    ("-4.00", 3.9984, "4.00"),
    ("−4.00", -3.9984, "−4.00"),
    ("+2", 3.1, "+3"),
    ("+2", -3.1, "-3"),
    ("3", 17.9, "18"),
    ("3.", 17.9, "18."),
    (".5", 0.25, ".2"),
    (".5", 1.25, "1.2"),
    ("1.6e-3", 0.0021, "2.1e-3"),
    ("1.6e-3", 21, "2.1e1"),
    ("1.6E-03", 0.0021, "2.1E-03"),
    ("1.6e+3", 2100, "2.1e+3"),
    ("2e5", 312_345, "3e5"),
    ("16e-4", 0.0021, "2.1e-3"),
    ("7.87", 1e22, "1.00e22"),
    ("7.87", .nan, "NaN"),
    ("7.87", -.infinity, "-Inf"),
    ("0.30", 1.0 / 3, "0.33"),
  ])
  func `a rewritten number keeps the author's notation`(
    old: String, value: Double, new: String
  ) {
    #expect(number(old).rewritten(to: value) == new)
    #expect(number(new).accepts(value) || value.isInfinite)
  }

  @Test func `only the entries of a matrix that differ are rewritten`() throws {
    let file = "[0.02 1.6e-3; 0.99 3]"
    let result = ExpectationResult(
      expected: expected(file), computed: Matrix(rows: [[0.0213, 0.004], [0.5, 3.2]]))
    let text = SourceFile(path: "", text: file).applying(try #require(result.edits))
    #expect(String(decoding: text, as: UTF8.self) == "[0.02 4.0e-3; 0.50 3]")
    let place = try #require(result.firstDifference)
    #expect(place == (0, 1))
  }

  @Test func `another shape rewrites the whole value with the author's most digits`() throws {
    let file = "[1 2.25]"
    let result = ExpectationResult(
      expected: expected(file), computed: Matrix(rows: [[1, 0.5], [-2, 1e-3]]))
    let edits = try #require(result.edits)
    #expect(edits == [TextEdit(SourceRange(0, 8), "[1.00 0.50; -2.00 0.00]")])
    #expect(!result.holds && result.firstDifference == nil)
  }

  @Test func `a matrix that became a number loses its brackets`() throws {
    let result = ExpectationResult(expected: expected("[1 2.25]"), computed: Matrix(scalar: 0.5))
    #expect(result.edits == [TextEdit(SourceRange(0, 8), "0.50")])
  }

  @Test func `a matrix too large for a comment is left to the author`() {
    let result = ExpectationResult(
      expected: expected("3"), computed: Matrix(Shape(101, 1), repeating: 0))
    #expect(!result.holds)
    #expect(result.edits == nil)
  }

  @Test func `what holds has no difference and no edit`() {
    let result = ExpectationResult(expected: expected("7.87"), computed: Matrix(scalar: 7.866))
    #expect(result.holds)
    #expect(result.firstDifference == nil)
    #expect(result.edits == nil)
  }
}
