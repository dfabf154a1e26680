import Diagnostics

/// Characters that are not part of the language and what was probably meant by them.
extension ParserMessages {
  static func character(
    _ scalar: Unicode.Scalar, text: String, at range: SourceRange
  ) -> Diagnostic {
    let (shown, help) = reading(of: scalar, text: text)
    return Diagnostic(.character, at: range, "\(shown) is not part of the language", help: help)
  }

  static func byteOutsideUTF8(_ byte: UInt8, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .character, at: range, "a byte (0x\(hexadecimal(UInt32(byte), digits: 2))) is not UTF-8",
      help: "save the file as UTF-8")
  }

  private static func reading(
    of scalar: Unicode.Scalar, text: String
  ) -> (shown: String, help: String) {
    if let replacement = lookAlikes[scalar] { return ("`\(text)`", replacement) }
    let code = "U+\(hexadecimal(scalar.value, digits: 4))"
    switch scalar.properties.generalCategory {
    case .spaceSeparator, .lineSeparator, .paragraphSeparator:
      return ("the special blank \(code)", "write an ordinary blank")
    case .control, .format, .surrogate, .privateUse, .unassigned:
      return ("the invisible character \(code)", "delete it")
    case .nonspacingMark, .enclosingMark, .spacingMark:
      return (
        "an accent (\(code))", "write the accent as a word: `y_hat`, `x_bar`, `v_dot`, `z_tilde`"
      )
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      return ("`\(text)`", "names are made of A–Z, a–z, digits, `_` and Greek letters")
    case .otherNumber where superscripts.contains(scalar):
      return (
        "`\(text)`", "write a power: `x.^\(scalar.properties.numericValue.map { Int($0) } ?? 2)`"
      )
    case .otherNumber where scalar.properties.numericValue != nil:
      return (
        "`\(text)`", "write plain digits behind the name: `x1` or `x_1` is set with subscript 1"
      )
    default:
      return ("`\(text)`", "remove it, or write it in the comment")
    }
  }

  private static func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  private static let superscripts: Set<Unicode.Scalar> = [
    "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹",
  ]

  private static let lookAlikes: [Unicode.Scalar: String] = {
    var table: [Unicode.Scalar: String] = [
      "÷": "write `./` or `/`", "∕": "write `/`", "⁄": "write `/`",
      "∑": "write `sum(sum(A))`", "∏": "write `prod(A)`", "∞": "write `Inf`",
      "∧": "write `&`", "∨": "write `|`", "¬": "write `!`", "≈": "write `abs(a - b) < 1e-9`",
      "←": "write `=`", "→": "write `=`, with the name on the left", "≡": "write `==`",
      "⊤": "write `'`", "⊺": "write `'`", "‖": "write `norm(A, \"fro\")`",
      "∥": "write `norm(A, \"fro\")`", "±": "write `+` or `-`", "…": "write `...`",
      "⋯": "write all elements out", "⋮": "write all rows out", "⋱": "write all elements out",
      "\u{B5}": "this is the micro sign; write the Greek letter `μ`, or `mu`",
      "\u{2126}": "this is the ohm sign; write the Greek letter `Ω`, or `omega`",
      "\u{2206}": "this is the increment sign; write the Greek letter `Δ`, or `delta`",
      "⊗": "write `*` for the matrix product, `.*` elementwise",
      "⊕": "write `+`", "½": "write `0.5`", "¼": "write `0.25`", "¾": "write `0.75`",
      "_": "a name begins with a letter",
      "$": "formulas between `$` signs stand in the prose, outside of the block",
      "`": "use straight quotes", "´": "use straight quotes",
      "?": "there are no conditions inside an expression; use `(x > 0) .* a`",
    ]
    for quote in "“”„‟«»‘’‚‛′″".unicodeScalars { table[quote] = "use straight quotes" }
    for dash in "–—―‐‑‒﹣－".unicodeScalars { table[dash] = "write `-`" }
    for star in "∗＊∙•✕✖⨯⨉".unicodeScalars { table[star] = "write `*` or `.*`" }
    for (wide, plain) in zip("（）［］｛｝，；：＝＋／＜＞".unicodeScalars, "()[]{},;:=+/<>".unicodeScalars) {
      table[wide] = "write `\(plain)`"
    }
    return table
  }()
}
