/// The smallest piece of a block that the parser looks at. Offsets count in the cell's text.
struct Token {
  enum Kind: Equatable {
    case number(Double)
    case name(String)
    /// The text between the quotes.
    case string(String)
    case symbol(Symbol)
    /// `derive C W`: the words stand between the offsets, unread.
    case command(Command.Verb, words: Range<Int>)
    /// A newline inside `[ ]`.
    case rowEnd
    /// A newline outside of brackets.
    case lineEnd
    case endOfText
    /// Something the lexer refuses: the index of its diagnostic.
    case wrong(Int)
  }

  var kind: Kind
  let start: Int
  let end: Int
  /// A blank, a continuation or a newline inside `( )` stands before it.
  let followsSpace: Bool
  /// Stands inside brackets, where no statement ends.
  let isNested: Bool

  var endsStatement: Bool {
    guard !isNested else { return false }
    switch kind {
    case .lineEnd, .endOfText, .symbol(.semicolon), .symbol(.comma): return true
    default: return false
    }
  }

  /// Can begin an operand, so that two of them side by side lack an operator.
  var beginsOperand: Bool {
    switch kind {
    case .number, .name, .string: true
    case .symbol(let symbol): symbol.beginsOperand
    default: false
    }
  }
}

/// What is written with signs, under the spelling of the language whatever the author's was.
enum Symbol: String, CaseIterable {
  case plus = "+"
  case minus = "-"
  case not = "!"
  case times = "*"
  case divide = "/"
  case elementwiseTimes = ".*"
  case elementwiseDivide = "./"
  case power = "^"
  case elementwisePower = ".^"
  case transpose = "'"
  case less = "<"
  case lessOrEqual = "<="
  case equal = "=="
  case notEqual = "!="
  case greaterOrEqual = ">="
  case greater = ">"
  case and = "&"
  case or = "|"
  case assign = "="
  case plusAssign = "+="
  case minusAssign = "-="
  case timesAssign = "*="
  case divideAssign = "/="
  case leftParenthesis = "("
  case rightParenthesis = ")"
  case leftBracket = "["
  case rightBracket = "]"
  case comma = ","
  case semicolon = ";"
  case colon = ":"
  case at = "@"
  case partial = "∂"
  case nabla = "∇"

  var beginsOperand: Bool {
    switch self {
    case .leftParenthesis, .leftBracket, .partial, .nabla, .not: true
    default: false
    }
  }

  var prefixOperator: PrefixOperator? { PrefixOperator(rawValue: rawValue) }

  var binaryOperator: BinaryOperator? { BinaryOperator(rawValue: rawValue) }

  /// `+` for `+=`, and so on.
  var updateOperator: BinaryOperator? {
    switch self {
    case .plusAssign: .add
    case .minusAssign: .subtract
    case .timesAssign: .multiply
    case .divideAssign: .divide
    default: nil
    }
  }
}

/// What binds how strongly, weakest first; `( )`, `'` and powers bind stronger than all of these.
enum Precedence: Int, Comparable {
  case or, and, comparison, range, sum, product

  static func < (a: Precedence, b: Precedence) -> Bool { a.rawValue < b.rawValue }
}

extension BinaryOperator {
  /// Nil for powers, which stand with `'` among the suffixes of an operand.
  var precedence: Precedence? {
    switch self {
    case .or: .or
    case .and: .and
    case .less, .lessOrEqual, .equal, .notEqual, .greaterOrEqual, .greater: .comparison
    case .add, .subtract: .sum
    case .multiply, .divide, .elementwiseMultiply, .elementwiseDivide: .product
    case .power, .elementwisePower: nil
    }
  }

  var isPower: Bool { self == .power || self == .elementwisePower }
}
