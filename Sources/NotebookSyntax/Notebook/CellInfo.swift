import Diagnostics

/// The info string of a block that nbrun reads: perhaps a language, the kind, options.
struct CellInfo {
  let kind: CellKind
  let options: CellOptions
  let diagnostics: [Diagnostic]

  /// Nil when no kind stands first, or second behind a language.
  init?(_ infoRange: SourceRange, in source: SourceFile) {
    let words = Self.words(infoRange, in: source)
    guard let index = words.prefix(2).firstIndex(where: { Self.kinds[$0.text] != nil }),
      let named = Self.kinds[words[index].text]
    else { return nil }
    kind = named == .data && index == 1 && words[0].text == "csv" ? .csv : named

    var parser = OptionParser()
    var diagnostics: [Diagnostic] = []
    var seen: [String: SourceRange] = [:]
    for word in words[(index + 1)...] {
      let option = Self.option(word)
      let name = option.name
      if let problem = Self.problem(name, of: kind) {
        diagnostics.append(problem)
      } else if let first = seen[name.text] {
        diagnostics.append(
          Diagnostic(
            .twice, at: option.range, "`\(name.text)` is given twice",
            notes: [Diagnostic.Note(at: first, "first given here")], help: "keep one"))
      } else {
        seen[name.text] = option.range
        parser.read(option)
      }
    }
    if kind == .csv, seen["as"] == nil {
      diagnostics.append(
        Diagnostic(
          .option, at: words[index].range, "a `csv data` block needs a name",
          help: "write `csv data as=NAME`; another block reads it with `block: NAME`"))
    }
    options = parser.options
    self.diagnostics = diagnostics + parser.diagnostics
  }

  private static let kinds: [String: CellKind] = [
    "matrix": .matrix, "train": .train, "data": .data,
  ]

  /// A block whose info string holds no kind, but a word that is nearly one, is prose all the same: its
  /// author learns of it.
  static func misspeltKind(_ infoRange: SourceRange, in source: SourceFile) -> Diagnostic? {
    for word in words(infoRange, in: source).prefix(2) {
      guard let kind = closestName(to: word.text, among: ["matrix", "train", "data"]) else {
        continue
      }
      return Diagnostic(
        .kind, at: word.range, "`\(word.text)` is no kind of block, and the block is not run",
        help: "did you mean `\(kind)`?")
    }
    return nil
  }

  private static func problem(_ name: Name, of kind: CellKind) -> Diagnostic? {
    if name.text == "as", kind != .csv {
      return Diagnostic(
        .option, at: name.range,
        "`as` names a `csv data` block, and this is a `\(kind.rawValue)` block",
        help: "`id=NAME` names any block")
    }
    guard !OptionParser.names.contains(name.text) else { return nil }
    let names = OptionParser.names.filter { $0 != "as" || kind == .csv }
    return Diagnostic(
      .option, at: name.range, "unknown option `\(name.text)` in the info string",
      help: didYouMean(name.text, among: names) ?? "options are \(names.joined(separator: ", "))")
  }

  private static func option(_ word: Name) -> OptionParser.Option {
    let utf8 = word.text.utf8
    guard let equals = utf8.firstIndex(of: UInt8(ascii: "=")) else {
      return OptionParser.Option(name: word, value: nil, text: word.text)
    }
    let length = utf8.distance(from: utf8.startIndex, to: equals)
    let start = word.range.start
    return OptionParser.Option(
      name: Name(String(word.text[..<equals]), at: SourceRange(start, start + length)),
      value: Name(
        String(word.text[utf8.index(after: equals)...]),
        at: SourceRange(start + length + 1, word.range.end)),
      text: word.text)
  }

  private static func words(_ range: SourceRange, in source: SourceFile) -> [Name] {
    var words: [Name] = []
    var start = range.start
    while start < range.end {
      while start < range.end, source.utf8[start].isBlank { start += 1 }
      var end = start
      while end < range.end, !source.utf8[end].isBlank { end += 1 }
      let word = SourceRange(start, end)
      if end > start { words.append(Name(source.text(in: word), at: word)) }
      start = end
    }
    return words
  }
}
