import CYAML
import Diagnostics

// The one file that knows libyaml.

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

/// What is wrong with a part of YAML text, and where.
struct YAMLProblem: Error {
  let message: String
  let range: SourceRange
  var help: String?
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
      let isFurther = start - line.start > indentation ?? (start - line.start)
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

  private mutating func read(_ range: SourceRange?) {
    guard let range else { return }
    do throws(YAMLProblem) {
      entries.append(.success(try entry(in: range)))
    } catch {
      entries.append(.failure(error))
    }
  }

  /// Reads the entry at `range` of the text.
  private func entry(in range: SourceRange) throws(YAMLProblem) -> YAMLEntry {
    let bytes = Array(text.utf8[range.start..<range.end])
    let firstLineEnd = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    let firstLine = text.fileRange(range.start, range.start + trimmedEnd(bytes, firstLineEnd))
    var masked = bytes
    if allowsIndicators, let offset = indicatorOffset(in: bytes) {
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
    case .plain where inFile.isEmpty: return .missing
    case .plain where !isFolded:
      return .scalar(Name(String(decoding: inFile, as: UTF8.self), at: range), isFolded: false)
    case .quoted where !isFolded && inFile.count == decoded.utf8.count + 2:
      let inner = SourceRange(range.start + 1, range.end - 1)
      return .scalar(Name(decoded, at: inner), isFolded: false)
    case .block: return .scalar(Name(decoded.trimmed(), at: range), isFolded: true)
    case .plain, .quoted: return .scalar(Name(decoded, at: range), isFolded: isFolded)
    }
  }

  /// Where a value begins with a character that YAML keeps for itself, but not for anything a block
  /// has use for.
  private func indicatorOffset(in bytes: [UInt8]) -> Int? {
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    var offset = colon + 1
    while offset < bytes.count, bytes[offset].isBlank { offset += 1 }
    guard offset > colon + 1, offset < bytes.count, ",%@&*!]}`".utf8.contains(bytes[offset]) else {
      return nil
    }
    return offset
  }

  private func notAnEntry(_ bytes: [UInt8], _ firstLine: SourceRange) -> YAMLProblem {
    let line = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    var problem = YAMLProblem(message: "expected `key: value`", range: firstLine)
    if line.hasPrefix("- ") {
      problem.help = "lists are not used here: write `key: a, b, c`"
    } else if let colon = line.firstIndex(of: ":"), colon != line.startIndex {
      problem.help = "write a space behind the colon"
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

/// The events of a YAML document, with places in bytes.
private struct YAMLEvents {
  enum ScalarStyle { case plain, quoted, block }

  enum Kind {
    case scalar(String, ScalarStyle)
    case sequenceStart
    case mappingStart(isFlow: Bool)
    case alias
    case end
  }

  struct Event {
    let kind: Kind
    let start: Int
    let end: Int
  }

  private(set) var events: [Event] = []

  /// Reads the first document of `bytes`, which stand at `start` of `text`.
  init(_ bytes: [UInt8], at start: Int, of text: CellText) throws(YAMLProblem) {
    // libyaml keeps a pointer to the parser inside it, so the parser must not move.
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    defer { parser.deallocate() }
    guard yaml_parser_initialize(parser) == 1 else { return }
    defer { yaml_parser_delete(parser) }
    let offsets = ScalarOffsets(bytes)
    var problem: YAMLProblem?
    bytes.withUnsafeBufferPointer { buffer in
      yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
      yaml_parser_set_input_string(parser, buffer.baseAddress, buffer.count)
      var event = yaml_event_t()
      while true {
        guard yaml_parser_parse(parser, &event) == 1 else {
          problem = Self.problem(of: parser.pointee, offsets: offsets, at: start, of: text)
          return
        }
        let type = event.type
        if let kind = Self.kind(of: event) {
          events.append(
            Event(
              kind: kind, start: offsets.byte(ofScalar: event.start_mark.index),
              end: offsets.byte(ofScalar: event.end_mark.index)))
        }
        yaml_event_delete(&event)
        if type == YAML_STREAM_END_EVENT || type == YAML_DOCUMENT_END_EVENT { return }
      }
    }
    if let problem { throw problem }
  }

  private static func kind(of event: yaml_event_t) -> Kind? {
    switch event.type {
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      let style: ScalarStyle =
        switch scalar.style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE, YAML_DOUBLE_QUOTED_SCALAR_STYLE: .quoted
        case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
        default: .plain
        }
      return .scalar(String(decoding: bytes, as: UTF8.self), style)
    case YAML_SEQUENCE_START_EVENT: return .sequenceStart
    case YAML_MAPPING_START_EVENT:
      return .mappingStart(isFlow: event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE)
    case YAML_ALIAS_EVENT: return .alias
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return .end
    default: return nil
    }
  }

  private static func problem(
    of parser: yaml_parser_t, offsets: ScalarOffsets, at start: Int, of text: CellText
  ) -> YAMLProblem {
    let isReaderError = parser.error == YAML_READER_ERROR
    let offset =
      isReaderError
      ? Int(parser.problem_offset) : offsets.byte(ofScalar: parser.problem_mark.index)
    let message = parser.problem.map { String(cString: $0) } ?? "this is not YAML"
    let range = text.fileRange(start + offset, start + min(offset + 1, offsets.byteCount))
    switch message {
    case "mapping values are not allowed in this context":
      return YAMLProblem(
        message: "a second `: ` in one entry", range: range, help: "put the value in quotes")
    case "could not find expected ':'":
      return YAMLProblem(
        message: "expected `key: value`", range: range,
        help: "write a colon and a space behind the key")
    default:
      return YAMLProblem(
        message: "YAML: \(message)", range: range, help: "put the value in quotes, on one line")
    }
  }
}

/// libyaml counts characters, nbrun counts bytes.
private struct ScalarOffsets {
  /// The first byte of each character; empty when all are ASCII.
  private var starts: [Int] = []
  let byteCount: Int

  init(_ bytes: [UInt8]) {
    byteCount = bytes.count
    guard !bytes.allSatisfy({ $0 < 0x80 }) else { return }
    for (offset, byte) in bytes.enumerated() where byte & 0xC0 != 0x80 { starts.append(offset) }
  }

  func byte(ofScalar index: Int) -> Int {
    guard !starts.isEmpty else { return min(index, byteCount) }
    return index < starts.count ? starts[index] : byteCount
  }
}
