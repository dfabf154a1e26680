package import LinearAlgebra

extension Formula {
  /// The formula as TeX for KaTeX and GitHub, without dollar signs.
  ///
  /// `<` and `>` are written as commands, so that the text may stand in Markdown as it is.
  package func tex(_ style: FormulaStyle) -> String {
    TeXPrinter(style: style).print(self).tex
  }
}

/// A value set as TeX: a number, or a matrix in brackets cut off past the style's largest size.
package func tex(of matrix: Matrix, _ style: FormulaStyle) -> String {
  Formula.value(matrix).tex(style)
}

/// How tightly the parts of a formula hold together on paper: a fraction needs no parentheses in a
/// product, a sum sign reaches over the product behind it.
enum Tightness: Int, Comparable {
  case definition, or, and, comparison, range, sum, bigSum, product, prefix, scripted, fraction,
    atom

  static func < (a: Tightness, b: Tightness) -> Bool { a.rawValue < b.rawValue }
  var tighter: Tightness { Tightness(rawValue: rawValue + 1) ?? .atom }
}

struct Printed {
  var tex: String
  var tightness: Tightness
  /// Taller than a line: parentheses around it must grow.
  var isTall = false

  func wrapped(atLeast tightness: Tightness) -> String {
    self.tightness < tightness ? parenthesized : tex
  }

  var parenthesized: String { isTall ? "\\left(\(tex)\\right)" : "(\(tex))" }
  /// An operator before it would meet its sign.
  var startsWithSign: Bool { tex.hasPrefix("-") || tex.hasPrefix("+") }
}

/// Sets formulas as TeX. Functions, sums and indices: `FormulaTeXCalls.swift`.
struct TeXPrinter {
  let style: FormulaStyle

  func print(_ formula: Formula) -> Printed {
    switch formula {
    case .name(let name): printName(name)
    case .literal(let digits): number(digits)
    case .value(let matrix): value(matrix)
    case .matrix(let rows): literalMatrix(rows)
    case .prefix(let symbol, let operand): prefix(symbol, operand)
    case .infix(let symbol, let left, let right): infix(symbol, left, right)
    case .transpose(let operand):
      superscripted(operand, "\\top")
    case .call(let name, let arguments): call(name, arguments)
    case .index(let matrix, let arguments): index(matrix, arguments)
    case .colon: Printed(tex: "{:}", tightness: .atom)
    case .range(let start, let step, let end):
      Printed(
        tex: ([start] + (step.map { [$0] } ?? []) + [end])
          .map { print($0).wrapped(atLeast: .sum) }.joined(separator: "{:}"),
        tightness: .range)
    case .text(let text): Printed(tex: "\\text{“\(escapedTeX(text))”}", tightness: .atom)
    }
  }

  // MARK: Names and numbers

  private func printName(_ name: String) -> Printed {
    let notation = NameNotation(name)
    return Printed(
      tex: notation.tex, tightness: notation.isFraction ? .fraction : .atom,
      isTall: notation.isFraction)
  }

  /// A number in the form of the language, `-1.5e-7`, as a person writes it.
  private func number(_ digits: String) -> Printed {
    let (sign, size) = digits.hasPrefix("-") ? ("-", digits.dropFirst()) : ("", digits[...])
    let parts = size.split(whereSeparator: { $0 == "e" || $0 == "E" })
    guard let first = parts.first, first.first?.isNumber == true || first.first == "." else {
      return printConstant(digits)
    }
    var mantissa = String(first)
    if mantissa.hasPrefix(".") { mantissa = "0" + mantissa }
    if mantissa.hasSuffix(".") { mantissa.removeLast() }
    guard parts.count == 2 else {
      return Printed(tex: sign + mantissa, tightness: sign.isEmpty ? .atom : .prefix)
    }
    let exponent = parts[1].hasPrefix("+") ? parts[1].dropFirst() : parts[1]
    let power = "10^{\(exponent)}"
    return mantissa == "1"
      ? Printed(tex: sign + power, tightness: sign.isEmpty ? .scripted : .prefix)
      : Printed(tex: "\(sign)\(mantissa) \\times \(power)", tightness: .product)
  }

  private func printConstant(_ name: String) -> Printed {
    let isNegative = name.hasPrefix("-")
    let letter = NameNotation(isNegative ? String(name.dropFirst()) : name).tex
    return Printed(tex: (isNegative ? "-" : "") + letter, tightness: isNegative ? .prefix : .atom)
  }

  private func number(_ x: Double) -> Printed {
    number(formatted(x, significantDigits: style.precision))
  }

  // MARK: Matrices

  private func value(_ matrix: Matrix) -> Printed {
    if matrix.isScalar { return number(matrix.scalar) }
    guard matrix.shape.count > 0 else {
      return Printed(tex: "[\\,]_{\(matrix.rows) \\times \(matrix.columns)}", tightness: .scripted)
    }
    return brackets(rows: matrix.rows, columns: matrix.columns) { row, column in
      number(matrix[row, column]).tex
    }
  }

  private func literalMatrix(_ rows: [[Formula]]) -> Printed {
    let columns = rows.map(\.count).max() ?? 0
    guard columns > 0 else { return Printed(tex: "[\\,]", tightness: .atom) }
    return brackets(rows: rows.count, columns: columns) { row, column in
      column < rows[row].count ? print(rows[row][column]).tex : ""
    }
  }

  private func brackets(rows: Int, columns: Int, entry: (Int, Int) -> String) -> Printed {
    let visibleRows = FormulaStyle.visibleIndices(of: rows, limit: style.maximalRows)
    let visibleColumns = FormulaStyle.visibleIndices(of: columns, limit: style.maximalColumns)
    let lines = visibleRows.map { row in
      visibleColumns.map { column in
        switch (row, column) {
        case (let row?, let column?): entry(row, column)
        case (_?, nil): "\\cdots"
        case (nil, _?): "\\vdots"
        case (nil, nil): "\\ddots"
        }
      }.joined(separator: " & ")
    }
    return Printed(
      tex: "\\begin{bmatrix} \(lines.joined(separator: " \\\\ ")) \\end{bmatrix}",
      tightness: .atom, isTall: true)
  }

  // MARK: Operators

  func prefix(_ symbol: PrefixSymbol, _ operand: Formula) -> Printed {
    let inner = print(operand)
    let sign = symbol == .not ? "\\lnot " : symbol.rawValue
    if inner.startsWithSign {
      return Printed(
        tex: sign + inner.parenthesized, tightness: .prefix, isTall: inner.isTall)
    }
    // −Σ x is written without parentheses and still reaches over the product behind it.
    if inner.tightness == .bigSum, symbol != .not {
      return Printed(tex: sign + inner.tex, tightness: .bigSum, isTall: true)
    }
    return Printed(
      tex: sign + inner.wrapped(atLeast: .prefix), tightness: .prefix, isTall: inner.isTall)
  }

  func infix(_ symbol: InfixSymbol, _ left: Formula, _ right: Formula) -> Printed {
    switch symbol {
    case .power: return superscripted(left, print(right).tex)
    case .elementwisePower:
      let exponent = print(right).tex
      return superscripted(left, left.isScalarNumber ? exponent : "\\circ \(exponent)")
    case .divide: return fraction(left, right)
    case .elementwiseDivide where right.isScalarNumber: return fraction(left, right)
    default: break
    }
    let (sign, tightness) = symbol.sign(betweenNumbers: left.isScalarNumber || right.isScalarNumber)
    let first = print(left)
    let second = print(right)
    // A sum sign on the left would swallow what follows it.
    let leftText =
      first.tightness == .bigSum && tightness >= .sum
      ? first.parenthesized : first.wrapped(atLeast: tightness)
    let rightText =
      second.startsWithSign && tightness >= .sum
      ? second.parenthesized : second.wrapped(atLeast: tightness.tighter)
    return Printed(
      tex: "\(leftText) \(sign) \(rightText)", tightness: tightness,
      isTall: first.isTall || second.isTall)
  }

  /// `a / s`; a minus sign moves before the fraction, which changes no bit of the value.
  private func fraction(_ numerator: Formula, _ denominator: Formula) -> Printed {
    if case .prefix(.minus, let positive) = numerator {
      return Printed(
        tex: "-\\frac{\(print(positive).tex)}{\(print(denominator).tex)}", tightness: .prefix,
        isTall: true)
    }
    return Printed(
      tex: "\\frac{\(print(numerator).tex)}{\(print(denominator).tex)}", tightness: .fraction,
      isTall: true)
  }

  func superscripted(_ base: Formula, _ script: String) -> Printed {
    let inner = print(base)
    return Printed(
      tex: "\(inner.wrapped(atLeast: .atom))^{\(script)}", tightness: .scripted,
      isTall: inner.isTall)
  }
}

extension Formula {
  /// A number by itself, so that products with it are written with a dot.
  fileprivate var isScalarNumber: Bool {
    switch self {
    case .literal: true
    case .value(let matrix): matrix.isScalar
    case .prefix(.minus, let operand), .prefix(.plus, let operand): operand.isScalarNumber
    default: false
    }
  }
}

extension InfixSymbol {
  /// The sign in TeX and how tightly it holds. Powers and fractions have forms of their own.
  fileprivate func sign(betweenNumbers: Bool) -> (tex: String, Tightness) {
    switch self {
    case .add: ("+", .sum)
    case .subtract: ("-", .sum)
    case .matmul: ("\\times", .product)
    case .scale: ("\\cdot", .product)
    case .hadamard: (betweenNumbers ? "\\cdot" : "\\odot", .product)
    case .divide: ("/", .product)
    case .elementwiseDivide: ("\\oslash", .product)
    case .power, .elementwisePower: ("^", .scripted)
    case .less: ("\\lt", .comparison)
    case .lessOrEqual: ("\\le", .comparison)
    case .equal: ("==", .comparison)
    case .notEqual: ("\\ne", .comparison)
    case .greaterOrEqual: ("\\ge", .comparison)
    case .greater: ("\\gt", .comparison)
    case .and: ("\\land", .and)
    case .or: ("\\lor", .or)
    case .define: ("=", .definition)
    }
  }
}
