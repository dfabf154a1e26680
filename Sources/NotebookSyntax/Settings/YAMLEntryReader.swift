import Diagnostics

/// One `key: value` of a YAML mapping.
struct YAMLEntry {
  enum Value {
    /// `text` is in one piece in the file at `range`, unless it `isFolded` from several lines.
    case scalar(Name, isFolded: Bool)
    case missing
    case list
    case mapping
    /// `*name`
    case alias
  }

  let key: Name
  let value: Value
  /// Of the value; where it is missing, of the key.
  let valueRange: SourceRange
}

/// Reads the entries of a mapping one by one, so that a mistake in one leaves the others readable.
///
/// An entry begins on a line that is not indented more than the first one, and takes the more
/// indented and the empty lines behind it along.
struct YAMLEntryReader {
  private let text: CellText
  /// Values are taken as they stand though YAML gives a meaning to their first character (`,`, `*`).
  private let allowsIndicators: Bool

  private(set) var entries: [Result<YAMLEntry, YAMLProblem>] = []

  init(_ text: CellText, allowsIndicators: Bool) {
    self.text = text
    self.allowsIndicators = allowsIndicators
    var indentation: Int?
    var entry: SourceRange?
    for (index, line) in text.lines.enumerated() {
      let end = index + 1 < text.lines.count ? text.lines[index + 1].start : text.utf8.count
      let start = text.utf8[line.start..<end].firstIndex { !$0.isWhitespace } ?? end
      let isEmpty = start == end
      let isComment = !isEmpty && text.utf8[start] == UInt8(ascii: "#")
      // A list may stand below its key without indentation.
      let isListItem = !isEmpty && text.utf8[start] == UInt8(ascii: "-") && isOpen(entry)
      let isFurther = start - line.start > indentation ?? (start - line.start) || isListItem
      if isEmpty || isFurther || (isComment && entry == nil) {
        if !isComment || entry != nil { entry?.end = end }
      } else if isComment {
        // A comment parts entries.
        read(entry)
        entry = nil
      } else {
        read(entry)
        indentation = indentation ?? (start - line.start)
        entry = SourceRange(start, end)
      }
    }
    read(entry)
  }

  /// Whether the text of `entry` ends in a colon: a value must follow.
  private func isOpen(_ entry: SourceRange?) -> Bool {
    guard let entry else { return false }
    let firstLine = text.utf8[entry.start..<entry.end].prefix { $0 != UInt8(ascii: "\n") }
    return firstLine.last { !$0.isWhitespace } == UInt8(ascii: ":")
  }

  private mutating func read(_ range: SourceRange?) {
    guard let range else { return }
    do throws(YAMLProblem) {
      entries.append(.success(try entry(in: range)))
    } catch {
      var problem = error
      let word = text.utf8[range.start..<range.end].prefix {
        $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
      }
      problem.key = word.isEmpty ? nil : String(decoding: word, as: UTF8.self)
      entries.append(.failure(problem))
    }
  }

  /// Reads the entry at `range` of the text.
  private func entry(in range: SourceRange) throws(YAMLProblem) -> YAMLEntry {
    let end = trimmedEnd(text.utf8, range.end)
    let bytes = Array(text.utf8[range.start..<end])
    let firstLineEnd = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    let firstLine = text.fileRange(range.start, range.start + trimmedEnd(bytes, firstLineEnd))
    if let offset = offsetOfExcessiveNesting(in: bytes) {
      throw YAMLProblem(
        message: "brackets nested more than \(Self.nestingLimit) deep",
        range: text.fileRange(range.start + offset, range.start + offset + 1))
    }
    // A directive is for whole documents.
    guard bytes.first != UInt8(ascii: "%") else { throw notAnEntry(bytes, firstLine) }
    var masked = bytes
    if allowsIndicators, let offset = valueOffset(in: bytes),
      Self.indicators.contains(bytes[offset])
    {
      masked[offset] = UInt8(ascii: "x")
    }
    let events = try YAMLEvents(masked, at: range.start, of: text).events
    guard case .mappingStart(isFlow: false) = events.first?.kind, events.count > 3,
      case .scalar(let keyText, _) = events[1].kind
    else { throw notAnEntry(bytes, firstLine) }
    let key = Name(keyText, at: place(events[1], from: range.start))
    let second = events[2]
    let valueRange = place(second, from: range.start)
    let value: YAMLEntry.Value
    switch second.kind {
    case .scalar(let decoded, let style):
      let inFile = bytes[min(second.start, bytes.count)..<min(second.end, bytes.count)]
      value = scalar(decoded, style, as: inFile, at: valueRange)
      if case .missing = value { return YAMLEntry(key: key, value: value, valueRange: key.range) }
    case .sequenceStart: value = .list
    case .mappingStart: value = .mapping
    case .alias: value = .alias
    case .end: value = .missing
    }
    return YAMLEntry(key: key, value: value, valueRange: valueRange)
  }

  private func scalar(
    _ decoded: String, _ style: YAMLEvents.ScalarStyle, as inFile: ArraySlice<UInt8>,
    at range: SourceRange
  ) -> YAMLEntry.Value {
    let isFolded = inFile.contains(UInt8(ascii: "\n"))
    switch style {
    case _ where decoded.isEmpty: return .missing
    case .plain where !isFolded:
      return .scalar(Name(String(decoding: inFile, as: UTF8.self), at: range), isFolded: false)
    case .quoted where !isFolded && inFile.count == decoded.utf8.count + 2:
      let inner = SourceRange(range.start + 1, range.end - 1)
      return .scalar(Name(decoded, at: inner), isFolded: false)
    case .block: return .scalar(Name(decoded.trimmed(), at: range), isFolded: true)
    case .plain, .quoted: return .scalar(Name(decoded, at: range), isFolded: isFolded)
    }
  }

  /// What YAML keeps for itself at the beginning of a value, but not for anything a block has use for.
  private static let indicators = Array(",%@&*!]}`".utf8)

  /// Where the value of a `key: value` line begins.
  private func valueOffset(in bytes: [UInt8]) -> Int? {
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    var offset = colon + 1
    while offset < bytes.count, bytes[offset].isBlank { offset += 1 }
    return offset > colon + 1 && offset < bytes.count ? offset : nil
  }

  /// libyaml takes time that grows with the square of the depth.
  private static let nestingLimit = 100

  private func offsetOfExcessiveNesting(in bytes: [UInt8]) -> Int? {
    var depth = 0
    for (offset, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") { depth += 1 }
      if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") { depth = max(0, depth - 1) }
      if depth > Self.nestingLimit { return offset }
    }
    return nil
  }

  private func notAnEntry(_ bytes: [UInt8], _ firstLine: SourceRange) -> YAMLProblem {
    // What a comment says is not a part of the entry.
    let line = String(
      decoding: bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "#") },
      as: UTF8.self)
    var problem = YAMLProblem(message: "expected `key: value`", range: firstLine)
    if line.hasPrefix("- ") {
      problem.help = "lists are not used here: write `key: a, b, c`"
    } else if let colon = line.firstIndex(of: ":"), colon != line.startIndex {
      problem.help = "write a space behind the colon"
    } else if let equals = line.firstIndex(of: "="), equals != line.startIndex {
      let value = line[line.index(after: equals)...]
      problem.help = "write `\(String(line[..<equals]).trimmed()): \(String(value).trimmed())`"
    } else {
      problem.help = "write a colon and a space behind the key"
    }
    return problem
  }

  private func place(_ event: YAMLEvents.Event, from start: Int) -> SourceRange {
    text.fileRange(start + event.start, start + max(event.start, event.end))
  }

  private func trimmedEnd(_ bytes: [UInt8], _ end: Int) -> Int {
    var end = end
    while end > 0, bytes[end - 1].isWhitespace { end -= 1 }
    return end
  }
}
