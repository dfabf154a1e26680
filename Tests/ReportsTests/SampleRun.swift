import Diagnostics
import EquationGraph
import LinearAlgebra
import NotebookEngine
import NotebookSyntax
import Training

/// A notebook and its run put together by hand, so that reports are tested without the engine.
struct SampleRun {
  private var text = ""
  private var prose: [ProseEvent] = []
  private var cells: [Cell] = []
  var results: [CellResult] = []
  var inlineValues: [SourceRange: InlineResult] = [:]
  var runs: [TrainingRun] = []
  var values: [NamedValue] = []
  var diagnostics: [Diagnostic] = []
  var frontMatter = FrontMatter()
  var title = "Sample"
  var path = "notebooks/sample.md"

  mutating func addHeading(_ words: String, level: Int = 1) {
    text += String(repeating: "#", count: level) + " \(words)\n\n"
    prose += [
      .enter(.heading(level: level)), .text(words), .exit(.heading(level: level)),
    ]
  }

  /// A paragraph; words between dollar signs are maths, `= C` between backticks an inline value.
  mutating func addParagraph(_ words: String, value: InlineResult? = nil) {
    prose.append(.enter(.paragraph(isTight: false)))
    for (index, part) in words.split(separator: "$", omittingEmptySubsequences: false).enumerated()
    {
      if index % 2 == 1 {
        prose.append(.math(String(part), display: false, range: SourceRange(0, 0)))
      } else {
        let start = words[..<part.startIndex].utf8.count + text.utf8.count
        addWords(part, at: start, value)
      }
    }
    prose.append(.exit(.paragraph(isTight: false)))
    text += words + "\n\n"
  }

  private mutating func addWords(_ words: Substring, at start: Int, _ value: InlineResult?) {
    var offset = start
    for (index, part) in words.split(separator: "`", omittingEmptySubsequences: false).enumerated()
    {
      let length = part.utf8.count
      if index % 2 == 1, part.hasPrefix("= ") {
        let span = SourceRange(offset - 1, offset + length + 1)
        prose.append(
          .inlineValue(
            InlineValue(
              text: String(part.dropFirst(2)), range: SourceRange(offset + 2, offset + length),
              spanRange: span)))
        if let value { inlineValues[span] = value }
      } else if index % 2 == 1 {
        prose.append(.code(String(part)))
      } else if !part.isEmpty {
        prose.append(.text(String(part)))
      }
      offset += length + 1
    }
  }

  /// A block with `prefix` before each of its lines. The closure gets a function that finds the range of
  /// a statement's text in the file.
  mutating func addCell(
    _ info: String, kind: CellKind = .matrix, options: CellOptions = CellOptions(),
    prefix: String = "", isClosed: Bool = true, _ lines: [String],
    result: ((String) -> SourceRange) -> CellResult
  ) {
    let start = text.utf8.count + prefix.utf8.count
    text += prefix + "```\(info)\n"
    var body: [UInt8] = []
    var starts: [CellText.Line] = []
    for line in lines {
      starts.append(
        CellText.Line(start: body.count, fileOffset: text.utf8.count + prefix.utf8.count))
      body += Array((line + "\n").utf8)
      text += prefix + line + "\n"
    }
    starts.append(CellText.Line(start: body.count, fileOffset: text.utf8.count))
    if isClosed { text += prefix + "```" }
    let end = text.utf8.count
    let cell = Cell(
      kind: kind, options: options, range: SourceRange(start, end),
      infoRange: SourceRange(start + 3, start + 3 + info.utf8.count),
      body: CellText(utf8: body, lines: starts), linePrefix: prefix)
    let whole = Array(text.utf8)
    results.append(
      result { statement in
        let words = Array(statement.utf8)
        let place = (start...(end - words.count)).first { whole[$0...].starts(with: words) }
        return place.map { SourceRange($0, $0 + words.count) } ?? SourceRange(start, start)
      })
    if isClosed { text += "\n\n" }
    prose.append(.cell(cells.count))
    cells.append(cell)
  }

  var run: NotebookRun {
    let notebook = Notebook(
      source: SourceFile(path: path, text: text), frontMatter: frontMatter, prose: prose,
      cells: cells, title: title)
    return NotebookRun(
      notebook: notebook, cells: results, inlineValues: inlineValues, values: values, runs: runs,
      diagnostics: diagnostics, filesRead: [path])
  }

  var source: SourceFile { SourceFile(path: path, text: text) }
}

extension StatementResult {
  /// A statement that went well.
  static func shown(
    _ range: SourceRange, _ name: String?, _ formula: Formula, _ value: Matrix?,
    numbers substituted: Formula? = nil, remarks: [String] = []
  ) -> StatementResult {
    StatementResult(
      status: .ok, range: range, name: name,
      display: Display(name: name, formula: formula, substituted: substituted), value: value,
      isShown: true, remarks: remarks)
  }

  static func silent(_ range: SourceRange, _ name: String?, _ value: Matrix?) -> StatementResult {
    StatementResult(status: .ok, range: range, name: name, value: value, isShown: false)
  }
}
