import CYAML
import Diagnostics

// The one file that knows libyaml.

/// What is wrong with a part of YAML text, and where.
struct YAMLProblem: Error {
  let message: String
  let range: SourceRange
  var help: String?
  /// The word that the entry begins with.
  var key: String?
}

/// The events of a YAML document, with places in bytes.
struct YAMLEvents {
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
    let context = parser.context.map { String(cString: $0) }
    if context == "while scanning a quoted scalar", message == "found unexpected end of stream" {
      let quote = start + offsets.byte(ofScalar: parser.context_mark.index)
      return YAMLProblem(
        message: "a quote that is never closed", range: text.fileRange(quote, quote + 1),
        help: "close it on the same line")
    }
    let end = offsets.byteCount
    let range = text.fileRange(start + min(offset, end), start + min(offset + 1, end))
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
