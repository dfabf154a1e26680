import Diagnostics
import EquationGraph
package import NotebookEngine
import NotebookSyntax

/// The report as Markdown: the notebook's own text, with what each block gave behind it.
package enum MarkdownReport {
  /// `NAME.md`, and an SVG file for each plot.
  package static func render(_ run: NotebookRun) -> [ReportFile] {
    render(run, Equations(run))
  }

  package static func render(_ run: NotebookRun, _ equations: Equations) -> [ReportFile] {
    var document = Document(run: run, equations: equations)
    document.write()
    return [ReportFile(path: run.notebook.source.stem + ".md", contents: document.text)]
      + document.plots.files
  }
}

private struct Document {
  let run: NotebookRun
  let equations: Equations
  var text: [UInt8] = []
  var plots: PlotFiles
  private let places: DiagnosticPlaces

  private var source: SourceFile { run.notebook.source }
  /// The line ending of the notebook.
  private let newline: String
  /// Up to where the notebook's text has been copied.
  private var position = 0

  init(run: NotebookRun, equations: Equations) {
    self.run = run
    self.equations = equations
    places = DiagnosticPlaces(run)
    plots = PlotFiles(reportName: run.notebook.source.stem)
    let source = run.notebook.source
    let firstLine = source.lineStarts.count > 1 ? source.lineStarts[1] : 0
    newline = firstLine > 1 && source.utf8[firstLine - 2] == UInt8(ascii: "\r") ? "\r\n" : "\n"
  }

  mutating func write() {
    writeMessagesOnTop()
    for event in run.notebook.prose {
      switch event {
      case .inlineValue(let inline): write(inline)
      case .cell(let index): writeCell(index)
      default: break
      }
    }
    copy(to: source.utf8.count)
  }

  private mutating func copy(to end: Int) {
    guard end > position else { return }
    text.append(contentsOf: source.utf8[position..<end])
    position = end
  }

  private mutating func append(_ lines: [String], prefix: String) {
    // A blank line needs no space behind a quote's sign.
    let blank = prefix.trimmingTrailingSpace
    for line in lines {
      text.append(contentsOf: ((line.isEmpty ? blank : prefix + line) + newline).utf8)
    }
  }

  // MARK: On top

  /// The mistakes of the whole notebook, and those that belong to no block.
  private mutating func writeMessagesOnTop() {
    let blocks = MarkdownBlocks(run: run, equations: equations)
    // A quote cannot be put into a line: what is said of inline values stands on top, too.
    let inline = places.ofInlineValues.sorted { $0.key.start < $1.key.start }.flatMap(\.value)
    let lines = blocks.summary + (places.onTop + inline).flatMap { blocks.diagnostic($0) }
    guard !lines.isEmpty else { return }
    if let frontMatter = run.notebook.frontMatter.range {
      copy(to: endOfLine(frontMatter.end))
      if text.last != UInt8(ascii: "\n") { text.append(contentsOf: newline.utf8) }
      append([""], prefix: "")
    } else if source.utf8.starts(with: [0xEF, 0xBB, 0xBF]) {
      copy(to: 3)
    }
    append(lines, prefix: "")
  }

  /// Just behind the line ending of the line that `offset` ends.
  private func endOfLine(_ offset: Int) -> Int {
    if offset > 0, source.utf8[offset - 1] == UInt8(ascii: "\n") { return offset }
    let next = source.line(at: offset)
    return next < source.lineStarts.count ? source.lineStarts[next] : source.utf8.count
  }

  // MARK: Inline values

  private mutating func write(_ inline: InlineValue) {
    guard case .value(let value)? = run.inlineValues[inline.spanRange],
      inline.spanRange.start >= position
    else { return }
    let style = DisplayOptions(run.notebook.frontMatter.options).style
    copy(to: inline.spanRange.start)
    text.append(contentsOf: "$\(tex(of: value, style))$".utf8)
    position = inline.spanRange.end
  }

  // MARK: Blocks

  private mutating func writeCell(_ index: Int) {
    guard run.cells.indices.contains(index) else { return }
    let cell = run.notebook.cells[index]
    let result = run.cells[index]
    let options = DisplayOptions(result.options)
    let fence = FenceLines(cell, in: source)
    var output = MarkdownBlocks(run: run, equations: equations).output(
      of: index, places.ofCells[index] ?? [], options, plots: &plots)
    guard fence.start >= position else { return }
    copy(to: fence.start)
    if options.hidesSource {
      position = fence.end
      // The text goes on behind what stands before the fence: a list's mark, a quote's sign.
      if !output.isEmpty {
        text.append(contentsOf: output.removeFirst().utf8)
        if !output.isEmpty {
          text.append(contentsOf: newline.utf8)
          append(output, prefix: cell.linePrefix)
          removeLastNewline()
        }
      }
      return
    }
    if options.foldsSource {
      append(["<details>"], prefix: "")
      append(["<summary>Source</summary>", ""], prefix: cell.linePrefix)
      text.append(contentsOf: cell.linePrefix.utf8)
    }
    copy(to: fence.end)
    if let missing = fence.missingEnd {
      if text.last != UInt8(ascii: "\n") { text.append(contentsOf: newline.utf8) }
      text.append(contentsOf: (cell.linePrefix + missing).utf8)
    }
    let lines =
      (options.foldsSource ? ["", "</details>"] : []) + (output.isEmpty ? [] : [""] + output)
    guard !lines.isEmpty else { return }
    text.append(contentsOf: newline.utf8)
    append(lines, prefix: cell.linePrefix)
    if !isBlankLine(after: position) { append([""], prefix: cell.linePrefix) }
    removeLastNewline()
    if position == source.utf8.count { text.append(contentsOf: newline.utf8) }
  }

  /// The line ending of the notebook's own line follows.
  private mutating func removeLastNewline() {
    if text.last == UInt8(ascii: "\n") { text.removeLast() }
    if text.last == UInt8(ascii: "\r") { text.removeLast() }
  }

  /// Whether the line behind the one that ends at `offset` has nothing but quote signs and space.
  private func isBlankLine(after offset: Int) -> Bool {
    let next = source.line(at: offset) + 1
    guard next <= source.lineStarts.count else { return true }
    let range = source.range(ofLine: next)
    return source.utf8[range.start..<range.end].allSatisfy {
      $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: ">")
    }
  }
}

/// Where a block's fences are.
private struct FenceLines {
  /// The first character of the opening fence.
  let start: Int
  /// Behind the last character of the block, its line ending not included.
  let end: Int
  /// The closing fence, if the block ends with its container or the file instead.
  let missingEnd: String?

  init(_ cell: Cell, in source: SourceFile) {
    let marks = [UInt8(ascii: "`"), UInt8(ascii: "~")]
    var start = cell.range.start
    while start < cell.range.end, !marks.contains(source.utf8[start]) { start += 1 }
    var end = cell.range.end
    while end > start,
      source.utf8[end - 1] == UInt8(ascii: "\n") || source.utf8[end - 1] == UInt8(ascii: "\r")
    {
      end -= 1
    }
    self.start = start
    self.end = end
    let mark = start < end ? source.utf8[start] : marks[0]
    let fence = source.utf8[start..<end].prefix { $0 == mark }
    let lastLine = source.range(ofLine: source.line(at: max(start, end - 1)))
    let closing = source.utf8[max(lastLine.start, start)..<end]
      .drop { $0 != mark }
      .filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
    let isClosed =
      lastLine.start > start && closing.count >= fence.count && closing.allSatisfy { $0 == mark }
      && source.utf8[max(lastLine.start, start)..<end].prefix { $0 != mark }
        .allSatisfy { [0x20, 0x09, 0x3E].contains($0) }
    missingEnd = isClosed ? nil : String(decoding: fence, as: UTF8.self)
  }
}

extension String {
  fileprivate var trimmingTrailingSpace: String {
    var text = self[...]
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return String(text)
  }
}
