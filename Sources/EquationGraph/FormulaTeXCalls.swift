/// Functions, sums and indices as TeX.
extension TeXPrinter {
  func call(_ name: String, _ arguments: [Formula]) -> Printed {
    if let sum = sumSign(name, arguments) { return sum }
    if name == "grad", arguments.count == 1 {
      return Printed(
        tex: "\\nabla \(print(arguments[0]).wrapped(atLeast: .atom))", tightness: .prefix)
    }
    if name == "grad", arguments.count == 2 {
      let (of, with) = (print(arguments[0]), print(arguments[1]))
      return Printed(
        tex:
          "\\frac{\\partial \(of.wrapped(atLeast: .atom))}{\\partial \(with.wrapped(atLeast: .atom))}",
        tightness: .fraction, isTall: true)
    }
    switch (style.notation(name), arguments.count) {
    case (.function(let tex), _):
      return function(tex ?? "\\operatorname{\(escapedTeX(name))}", arguments)
    case (.transparent, 1...): return print(arguments[0])
    case (.transpose, 1): return superscripted(arguments[0], "\\top")
    case (.infix(let symbol), 2): return infix(symbol, arguments[0], arguments[1])
    case (.prefix(let symbol), 1): return prefix(symbol, arguments[0])
    case (.template(let template), 1...): return filled(template, arguments)
    default: return function(functionName(name), arguments)
    }
  }

  /// The author's own function: a letter as a letter, a word upright.
  private func functionName(_ name: String) -> String {
    let tex = NameNotation(name).tex
    return tex.hasPrefix("\\mathrm") || NameNotation(name).isFraction
      ? "\\operatorname{\(escapedTeX(name))}" : tex
  }

  private func function(_ name: String, _ arguments: [Formula]) -> Printed {
    let printed = arguments.map { print($0) }
    let list = printed.map(\.tex).joined(separator: ", ")
    let isTall = printed.contains { $0.isTall }
    return Printed(
      tex: name + Printed(tex: list, tightness: .atom, isTall: isTall).parenthesized,
      tightness: .atom, isTall: isTall)
  }

  /// `#1` … `#9` stand for the operands. An operand gets parentheses where the template does not
  /// enclose it: in `#1 \\bmod #2`, in `{#1}^{-1}`, but not in `\\sqrt{#1}`.
  private func filled(_ template: String, _ arguments: [Formula]) -> Printed {
    let printed = arguments.map { print($0) }
    var tex = ""
    var rest = template[...]
    while let mark = rest.firstIndex(of: "#") {
      tex += rest[..<mark]
      rest = rest[mark...].dropFirst()
      guard let number = rest.first?.wholeNumberValue, (1...9).contains(number) else { continue }
      rest = rest.dropFirst()
      guard number <= printed.count else { continue }
      let operand = printed[number - 1]
      if Self.isEnclosing(tex) {
        tex += operand.tex
      } else {
        let isBase = rest.hasPrefix("^") || rest.hasPrefix("}^")
        tex += operand.wrapped(atLeast: isBase ? .atom : .prefix)
      }
    }
    let tightness: Tightness =
      template.hasPrefix("#") ? .product : template.contains("}^") ? .scripted : .atom
    return Printed(
      tex: tex + rest, tightness: tightness, isTall: printed.contains { $0.isTall })
  }

  /// What stands before an operand opens a pair that goes around it.
  private static func isEnclosing(_ tex: String) -> Bool {
    let before = tex.hasSuffix(" ") ? tex.dropLast() : tex[...]
    if before.hasSuffix("{") { return before.dropLast().last?.isLetter == true }
    return ["|", "(", "[", "\\lfloor", "\\lceil", "\\lVert", "\\langle"]
      .contains { before.hasSuffix($0) }
  }

  /// Sums as signs: over everything for `sum(sum(A))` and `sum(A(:))`, over one direction for
  /// `sum(A, d)`. Which way `sum(A)` goes depends on the shape, so it keeps its name.
  private func sumSign(_ name: String, _ arguments: [Formula]) -> Printed? {
    guard name == "sum" else { return nil }
    switch (arguments.count, arguments.first) {
    case (1, .call("sum", let inner)?) where inner.count == 1: return bigSum("", inner[0])
    case (1, .index(let matrix, [.colon])?): return bigSum("", matrix)
    case (2, let summand?):
      switch arguments[1] {
      case .literal("1"): return bigSum("_{\\text{rows}}", summand)
      case .literal("2"): return bigSum("_{\\text{columns}}", summand)
      default: return nil
      }
    default: return nil
    }
  }

  private func bigSum(_ scope: String, _ summand: Formula) -> Printed {
    let inner = print(summand)
    let text =
      inner.startsWithSign ? inner.parenthesized : inner.wrapped(atLeast: .product)
    return Printed(tex: "\\sum\(scope) \(text)", tightness: .bigSum, isTall: true)
  }

  func index(_ matrix: Formula, _ arguments: [Formula]) -> Printed {
    let list = arguments.map { print($0).tex }.joined(separator: ",")
    let base = print(matrix)
    var isPlain = false
    if case .name(let name) = matrix {
      let notation = NameNotation(name)
      isPlain = !notation.hasSubscript && !notation.isFraction
    }
    // A second subscript would collide with the first.
    return Printed(
      tex: "\(isPlain ? base.tex : base.parenthesized)_{\(list)}", tightness: .scripted,
      isTall: base.isTall)
  }
}
