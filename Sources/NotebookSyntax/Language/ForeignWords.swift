import Diagnostics

/// Words of Octave and of Python that the language leaves out, each with what to write instead.
struct ForeignWords {
  let code: DiagnosticCode
  let message: String
  let help: String

  func diagnostic(at range: SourceRange) -> Diagnostic {
    Diagnostic(code, at: range, message, help: help)
  }

  /// Octave's own keywords: no name of a notebook may be one.
  static func keyword(_ word: String) -> ForeignWords? {
    switch word {
    case "for", "parfor", "while", "do", "until":
      ForeignWords(
        code: .subset, message: "`\(word)` loops are not part of a matrix block",
        help: "repeat a training step with a `train` block; matrix operations need no loop")
    case "if", "else", "elseif", "switch", "case", "otherwise":
      ForeignWords(
        code: .subset, message: "`\(word)` is not part of a matrix block",
        help: "choose entries with a comparison: `(x > 0) .* a + (x <= 0) .* b`")
    case "function", "return":
      ForeignWords(
        code: .subset, message: "`\(word)` is not part of a matrix block",
        help: "define a function in one line: `f = @(x) 1 ./ (1 + exp(-x))`")
    case "try", "catch", "unwind_protect", "break", "continue", "global", "persistent":
      ForeignWords(
        code: .subset, message: "`\(word)` is not part of a matrix block",
        help: "statements run once, from top to bottom; leave it out")
    default:
      isBlockEnd(word)
        ? ForeignWords(
          code: .subset, message: "`\(word)` ends nothing here",
          help: "a matrix block has no `if`, `for` or `function` to end; remove it") : nil
    }
  }

  /// Begins a block that `end` closes; its end and its branches are not told once more.
  static func opensBlock(_ word: String) -> Bool {
    switch word {
    case "for", "parfor", "while", "do", "if", "switch", "function", "try", "unwind_protect": true
    default: false
    }
  }

  static func isBlockEnd(_ word: String) -> Bool {
    switch word {
    case "endfor", "endparfor", "endwhile", "endif", "endswitch", "endfunction", "end_try_catch",
      "end_unwind_protect", "end", "until":
      true
    default: false
    }
  }

  /// Stands inside a block that was refused.
  static func continuesBlock(_ word: String) -> Bool {
    switch word {
    case "else", "elseif", "case", "otherwise", "catch", "unwind_protect_cleanup", "break",
      "continue", "return":
      true
    default: false
    }
  }

  /// Words that are names when they stand alone, and foreign when an operand follows.
  static func beforeOperand(_ word: String) -> ForeignWords? {
    switch word {
    case "def":
      python(
        word, "is not part of a matrix block",
        help: "define a function in one line: `f = @(x) 1 ./ (1 + exp(-x))`")
    case "assert":
      ForeignWords(
        code: .parse, message: "`assert` takes its condition in parentheses",
        help: "write `assert(A > 0)` or `assert(seen, expected, 1e-12)`")
    case "import", "from", "class", "with", "del", "using":
      python(
        word, "is not part of a matrix block",
        help: "every function is there without import; leave the line out")
    case "lambda":
      python(word, "is Python's function", help: "write `f = @(x) x.^2`")
    case "not":
      python(word, "is Python's negation", help: "write `!x`")
    case "print", "disp", "display", "printf", "fprintf", "puts":
      printing(word)
    case "clear", "clc", "close", "format", "hold", "pkg", "warning", "more", "figure":
      ForeignWords(
        code: .subset, message: "`\(word)` is not part of a matrix block",
        help: "leave it out: nbrun starts afresh and lays out the report itself")
    default: nil
    }
  }

  static func betweenOperands(_ word: String) -> ForeignWords? {
    switch word {
    case "and": python(word, "is Python's conjunction", help: "write `a & b`")
    case "or": python(word, "is Python's disjunction", help: "write `a | b`")
    case "is", "in": python(word, "is not part of the language", help: "compare with `==`")
    default: nil
    }
  }

  /// Functions that write to a terminal, when they are called.
  static func called(_ word: String) -> ForeignWords? {
    switch word {
    case "print", "disp", "display", "printf", "fprintf", "puts": printing(word)
    case "plot", "figure", "surf", "imagesc":
      ForeignWords(
        code: .subset, message: "`\(word)(…)` is not part of a matrix block",
        help: "a `show` line draws: `show W as heatmap`, `show L as curve`")
    default: nil
    }
  }

  private static func printing(_ word: String) -> ForeignWords {
    ForeignWords(
      code: word == "print" ? .python : .subset,
      message: "`\(word)` is not part of a matrix block",
      help: "write the expression alone on a line; without `;` its value is shown")
  }

  private static func python(_ word: String, _ rest: String, help: String) -> ForeignWords {
    ForeignWords(code: .python, message: "`\(word)` \(rest)", help: help)
  }
}
