package import Diagnostics

/// One statement of a matrix block.
package struct Statement: Sendable {
  package enum Kind: Sendable {
    case assignment(Name, Expression)
    case function(Name, parameters: [Name], body: Expression)
    /// `name += e` is `name = name + e`, and so on.
    case update(Name, BinaryOperator, Expression)
    case expression(Expression)
    case command(Command)
  }

  package let kind: Kind
  /// The statement without `;` and comment.
  package let range: SourceRange
  /// Ends in `;`: runs silently.
  package let isSuppressed: Bool
  /// `%: N×3`
  package var shapeComment: ShapeComment?
  /// `%=> 7.87`
  package var expected: ExpectedValue?
  /// The text of an ordinary comment at the end of the line.
  package var comment: String?

  package init(
    _ kind: Kind, at range: SourceRange, isSuppressed: Bool, shapeComment: ShapeComment? = nil,
    expected: ExpectedValue? = nil, comment: String? = nil
  ) {
    self.kind = kind
    self.range = range
    self.isSuppressed = isSuppressed
    self.shapeComment = shapeComment
    self.expected = expected
    self.comment = comment
  }
}

package struct Name: Hashable, Sendable {
  package let text: String
  package let range: SourceRange

  package init(_ text: String, at range: SourceRange) {
    self.text = text
    self.range = range
  }
}

/// `derive C W steps=(…)`: the words behind the command, lists in parentheses kept in one word.
package struct Command: Sendable {
  package enum Verb: String, Sendable, CaseIterable { case derive, gradcheck, show }

  package let verb: Verb
  package let words: [Name]
  /// Where the text behind the verb stands, for a command that takes an expression.
  package let textRange: SourceRange
  /// What `show` shows, when its words are an expression with nothing but perhaps `as …` behind.
  package let expression: Expression?

  package init(verb: Verb, words: [Name], textRange: SourceRange, expression: Expression?) {
    self.verb = verb
    self.words = words
    self.textRange = textRange
    self.expression = expression
  }
}

/// `%: N×3`: each size is a number, or a name that is bound on first use.
package struct ShapeComment: Sendable {
  package enum Dimension: Hashable, Sendable {
    case size(Int)
    case name(String)
  }

  package let rows: Dimension
  package let columns: Dimension
  package let range: SourceRange

  package init(rows: Dimension, columns: Dimension, range: SourceRange) {
    self.rows = rows
    self.columns = columns
    self.range = range
  }
}

/// `%=> [0.02; 0.99]`: numbers with the digits the author gave.
package struct ExpectedValue: Sendable {
  package struct Number: Sendable {
    package let value: Double
    /// As written, sign included: its digits are the tolerance.
    package let text: String
    package let range: SourceRange

    package init(value: Double, text: String, range: SourceRange) {
      self.value = value
      self.text = text
      self.range = range
    }
  }

  /// Rows of equal length.
  package let rows: [[Number]]
  /// The value behind `%=>`.
  package let range: SourceRange

  package init(rows: [[Number]], range: SourceRange) {
    self.rows = rows
    self.range = range
  }
}
