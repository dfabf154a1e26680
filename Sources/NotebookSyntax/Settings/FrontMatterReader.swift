import Diagnostics

/// Reads the settings between `---` lines at the very top of a file.
struct FrontMatterReader {
  private(set) var frontMatter = FrontMatter()
  private(set) var diagnostics: [Diagnostic] = []

  private var options = OptionParser()
  private var seen: [String: SourceRange] = [:]

  private static let ownKeys = [
    "title", "author", "date", "abstract", "seed", "convention", "allow-html",
  ]
  private static let keys = ownKeys + OptionParser.defaultNames

  init(of source: SourceFile) {
    let byteOrderMark = source.utf8.starts(with: SourceFile.byteOrderMark) ? 3 : 0
    let opening = SourceRange(byteOrderMark, source.range(ofLine: 1).end)
    guard Self.isDelimiter(opening, "---", in: source) else { return }
    let lines = 2...max(2, source.lineStarts.count)
    let closing = lines.first {
      guard $0 <= source.lineStarts.count else { return false }
      let line = source.range(ofLine: $0)
      return Self.isDelimiter(line, "---", in: source) || Self.isDelimiter(line, "...", in: source)
    }
    guard let closing else {
      diagnostics.append(
        Diagnostic(
          .frontMatter, at: source.trimmed(opening), "the front matter is never closed",
          help: "end it with a line `---`; a rule at the top of a text is written `***`"))
      return
    }
    frontMatter.range = SourceRange(byteOrderMark, source.range(ofLine: closing).end)
    for entry in YAMLEntryReader(
      Self.text(ofLines: 2..<closing, in: source), allowsIndicators: false
    )
    .entries {
      switch entry {
      case .success(let entry): read(entry)
      case .failure(let problem):
        diagnostics.append(
          Diagnostic(.frontMatter, at: problem.range, problem.message, help: problem.help))
      }
    }
    frontMatter.options = options.options
    diagnostics += options.diagnostics
  }

  private mutating func read(_ entry: YAMLEntry) {
    let key = entry.key
    guard Self.keys.contains(key.text) else {
      refuse(unknown: key)
      return
    }
    if let first = seen[key.text] {
      diagnostics.append(
        Diagnostic(
          .twice, at: key.range, "`\(key.text)` is given twice",
          notes: [Diagnostic.Note(at: first, "first given here")], help: "keep one"))
      return
    }
    seen[key.text] = key.range
    guard case .scalar(let value, _) = entry.value else {
      let isMissing = if case .missing = entry.value { true } else { false }
      diagnostics.append(
        Diagnostic(
          .value, at: entry.valueRange,
          isMissing ? "`\(key.text)` has no value" : "the value of `\(key.text)` is not plain text",
          help: isMissing ? nil : "put it in quotes if it is meant as text"))
      return
    }
    read(value, for: key)
  }

  private mutating func read(_ value: Name, for key: Name) {
    switch key.text {
    case "title": frontMatter.title = value.text
    case "author": frontMatter.author = value.text
    case "date": frontMatter.date = value.text
    case "abstract": frontMatter.abstract = value.text
    case "seed":
      if let seed = Int(value.text), (0...Int(UInt32.max)).contains(seed) {
        frontMatter.seed = Setting(seed, at: value.range)
      } else {
        refuse(value, for: key, "is not a whole number from 0 to \(UInt32.max)")
      }
    case "convention":
      if FrontMatter.conventions.contains(value.text) {
        frontMatter.convention = Setting(value.text, at: value.range)
      } else {
        refuse(
          value, for: key, "is not a convention nbrun knows",
          help: didYouMean(value.text, among: FrontMatter.conventions)
            ?? listed(FrontMatter.conventions, with: "or"))
      }
    case "allow-html":
      if let isAllowed = OptionParser.truth(of: value.text) {
        frontMatter.allowsHTML = isAllowed
      } else {
        refuse(value, for: key, "is neither yes nor no")
      }
    default:
      options.read(
        OptionParser.Option(name: key, value: value, text: "\(key.text): \(value.text)"))
    }
  }

  private mutating func refuse(unknown key: Name) {
    let help =
      if OptionParser.names.contains(key.text) {
        "`\(key.text)` belongs to one block: write it behind the block's kind"
      } else {
        didYouMean(key.text, among: Self.keys) ?? "keys are \(Self.keys.joined(separator: ", "))"
      }
    diagnostics.append(
      Diagnostic(.key, at: key.range, "unknown key `\(key.text)` in the front matter", help: help))
  }

  private mutating func refuse(
    _ value: Name, for key: Name, _ reason: String, help: String? = nil
  ) {
    diagnostics.append(
      Diagnostic(.value, at: value.range, "`\(key.text): \(value.text)` \(reason)", help: help))
  }

  private static func isDelimiter(
    _ line: SourceRange, _ delimiter: String, in source: SourceFile
  ) -> Bool {
    let bytes = source.utf8[line.start..<line.end]
    return bytes.starts(with: delimiter.utf8) && bytes.dropFirst(3).allSatisfy(\.isBlank)
  }

  private static func text(ofLines lines: Range<Int>, in source: SourceFile) -> CellText {
    var utf8: [UInt8] = []
    var starts: [CellText.Line] = []
    for line in lines {
      let range = source.range(ofLine: line)
      starts.append(CellText.Line(start: utf8.count, fileOffset: range.start))
      utf8 += source.utf8[range.start..<range.end] + [UInt8(ascii: "\n")]
    }
    return CellText(utf8: utf8, lines: starts)
  }
}
