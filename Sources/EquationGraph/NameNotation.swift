/// How a name is set in TeX: `y_o` with a subscript, `W1` too, `alpha` as its letter, `y_hat` with an
/// accent, `dC_dW` as a derivative; one letter italic, longer names upright.
package struct NameNotation: Equatable {
  package let tex: String
  /// Nothing can be hung below it without braces or parentheses.
  package let hasSubscript: Bool
  /// A fraction, taller than a line and not to be raised to a power as it is.
  package let isFraction: Bool

  package init(_ name: String) {
    if name.utf8.count == 1, let byte = name.utf8.first, byte != UInt8(ascii: "_") {
      // The most frequent case needs no table.
      self.init(tex: name, hasSubscript: false, isFraction: false)
    } else if let constant = Self.constants[name] {
      self.init(tex: constant, hasSubscript: false, isFraction: false)
    } else if let (numerator, denominator) = Self.derivative(name) {
      let over = Self.variable(numerator).tex
      let under = Self.variable(denominator).tex
      self.init(
        tex: "\\frac{\\partial \(over)}{\\partial \(under)}", hasSubscript: false, isFraction: true)
    } else {
      self = Self.subscripted(name)
    }
  }

  private init(tex: String, hasSubscript: Bool, isFraction: Bool) {
    self.tex = tex
    self.hasSubscript = hasSubscript
    self.isFraction = isFraction
  }

  private static let constants: [String: String] = [
    "Inf": "\\infty", "NaN": "\\mathrm{NaN}",
  ]

  private static let accents: [String: String] = [
    "hat": "hat", "bar": "bar", "dot": "dot", "tilde": "tilde",
  ]

  // MARK: Subscripts and accents

  private static func subscripted(_ name: String) -> NameNotation {
    let pieces = name.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
    guard let first = pieces.first, !pieces.contains("") else {
      return NameNotation(tex: upright(name), hasSubscript: false, isFraction: false)
    }
    let (stem, index) = splitDigits(first)
    var base = word(stem)
    var indices = index.isEmpty ? [] : [index]
    for piece in pieces.dropFirst() {
      if let accent = accents[piece] {
        // One accent sits on one letter; a longer name gets the wide form.
        let isWide = stem.count > 1 && greek[stem] == nil && (accent == "hat" || accent == "tilde")
        base = "\\\(isWide ? "wide" : "")\(accent){\(base)}"
      } else {
        let (letters, digits) = splitDigits(piece)
        indices.append(letters.isEmpty ? digits : word(letters) + digits)
      }
    }
    guard !indices.isEmpty else {
      return NameNotation(tex: base, hasSubscript: false, isFraction: false)
    }
    return NameNotation(
      tex: "\(base)_{\(indices.joined(separator: ","))}", hasSubscript: true, isFraction: false)
  }

  /// `W12` → `W` and `12`; a name that is all digits has no letters.
  private static func splitDigits(_ piece: String) -> (letters: String, digits: String) {
    let digits = piece.reversed().prefix { $0.isASCII && $0.isNumber }.count
    return (String(piece.dropLast(digits)), String(piece.suffix(digits)))
  }

  /// A name without digits at its end: a letter, a Greek letter's name, or an upright word. Greek
  /// letters before it stand by themselves: `Δw` is a difference of w.
  private static func word(_ word: String) -> String {
    var tex = ""
    var rest = word[...]
    while let first = rest.first, !first.isASCII, rest.dropFirst().first != nil,
      let letter = greekLetters[first]
    {
      tex += letter + " "
      rest.removeFirst()
    }
    let stem = String(rest)
    return tex + (greek[stem] ?? (stem.count > 1 ? upright(stem) : stem))
  }

  private static func upright(_ word: String) -> String {
    "\\mathrm{\(escapedTeX(word))}"
  }

  // MARK: Derivatives

  /// `dC_dW` → `C` and `W`. Words that merely begin with d (`data_dim`) are left alone: each side is a
  /// capital letter's name, a Greek letter's, or at most two letters.
  private static func derivative(_ name: String) -> (numerator: String, denominator: String)? {
    let pieces = name.split(separator: "_", omittingEmptySubsequences: false)
    func beginsVariable(_ piece: Substring) -> Bool {
      piece.first == "d" && looksLikeVariable(stem: piece.dropFirst())
    }
    guard let first = pieces.first, beginsVariable(first),
      let middle = pieces.indices.dropFirst().first(where: { beginsVariable(pieces[$0]) })
    else { return nil }
    return (
      String(pieces[..<middle].joined(separator: "_").dropFirst()),
      String(pieces[middle...].joined(separator: "_").dropFirst())
    )
  }

  /// A name within a derivative's: `yo` in `dC_dyo` is y_o without the underscore, which would have
  /// ended it.
  private static func variable(_ name: String) -> NameNotation {
    let letters = Array(name)
    guard letters.count == 2, letters.allSatisfy({ $0.isASCII && $0.isLowercase }),
      greek[name] == nil
    else { return subscripted(name) }
    return subscripted("\(letters[0])_\(letters[1])")
  }

  private static func looksLikeVariable(stem: Substring) -> Bool {
    guard let first = stem.first, !first.isNumber else { return false }
    let letters = splitDigits(String(stem)).letters
    return first.isUppercase || greek[letters] != nil || letters.count <= 2
  }

  // MARK: Greek

  private static let greekNames: [(name: String, letter: Character, tex: String)] = [
    ("alpha", "α", "\\alpha"), ("beta", "β", "\\beta"), ("gamma", "γ", "\\gamma"),
    ("delta", "δ", "\\delta"), ("epsilon", "ε", "\\varepsilon"), ("zeta", "ζ", "\\zeta"),
    ("eta", "η", "\\eta"), ("theta", "θ", "\\theta"), ("iota", "ι", "\\iota"),
    ("kappa", "κ", "\\kappa"), ("lambda", "λ", "\\lambda"), ("mu", "μ", "\\mu"),
    ("nu", "ν", "\\nu"), ("xi", "ξ", "\\xi"), ("omicron", "ο", "o"), ("pi", "π", "\\pi"),
    ("rho", "ρ", "\\rho"), ("sigma", "σ", "\\sigma"), ("tau", "τ", "\\tau"),
    ("upsilon", "υ", "\\upsilon"), ("phi", "φ", "\\varphi"), ("chi", "χ", "\\chi"),
    ("psi", "ψ", "\\psi"), ("omega", "ω", "\\omega"), ("Alpha", "Α", "\\mathrm{A}"),
    ("Beta", "Β", "\\mathrm{B}"), ("Gamma", "Γ", "\\Gamma"), ("Delta", "Δ", "\\Delta"),
    ("Epsilon", "Ε", "\\mathrm{E}"), ("Zeta", "Ζ", "\\mathrm{Z}"), ("Eta", "Η", "\\mathrm{H}"),
    ("Theta", "Θ", "\\Theta"), ("Iota", "Ι", "\\mathrm{I}"), ("Kappa", "Κ", "\\mathrm{K}"),
    ("Lambda", "Λ", "\\Lambda"), ("Mu", "Μ", "\\mathrm{M}"), ("Nu", "Ν", "\\mathrm{N}"),
    ("Xi", "Ξ", "\\Xi"), ("Omicron", "Ο", "\\mathrm{O}"), ("Pi", "Π", "\\Pi"),
    ("Rho", "Ρ", "\\mathrm{P}"), ("Sigma", "Σ", "\\Sigma"), ("Tau", "Τ", "\\mathrm{T}"),
    ("Upsilon", "Υ", "\\Upsilon"), ("Phi", "Φ", "\\Phi"), ("Chi", "Χ", "\\mathrm{X}"),
    ("Psi", "Ψ", "\\Psi"), ("Omega", "Ω", "\\Omega"), ("varsigma", "ς", "\\varsigma"),
  ]

  private static let greekLetters: [Character: String] = Dictionary(
    greekNames.map { ($0.letter, $0.tex) }, uniquingKeysWith: { first, _ in first })

  /// By name and by letter.
  private static let greek: [String: String] = Dictionary(
    greekNames.flatMap { [($0.name, $0.tex), (String($0.letter), $0.tex)] },
    uniquingKeysWith: { first, _ in first })
}

/// `text` so that TeX prints it as it is inside `\text{…}`, and a name inside `\mathrm{…}`.
package func escapedTeX(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\\": result += "\\textbackslash{}"
    case "~": result += "\\textasciitilde{}"
    case "^": result += "\\textasciicircum{}"
    case "{", "}", "$", "&", "#", "%", "_": result += "\\\(scalar)"
    case "<": result += "\\textless{}"
    case ">": result += "\\textgreater{}"
    case "\n", "\r": result += " "
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}
