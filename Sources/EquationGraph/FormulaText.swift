import LinearAlgebra

/// How tightly the parts of an expression hold together, in the block language's order.
private enum Precedence: Int, Comparable {
  case definition, or, and, comparison, range, sum, product, prefix, power, call, primary

  static func < (a: Precedence, b: Precedence) -> Bool { a.rawValue < b.rawValue }
  /// One step tighter: what the right operand of a left-associative operator needs.
  var tighter: Precedence { Precedence(rawValue: rawValue + 1) ?? .primary }
}

extension Formula {
  /// The formula in the block language, with the parentheses it needs.
  ///
  /// Reading the text back gives the same formula. Beside the necessary ones, parentheses stand where the
  /// language itself asks for them (`(a^b)^c`, `(A.^B)'`, `(!x) == 0`) and around a signed number on the
  /// right of an operator. Values are written with `precision` significant digits, or, without it,
  /// with all that they have.
  package func text(precision: Int? = nil) -> String {
    TextPrinter(precision: precision).print(self).text
  }
}

private struct TextPrinter {
  struct Printed {
    var text: String
    var precedence: Precedence
  }

  let precision: Int?

  func print(_ formula: Formula) -> Printed {
    switch formula {
    case .name(let name): Printed(text: name, precedence: .primary)
    case .literal(let digits): signed(digits)
    case .value(let matrix): value(matrix)
    case .matrix(let rows):
      Printed(
        text: "[" + rows.map { list($0) }.joined(separator: "; ") + "]", precedence: .primary)
    case .prefix(let symbol, let operand):
      Printed(text: symbol.rawValue + prefixOperand(operand), precedence: .prefix)
    case .infix(let symbol, let left, let right): infix(symbol, left, right)
    case .transpose(let operand): Printed(text: base(operand) + "'", precedence: .power)
    case .call(let name, let arguments):
      Printed(text: "\(name)(\(list(arguments)))", precedence: .call)
    case .index(let matrix, let arguments):
      Printed(
        text: "\(wrapped(print(matrix), atLeast: .call))(\(list(arguments)))", precedence: .call)
    case .colon: Printed(text: ":", precedence: .primary)
    case .range(let start, let step, let end):
      Printed(
        text: ([start] + (step.map { [$0] } ?? []) + [end])
          .map { wrapped(print($0), atLeast: .sum) }.joined(separator: ":"),
        precedence: .range)
    case .text(let text): Printed(text: quoted(text), precedence: .primary)
    }
  }

  private func list(_ formulas: [Formula]) -> String {
    formulas.map { wrapped(print($0), atLeast: .or) }.joined(separator: ", ")
  }

  private func wrapped(_ printed: Printed, atLeast precedence: Precedence) -> String {
    printed.precedence < precedence ? "(\(printed.text))" : printed.text
  }

  /// Two signs in a row would read as a decrement.
  private func prefixOperand(_ operand: Formula) -> String {
    let printed = print(operand)
    let startsWithSign = printed.text.hasPrefix("-") || printed.text.hasPrefix("+")
    return startsWithSign ? "(\(printed.text))" : wrapped(printed, atLeast: .prefix)
  }

  /// What `'`, `^` and `.^` apply to. They go from left to right, which surprises after a power.
  private func base(_ operand: Formula) -> String {
    switch operand {
    case .transpose: print(operand).text
    default: wrapped(print(operand), atLeast: .call)
    }
  }

  private func infix(_ symbol: InfixSymbol, _ left: Formula, _ right: Formula) -> Printed {
    switch symbol {
    case .power, .elementwisePower:
      return Printed(text: base(left) + symbol.spelling + exponent(right), precedence: .power)
    default:
      let precedence = symbol.precedence
      var first = wrapped(print(left), atLeast: precedence)
      // `!x == 0` is `(!x) == 0`, which few expect.
      if precedence == .comparison, case .prefix(.not, _) = left { first = "(\(first))" }
      let printed = print(right)
      let isSigned = printed.text.hasPrefix("-") || printed.text.hasPrefix("+")
      let second =
        isSigned && precedence >= .sum
        ? "(\(printed.text))" : wrapped(printed, atLeast: precedence.tighter)
      return Printed(text: "\(first) \(symbol.spelling) \(second)", precedence: precedence)
    }
  }

  /// An exponent is a call behind any number of signs: `2^-x` needs no parentheses, `2^-x'` has another
  /// meaning.
  private func exponent(_ formula: Formula) -> String {
    if case .prefix(let symbol, let operand) = formula {
      let printed = print(operand)
      if printed.precedence >= .call { return symbol.rawValue + printed.text }
    }
    let printed = print(formula)
    switch formula {
    case .literal, .value: return printed.text
    default: return wrapped(printed, atLeast: .call)
    }
  }

  private func signed(_ digits: String) -> Printed {
    Printed(text: digits, precedence: digits.hasPrefix("-") ? .prefix : .primary)
  }

  private func number(_ x: Double) -> String {
    guard x.isFinite else { return x.isNaN ? "NaN" : x < 0 ? "-Inf" : "Inf" }
    return precision.map { formatted(x, significantDigits: $0) } ?? shortest(x)
  }

  private func value(_ matrix: Matrix) -> Printed {
    if matrix.isScalar { return signed(number(matrix.scalar)) }
    if matrix.shape.count == 0 {
      let isPlain = matrix.rows == 0 && matrix.columns == 0
      return Printed(
        text: isPlain ? "[]" : "zeros(\(matrix.rows), \(matrix.columns))", precedence: .primary)
    }
    let rows = (0..<matrix.rows).map { row in
      (0..<matrix.columns).map { number(matrix[row, $0]) }.joined(separator: ", ")
    }
    return Printed(text: "[" + rows.joined(separator: "; ") + "]", precedence: .primary)
  }

  /// The language has no escapes in strings; the quote that does not occur is used.
  private func quoted(_ text: String) -> String {
    text.utf8.contains(UInt8(ascii: "\"")) ? "'\(text)'" : "\"\(text)\""
  }
}

extension InfixSymbol {
  /// The operator in the block language.
  var spelling: String {
    switch self {
    case .add: "+"
    case .subtract: "-"
    case .matmul, .scale: "*"
    case .hadamard: ".*"
    case .divide: "/"
    case .elementwiseDivide: "./"
    case .power: "^"
    case .elementwisePower: ".^"
    case .less: "<"
    case .lessOrEqual: "<="
    case .equal: "=="
    case .notEqual: "!="
    case .greaterOrEqual: ">="
    case .greater: ">"
    case .and: "&"
    case .or: "|"
    case .define: "="
    }
  }

  fileprivate var precedence: Precedence {
    switch self {
    case .add, .subtract: .sum
    case .matmul, .scale, .hadamard, .divide, .elementwiseDivide: .product
    case .power, .elementwisePower: .power
    case .less, .lessOrEqual, .equal, .notEqual, .greaterOrEqual, .greater: .comparison
    case .and: .and
    case .or: .or
    case .define: .definition
    }
  }
}
