import Diagnostics

/// Makes a notebook's prose and cells from what cmark read, with tokens turned back into what they
/// stand for.
struct ProseBuilder {
  private(set) var events: [ProseEvent] = []
  private(set) var cells: [Cell] = []
  private(set) var diagnostics: [Diagnostic] = []

  private let source: SourceFile
  private let layout: BlockLayout
  private let tables: TableMasking
  private let allowsHTML: Bool

  /// The index of the next block's leaf in `layout`.
  private var nextLeaf = 0
  private var text = ""
  /// Held back: a filler behind it takes it away.
  private var softBreakIsDue = false
  private var paragraph = ParagraphState.none
  private var imageDepth = 0
  /// The content of each paragraph of the preamble: of a table's cells.
  private var tableCells: [[ProseEvent]] = []
  private var html = HTMLPlaces()

  /// A table takes the place of its paragraph, so a paragraph is entered only with its first text.
  private enum ParagraphState {
    case none
    case due(isTight: Bool)
    case entered(isTight: Bool)
    case inPreamble
  }

  init(
    document: MarkdownDocument, layout: BlockLayout, tables: TableMasking, source: SourceFile,
    allowsHTML: Bool
  ) {
    self.source = source
    self.layout = layout
    self.tables = tables
    self.allowsHTML = allowsHTML
    for event in document.events {
      switch event {
      case .enter(let node): enter(node)
      case .exit(let node): exit(node)
      case .leaf(let node): read(node)
      }
    }
    flush()
  }

  private mutating func enter(_ node: MarkdownNode) {
    switch node.kind {
    case .paragraph(let isTight):
      if node.startLine > 0 {
        paragraph = .due(isTight: isTight)
        html.begin(takeLeaf())
      } else {
        paragraph = .inPreamble
        html.begin(line: tables.preambleSourceLines[tableCells.count])
      }
    case .heading:
      html.begin(takeLeaf())
      if let container = container(node) { append(.enter(container)) }
    default:
      if case .image = node.kind { imageDepth += 1 }
      if let container = container(node) { append(.enter(container)) }
    }
  }

  private mutating func exit(_ node: MarkdownNode) {
    flush()
    switch node.kind {
    case .paragraph:
      switch paragraph {
      case .entered(let isTight): events.append(.exit(.paragraph(isTight: isTight)))
      case .inPreamble:
        tableCells.append(events)
        events = []
      case .due, .none: break
      }
      paragraph = .none
    default:
      if case .image = node.kind { imageDepth -= 1 }
      if let container = container(node) { events.append(.exit(container)) }
    }
  }

  private mutating func read(_ node: MarkdownNode) {
    let masking = tables.masking
    switch node.kind {
    case .text(let text): for piece in masking.pieces(of: text) { read(piece) }
    case .softBreak:
      flush()
      softBreakIsDue = true
    case .hardBreak: append(.hardBreak)
    case .code(let code): append(.code(masking.restored(code)))
    case .htmlInline(let html):
      let html = masking.restored(html)
      warn(ofHTML: html, at: self.html.next(html, in: source))
      append(.htmlInline(html))
    case .htmlBlock(let html):
      let html = masking.restored(html)
      let leaf = takeLeaf()
      if let leaf { warn(ofHTML: html, at: HTMLPlaces.firstLine(of: leaf, in: source)) }
      append(.htmlBlock(html))
    case .thematicBreak:
      _ = takeLeaf()
      append(.thematicBreak)
    case .codeBlock(let info, let literal):
      readCodeBlock(node, info: masking.restored(info), literal: masking.restored(literal))
    default: break
    }
  }

  private mutating func read(_ piece: Masking.Piece) {
    switch piece {
    case .text(let more):
      startInline()
      if text.isEmpty, case .inPreamble = paragraph, events.isEmpty {
        // The space behind the filler that opens a cell's paragraph.
        text = String(more.drop { $0 == " " })
      } else {
        text += more
      }
    case .filler: softBreakIsDue = false
    case .token(let token):
      switch token.content {
      case .math(let tex, let isDisplay, let range):
        if imageDepth > 0 {
          read(.text(token.source))
        } else {
          append(.math(tex, display: isDisplay, range: range))
        }
      case .inlineValue(let value):
        append(imageDepth > 0 ? .code("= \(value.text)") : .inlineValue(value))
      case .table(let index): append(tables.tables[index])
      case .marker: read(.text(token.source))
      }
    }
  }

  private mutating func readCodeBlock(_ node: MarkdownNode, info: String, literal: String) {
    guard let leaf = takeLeaf(), leaf.kind == .opaque else {
      append(.codeBlock(info: info, literal: literal))
      return
    }
    let block = FencedBlock(node, literal: literal, leaf: leaf, in: source)
    guard let cellInfo = CellInfo(block.infoRange, in: source) else {
      CellInfo.misspeltKind(block.infoRange, in: source).map { diagnostics.append($0) }
      append(.codeBlock(info: info, literal: literal))
      return
    }
    diagnostics += cellInfo.diagnostics
    append(.cell(cells.count))
    cells.append(
      Cell(
        kind: cellInfo.kind, options: cellInfo.options, range: block.range,
        infoRange: block.infoRange, body: block.body,
        linePrefix: block.linePrefix))
  }

  private mutating func append(_ table: TableMasking.Table) {
    flush()
    if case .entered(let isTight) = paragraph { events.append(.exit(.paragraph(isTight: isTight))) }
    paragraph = .none
    softBreakIsDue = false
    events.append(.enter(.table(alignments: table.alignments)))
    for (index, row) in table.rows.enumerated() {
      let rowContainer = index == 0 ? ProseEvent.Container.tableHead : .tableRow
      events.append(.enter(rowContainer))
      for (cell, alignment) in zip(row, table.alignments) {
        events.append(.enter(.tableCell(alignment)))
        if let cell { events += tableCells[cell] }
        events.append(.exit(.tableCell(alignment)))
      }
      events.append(.exit(rowContainer))
    }
    events.append(.exit(.table(alignments: table.alignments)))
  }

  private mutating func append(_ event: ProseEvent) {
    flush()
    startInline()
    events.append(event)
  }

  /// Whatever comes next, the paragraph has begun and the line break stands.
  private mutating func startInline() {
    if case .due(let isTight) = paragraph {
      events.append(.enter(.paragraph(isTight: isTight)))
      paragraph = .entered(isTight: isTight)
    }
    if softBreakIsDue {
      softBreakIsDue = false
      events.append(.softBreak)
    }
  }

  private mutating func flush() {
    guard !text.isEmpty else { return }
    events.append(.text(text))
    text = ""
  }

  private mutating func takeLeaf() -> BlockLayout.Leaf? {
    guard nextLeaf < layout.leaves.count else { return nil }
    nextLeaf += 1
    return layout.leaves[nextLeaf - 1]
  }

  private mutating func warn(ofHTML html: String, at range: SourceRange) {
    // An opening tag speaks for its closing one, and a comment is for those who read the source.
    let text = html.trimmed()
    let isComment = text.hasPrefix("<!--") && text.hasSuffix("-->")
    guard !allowsHTML, !isComment, !text.hasPrefix("</") else { return }
    diagnostics.append(
      Diagnostic(
        .rawHTML, at: range, "raw HTML does not reach the page",
        help: "`allow-html: yes` in the front matter passes it through"))
  }

  private func container(_ node: MarkdownNode) -> ProseEvent.Container? {
    switch node.kind {
    case .blockQuote: .blockQuote
    case .list(let start, let isTight): .list(start: start, isTight: isTight)
    case .item: .item
    case .heading(let level): .heading(level: level)
    case .emphasis: .emphasis
    case .strong: .strong
    case .link(let destination, let title):
      .link(
        destination: tables.masking.restored(destination), title: tables.masking.restored(title))
    case .image(let destination, let title):
      .image(
        destination: tables.masking.restored(destination), title: tables.masking.restored(title))
    default: nil
    }
  }
}
