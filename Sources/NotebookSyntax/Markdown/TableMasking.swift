import Diagnostics

/// Takes the pipe tables out of paragraphs, which is where cmark leaves them.
///
/// The table's place is kept by a token. Its cells become paragraphs before the document, so that
/// cmark reads their inline markup, with the document's link definitions.
struct TableMasking {
  struct Table {
    let alignments: [ProseEvent.Alignment]
    /// The head first. For each cell its paragraph in the preamble; nil is an empty cell.
    var rows: [[Int?]]
  }

  private let text: SourceFile
  private(set) var masking: Masking
  private(set) var edits: [Masking.Edit] = []
  private(set) var tables: [Table] = []
  /// One paragraph for each cell that is not empty.
  private(set) var preamble: [UInt8] = []
  /// For each paragraph of the preamble the line that its cell stands on.
  private(set) var preambleSourceLines: [Int] = []
  private var paddedCells = 0

  /// Empty cells that are added to short rows. A head of many cells over many short rows would
  /// otherwise make a table as large as the square of its text.
  private static let paddingLimit = 100_000

  init(of text: SourceFile, layout: BlockLayout, masking: Masking) {
    self.text = text
    self.masking = masking
    for leaf in layout.leaves where leaf.holdsText && leaf.endLine > leaf.startLine {
      maskTable(in: leaf)
    }
  }

  private mutating func maskTable(in leaf: BlockLayout.Leaf) {
    guard let (head, alignments) = head(in: leaf) else { return }
    var table = Table(alignments: alignments, rows: [])
    let token = masking.token(for: .table(tables.count), source: "")
    for line in head...leaf.endLine {
      let range = contentRange(ofLine: line, in: leaf)
      let content = text.utf8[range.start..<range.end]
      if leaf.kind == .heading, line == leaf.endLine, content.contains(UInt8(ascii: "-")) {
        // cmark took the rule below the table for the underline of a heading.
        edits.append(Masking.Edit(range: range, replacement: Array("***".utf8)))
        break
      }
      if line != head + 1 {
        table.rows.append(row(PipeTableRow.cells(of: content), ofLine: line, in: table))
      }
      let replacement = line == head ? token : Array(Masking.filler.utf8)
      edits.append(Masking.Edit(range: range, replacement: replacement))
    }
    tables.append(table)
  }

  /// The line of the head: the first that is followed by a line of dashes with as many cells.
  private func head(in leaf: BlockLayout.Leaf) -> (line: Int, alignments: [ProseEvent.Alignment])? {
    // The last line of such a heading is its underline.
    let lastLine = leaf.kind == .heading ? leaf.endLine - 1 : leaf.endLine
    for line in leaf.startLine..<lastLine {
      let dashes = contentRange(ofLine: line + 1, in: leaf)
      let dashLine = text.utf8[dashes.start..<dashes.end]
      guard let alignments = PipeTableRow.alignments(of: dashLine) else { continue }
      let head = contentRange(ofLine: line, in: leaf)
      let headLine = text.utf8[head.start..<head.end]
      if PipeTableRow.cells(of: headLine).count == alignments.count { return (line, alignments) }
    }
    return nil
  }

  private func contentRange(ofLine line: Int, in leaf: BlockLayout.Leaf) -> SourceRange {
    SourceRange(leaf.contentStart(ofLine: line, in: text), text.range(ofLine: line).end)
  }

  private mutating func row(_ cells: [[UInt8]], ofLine line: Int, in table: Table) -> [Int?] {
    var row: [Int?] = []
    for cell in cells.prefix(table.alignments.count) {
      guard !cell.isEmpty else {
        row.append(nil)
        continue
      }
      // The filler keeps `- x` and `# x` from starting a block.
      preamble += Array((Masking.filler + " ").utf8) + cell + Array("\n\n".utf8)
      row.append(preambleSourceLines.count)
      preambleSourceLines.append(line)
    }
    while row.count < table.alignments.count, paddedCells < Self.paddingLimit {
      row.append(nil)
      paddedCells += 1
    }
    return row
  }
}
