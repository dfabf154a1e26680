/// Finds maths, code spans and raw HTML in the text of a paragraph, the leftmost first, as a
/// CommonMark parser that knew maths would.
///
/// Maths is written as for GitHub and pandoc: the `$` that opens is not followed by white space,
/// the one that closes is not preceded by white space nor followed by a digit; `$$` opens and
/// closes display maths; `\$` is a dollar. Whatever the text, the time is linear in its length.
struct InlineScanner {
  struct Span: Equatable {
    enum Kind: Equatable {
      /// With as many backticks at both ends.
      case code(fence: Int)
      case html
      /// `<https://…>`
      case autolink
      case math(isDisplay: Bool)
      /// `$$` that nothing closes up to the end of the text.
      case unclosedDisplay
    }

    let kind: Kind
    let start: Int
    let end: Int
  }

  private(set) var text: [UInt8]
  private var position = 0
  /// The last run of backticks of each length.
  private var lastRun: [Int: Int] = [:]
  /// Endings that were looked for in vain, and how long the text was then.
  private var missing: [String: Int] = [:]

  init(_ text: [UInt8]) {
    self.text = text
    noteBackticks(from: 0)
  }

  /// Makes the text longer and goes on at `position`.
  mutating func extend(with more: [UInt8], resumingAt position: Int) {
    let start = text.count
    text += more
    noteBackticks(from: start)
    self.position = position
  }

  /// The next span, or nil at the end of the text.
  mutating func next() -> Span? {
    while position < text.count {
      let start = position
      switch text[start] {
      case UInt8(ascii: "\\"):
        let isEscape = start + 1 < text.count && text[start + 1].isPunctuation
        position += isEscape ? 2 : 1
      case UInt8(ascii: "`"):
        if let span = codeSpan(at: start) { return span }
      case UInt8(ascii: "<"):
        if let span = angleBracket(at: start) { return span }
      case UInt8(ascii: "$"):
        if let span = math(at: start) { return span }
      default:
        position += 1
      }
    }
    return nil
  }

  /// The offset of the next `$$` from `start` on that no backslash escapes.
  static func displayClosing(in text: [UInt8], from start: Int) -> Int? {
    var offset = start
    while offset + 1 < text.count {
      if text[offset] == UInt8(ascii: "\\") {
        offset += 2
      } else if text[offset] == UInt8(ascii: "$"), text[offset + 1] == UInt8(ascii: "$") {
        return offset
      } else {
        offset += 1
      }
    }
    return nil
  }

  private mutating func noteBackticks(from start: Int) {
    var offset = start
    while offset < text.count {
      if text[offset] == UInt8(ascii: "`") {
        let end = text.endOfRun(of: UInt8(ascii: "`"), from: offset, to: text.count)
        lastRun[end - offset] = offset
        offset = end
      } else {
        offset += 1
      }
    }
  }

  private mutating func codeSpan(at start: Int) -> Span? {
    let open = text.endOfRun(of: UInt8(ascii: "`"), from: start, to: text.count)
    position = open
    guard let last = lastRun[open - start], last >= open else { return nil }
    var offset = open
    while offset < text.count {
      if text[offset] == UInt8(ascii: "`") {
        let end = text.endOfRun(of: UInt8(ascii: "`"), from: offset, to: text.count)
        if end - offset == open - start {
          position = end
          return Span(kind: .code(fence: open - start), start: start, end: end)
        }
        offset = end
      } else {
        offset += 1
      }
    }
    return nil
  }

  private mutating func math(at start: Int) -> Span? {
    let dollar = UInt8(ascii: "$")
    let open = text.endOfRun(of: dollar, from: start, to: text.count)
    position = open
    if open - start == 2 {
      guard let close = Self.displayClosing(in: text, from: open) else {
        return Span(kind: .unclosedDisplay, start: start, end: open)
      }
      guard !text[open..<close].allSatisfy(\.isWhitespace) else {
        position = close
        return nil
      }
      position = close + 2
      return Span(kind: .math(isDisplay: true), start: start, end: close + 2)
    }
    guard open - start == 1, open < text.count, !text[open].isWhitespace else { return nil }
    var offset = open
    while offset < text.count, text[offset] != dollar {
      offset += text[offset] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard offset < text.count, !text[offset - 1].isWhitespace else { return nil }
    if offset + 1 < text.count, text[offset + 1].isDigit { return nil }
    position = offset + 1
    return Span(kind: .math(isDisplay: false), start: start, end: offset + 1)
  }

  private mutating func angleBracket(at start: Int) -> Span? {
    position = start + 1
    let matcher = InlineHTMLMatcher(text: text)
    if let end = matcher.endOfAutolink(at: start) {
      position = end
      return Span(kind: .autolink, start: start, end: end)
    }
    let end: Int?
    switch matcher.construct(at: start) {
    case .tag: end = matcher.endOfTag(at: start)
    case .comment(let opening):
      // The first `--` must be the one that ends it, so a search never passes another opening.
      end = find("--", from: start + opening).flatMap {
        $0 < text.count && text[$0] == UInt8(ascii: ">") ? $0 + 1 : nil
      }
    case .until(let closing, let opening): end = find(closing, from: start + opening)
    case .none: end = nil
    }
    guard let end else { return nil }
    position = end
    return Span(kind: .html, start: start, end: end)
  }

  /// The end of the next `closing` from `start` on; a search in vain is not made twice.
  private mutating func find(_ closing: String, from start: Int) -> Int? {
    guard missing[closing] != text.count else { return nil }
    let bytes = Array(closing.utf8)
    var offset = start
    while offset + bytes.count <= text.count {
      if text[offset] == bytes[0], text[offset..<offset + bytes.count].elementsEqual(bytes) {
        return offset + bytes.count
      }
      offset += 1
    }
    missing[closing] = text.count
    return nil
  }
}
