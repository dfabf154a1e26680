import Diagnostics
import NotebookSyntax
import Testing

/// A text as a test's argument, named by itself on one line.
struct Sample: ExpressibleByStringLiteral, CustomTestStringConvertible, Sendable {
  let text: String
  var testDescription: String { oneLine(text) }

  init(stringLiteral text: String) { self.text = text }
}

/// Input in which `«…»` marks the places that a test expects.
struct MarkedText {
  let source: SourceFile
  let ranges: [SourceRange]

  init(_ marked: String, path: String = "notebook.md") {
    var utf8: [UInt8] = []
    var starts: [Int] = []
    var ranges: [SourceRange] = []
    for scalar in marked.unicodeScalars {
      switch scalar {
      case "«": starts.append(utf8.count)
      case "»": if let start = starts.popLast() { ranges.append(SourceRange(start, utf8.count)) }
      default: utf8 += Array(String(scalar).utf8)
      }
    }
    source = SourceFile(path: path, utf8: utf8)
    self.ranges = ranges.sorted { $0.start < $1.start }
  }

  /// The text without the marks.
  var text: String { String(decoding: source.utf8, as: UTF8.self) }

  /// The first marked place.
  var range: SourceRange { ranges.first ?? SourceRange(source.utf8.count, source.utf8.count) }
}

func parse(_ text: String, path: String = "notebook.md") -> ParsedNotebook {
  NotebookParser.parse(SourceFile(path: path, text: text))
}

/// What a document became, one step a line, containers indented.
func outline(_ text: String) -> String { outline(parse(text).notebook.prose) }

func outline(_ events: [ProseEvent]) -> String {
  var lines: [String] = []
  var depth = 0
  func add(_ line: String) { lines.append(String(repeating: "  ", count: depth) + line) }
  for event in events {
    switch event {
    case .enter(let container):
      add(name(of: container))
      depth += 1
    case .exit: depth -= 1
    case .text(let text): add("text \(text)")
    case .softBreak: add("soft break")
    case .hardBreak: add("hard break")
    case .code(let code): add("code \(code)")
    case .codeBlock(let info, let literal): add("code block \(info): \(oneLine(literal))")
    case .thematicBreak: add("rule")
    case .htmlBlock(let html): add("html block \(oneLine(html))")
    case .htmlInline(let html): add("html \(html)")
    case .math(let tex, let isDisplay, _): add("\(isDisplay ? "display" : "math") \(oneLine(tex))")
    case .inlineValue(let value): add("value \(value.text)")
    case .cell(let index): add("cell \(index)")
    }
  }
  return lines.joined(separator: "\n")
}

private func oneLine(_ text: String) -> String {
  text.replacing("\r", with: "\\r").replacing("\n", with: "\\n")
}

private func name(of container: ProseEvent.Container) -> String {
  switch container {
  case .paragraph(let isTight): isTight ? "tight paragraph" : "paragraph"
  case .heading(let level): "heading \(level)"
  case .blockQuote: "quote"
  case .list(let start, let isTight):
    "\(isTight ? "tight " : "")list\(start.map { " from \($0)" } ?? "")"
  case .item: "item"
  case .emphasis: "emphasis"
  case .strong: "strong"
  case .link(let destination, let title): "link \(destination) '\(title)'"
  case .image(let destination, let title): "image \(destination) '\(title)'"
  case .table(let alignments): "table \(alignments.map { "\($0)" }.joined(separator: " "))"
  case .tableHead: "head"
  case .tableRow: "row"
  case .tableCell: "cell"
  }
}

/// `E-CODE: message (help)`, one a line.
func messages(_ diagnostics: [Diagnostic]) -> String {
  diagnostics.map { diagnostic in
    "\(diagnostic.code.rawValue): \(diagnostic.message)"
      + (diagnostic.help.map { " (\($0))" } ?? "")
  }.joined(separator: "\n")
}

extension CellText {
  var text: String { String(decoding: utf8, as: UTF8.self) }
}

/// SplitMix64 (Steele, Lea and Flood 2014): any seed gives the same texts on any machine.
struct Generator: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
