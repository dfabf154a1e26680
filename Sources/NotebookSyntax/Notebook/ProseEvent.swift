package import Diagnostics

/// One step of a walk through a document: containers are entered and left, leaves are met.
///
/// A list of events instead of a tree: whatever the depth of a document, nothing recurses.
package enum ProseEvent: Hashable, Sendable {
  case enter(Container)
  case exit(Container)
  case text(String)
  case softBreak
  case hardBreak
  case code(String)
  /// A code block that is not a cell.
  case codeBlock(info: String, literal: String)
  case thematicBreak
  case htmlBlock(String)
  case htmlInline(String)
  /// TeX between dollar signs, without them.
  case math(String, display: Bool, range: SourceRange)
  /// `` `= C` `` in prose: an expression whose value stands here in the report.
  case inlineValue(InlineValue)
  /// The cell of this index in `Notebook.cells`.
  case cell(Int)

  package enum Container: Hashable, Sendable {
    case paragraph(isTight: Bool)
    case heading(level: Int)
    case blockQuote
    case list(start: Int?, isTight: Bool)
    case item
    case emphasis
    case strong
    case link(destination: String, title: String)
    case image(destination: String, title: String)
    /// Holds one `tableHead`, then rows; both hold cells. Very many short rows may lack cells.
    case table(alignments: [Alignment])
    case tableHead
    case tableRow
    case tableCell(Alignment)
  }

  package enum Alignment: Hashable, Sendable { case none, left, center, right }
}

package struct InlineValue: Hashable, Sendable {
  /// The expression's text, without the `= `.
  package let text: String
  /// Where that text stands in the file.
  package let range: SourceRange
  /// The whole code span with its backticks.
  package let spanRange: SourceRange

  package init(text: String, range: SourceRange, spanRange: SourceRange) {
    self.text = text
    self.range = range
    self.spanRange = spanRange
  }
}
