import Diagnostics
import NotebookSyntax

/// The value of a name in a `data` block: `columns 1..4, age`, `one-hot column 5`, `codes column
/// kind`.
struct ColumnList {
  let name: Name
  let use: LoadedMatrix.Use
  /// What stands between the commas.
  let items: [Item]
  /// All of it.
  let text: Name

  enum Item {
    /// A number, the name of a column, or an expression.
    case single(Name)
    /// `first..last`, both included; the whole item may be the name of a column too.
    case range(Name, first: Name, last: Name)
    /// A name in double quotes.
    case quoted(Name)
  }

  /// Whether `text` begins like the value of a name.
  static func isMeant(by text: Name) -> Bool { words.contains(text.firstWord.text) }

  static let words = ["columns", "column", "one-hot", "codes"]

  init(_ name: Name, _ text: Name) throws(DiagnosticError) {
    self.name = name
    self.text = text
    var word = text.firstWord
    use = LoadedMatrix.Use(rawValue: word.text) ?? .numbers
    var rest = text.slice(from: word.text.utf8.count)
    if use != .numbers {
      word = rest.firstWord
      rest = rest.slice(from: word.text.utf8.count)
    }
    guard word.text == "column" || word.text == "columns" else {
      throw DiagnosticError(DataMessages.noColumnWord(text, use))
    }
    items = rest.parts(separatedBy: ",").filter { !$0.text.isEmpty }.map { part in
      if part.text.utf8.count > 2, part.text.hasPrefix("\""), part.text.hasSuffix("\"") {
        return .quoted(part.slice(from: 1, to: part.text.utf8.count - 1))
      }
      if let ends = part.ends { return .range(part, first: ends.first, last: ends.last) }
      return .single(part)
    }
    guard !items.isEmpty else { throw DiagnosticError(DataMessages.noColumns(text)) }
  }
}
