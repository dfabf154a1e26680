import Diagnostics
import NotebookSyntax
import Testing

@Suite struct ParsingLimitsTests {
  private static func repeated(_ text: String, _ count: Int = 100_000) -> String {
    String(repeating: text, count: count)
  }

  /// Too deep, closed so that nothing else is wrong.
  @Test(arguments: [
    ("parentheses", "(", "1", ")"), ("matrices", "[", "1", "]"), ("calls", "f(", "1", ")"),
    ("indices", "A(1 + ", "end", ")"),
  ])
  func `brackets nest to 200 levels`(
    _ name: String, _ open: String, _ core: String, _ close: String
  ) {
    func nested(_ depth: Int) -> ParsedStatements {
      parseBlock(Self.repeated(open, depth) + core + Self.repeated(close, depth))
    }
    #expect(nested(200).diagnostics.isEmpty, "\(name)")
    for depth in [201, 100_000] {
      #expect(
        nested(depth).diagnostics.map(\.message) == [
          "the expression is nested deeper than 200 levels"
        ])
    }
  }

  @Test(arguments: [
    "1 + ", "x * ", "1:", "a & ", "a < ", "2^", "x.^-", "- ", "!", "1, ", "f(x) - ",
  ])
  func `a chain of any length ends in a message or an expression`(_ link: String) {
    let parsed = parseBlock(Self.repeated(link) + "x")
    for diagnostic in parsed.diagnostics where diagnostic.severity == .error {
      #expect(
        diagnostic.message == "the expression chains more than 500 operations"
          || diagnostic.message == "a range has at most three parts")
    }
  }

  @Test(arguments: ["'", "(1)", ".'"])
  func `a chain of suffixes of any length ends in a message`(_ suffix: String) {
    let parsed = parseBlock("x" + Self.repeated(suffix))
    #expect(
      parsed.diagnostics.map(\.message) == ["the expression chains more than 500 operations"])
    #expect(parsed.diagnostics.map(\.help) == ["name an intermediate result"])
  }

  /// The parser descends through all precedences at each of its 200 levels.
  @Test func `nesting in the weakest operators fits the stack`() {
    let open = Self.repeated("f(a | a & a < 1 : a + a * -a^", 100_000)
    let parsed = parseBlock("\(open)1\(Self.repeated(")", 100_000))")
    #expect(
      parsed.diagnostics.map(\.message) == ["the expression is nested deeper than 200 levels"])
  }

  @Test func `a chain of 400 terms is an expression`() {
    #expect(parseBlock(Self.repeated("x + ", 399) + "x").diagnostics.isEmpty)
  }

  @Test(arguments: [
    "(", "[", "{", ")", "]", "[(", "f(", "'", "\"", "@", "...", "∂", "%{\n", "show (\n",
  ])
  func `100 000 open brackets and signs end in messages`(_ text: String) {
    let parsed = parseBlock(Self.repeated(text))
    #expect(parsed.statements.isEmpty)
    #expect(parsed.diagnostics.count <= 100_000)
  }

  @Test func `a long matrix and a long block are read whole`() {
    let row = "[" + Self.repeated("1 ", 50_000) + "]"
    #expect(parseBlock(row).diagnostics.isEmpty)
    #expect(parseBlock(Self.repeated("x = 1;\n", 20_000)).statements.count == 20_000)
  }

  /// Any sequence of tokens is read or refused, and every place lies inside the text.
  @Test func `no soup of tokens makes the parser crash, hang or point outside`() {
    var random = SplitMix64(state: 2628)
    for _ in 0..<3000 {
      var soup = ""
      for _ in 0..<Int.random(in: 1...30, using: &random) {
        soup += Self.pieces.randomElement(using: &random) ?? ""
        if Bool.random(using: &random) { soup += " " }
      }
      check(soup)
    }
  }

  /// The same with bytes in place of tokens, UTF-8 or not.
  @Test func `no soup of bytes makes the parser crash, hang or point outside`() {
    var random = SplitMix64(state: 7)
    for _ in 0..<2000 {
      let length = Int.random(in: 0...40, using: &random)
      let soup = (0..<length).map { _ in
        Bool.random(using: &random)
          ? UInt8.random(in: 0...255, using: &random)
          : Array("[]()'\".;,%=\n +-:x1".utf8).randomElement(using: &random) ?? 0
      }
      check(SourceFile(path: "soup.md", utf8: soup))
    }
  }

  private func check(_ text: String) { check(SourceFile(path: "soup.md", text: text)) }

  private func check(_ source: SourceFile) {
    let parsed = parseBlock(source)
    var ranges = parsed.diagnostics.compactMap(\.range) + parsed.statements.map(\.range)
    ranges += parsed.diagnostics.flatMap { $0.notes.map(\.range) }
    for statement in parsed.statements { ranges += Self.ranges(of: statement) }
    for range in ranges {
      let isInside = 0 <= range.start && range.start <= range.end && range.end <= source.utf8.count
      #expect(
        isInside, "\(range) of \(String(decoding: source.utf8, as: UTF8.self).debugDescription)")
    }
    for diagnostic in parsed.diagnostics {
      #expect(!diagnostic.message.isEmpty && !diagnostic.message.contains("\n"))
      #expect(diagnostic.help?.isEmpty == false)
      _ = DiagnosticFormatter().format(diagnostic, in: source)
    }
  }

  private static func ranges(of statement: Statement) -> [SourceRange] {
    switch statement.kind {
    case .assignment(let name, let value), .update(let name, _, let value):
      [name.range] + SyntaxDump.ranges(value)
    case .function(let name, let parameters, let body):
      [name.range] + parameters.map(\.range) + SyntaxDump.ranges(body)
    case .expression(let value): SyntaxDump.ranges(value)
    case .command(let command):
      [command.textRange] + command.words.map(\.range)
        + (command.expression.map(SyntaxDump.ranges) ?? [])
    }
  }

  private static let pieces = [
    "x", "W1", "σ", "√", "∂", "∂C/∂W", "∇", "1", "2.5e3", "3i", "end", "for", "if", "derive",
    "show",
    "derive C ", "show x as ", "import", "np.", ".T", "(", ")", "[", "]", "{", "}", ",", ";", ":",
    "\n", "\r\n", "...", "...\n", "+", "-", "*", "/", "^", ".*", "./", ".^", "'", ".'", "ᵀ",
    "\"a\"",
    "'a'", "\"", "=", "==", "+=", "!", "~=", "<", "&", "&&", "|", "@", "@(x)", "f(", "**", "++",
    "%", "% words", "%:", "%: N×3", "%=>", "%=> [1 2; 3 4]", "%=> 1", "%{\n", "\n%}\n", "“", "é",
    "\u{A0}", "×", "−", "\\", "$", "#", ".", "..", "_",
  ]
}

/// Steele, Lea and Flood 2014: a generator with a seed, so that a failure comes back.
private struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
