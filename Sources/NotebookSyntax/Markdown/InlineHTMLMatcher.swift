/// Autolinks and raw HTML as CommonMark 0.30 defines them (sections 6.5 and 6.6).
struct InlineHTMLMatcher {
  let text: [UInt8]

  enum Construct {
    case tag
    /// The length of its opening.
    case comment(opening: Int)
    /// An instruction, a declaration or CDATA: all up to `closing`.
    case until(closing: String, opening: Int)
    case none
  }

  /// What the `<` at `start` may begin.
  func construct(at start: Int) -> Construct {
    let next = text[start...].prefix(9)
    if next.starts(with: "<!--".utf8) {
      let inner = text[(start + 4)...]
      let isCutShort = inner.starts(with: ">".utf8) || inner.starts(with: "->".utf8)
      return isCutShort ? .none : .comment(opening: 4)
    }
    if next.starts(with: "<?".utf8) { return .until(closing: "?>", opening: 2) }
    if next.elementsEqual("<![CDATA[".utf8) { return .until(closing: "]]>", opening: 9) }
    if next.starts(with: "<!".utf8) {
      let isDeclaration = next.count > 2 && text[start + 2].isLetter
      return isDeclaration ? .until(closing: ">", opening: 2) : .none
    }
    return .tag
  }

  /// `<scheme:…>` or `<name@host>`.
  func endOfAutolink(at start: Int) -> Int? {
    let first = start + 1
    guard first < text.count else { return nil }
    var offset = first
    while offset < text.count, text[offset].isSchemeByte { offset += 1 }
    let isScheme = text[first].isLetter && (2...32).contains(offset - first)
    if isScheme, offset < text.count, text[offset] == UInt8(ascii: ":") {
      while offset < text.count, text[offset] > 0x20, text[offset] != UInt8(ascii: "<") {
        if text[offset] == UInt8(ascii: ">") { return offset + 1 }
        offset += 1
      }
      return nil
    }
    offset = first
    while offset < text.count, text[offset].isMailNameByte { offset += 1 }
    guard offset > first, offset < text.count, text[offset] == UInt8(ascii: "@") else { return nil }
    let host = offset + 1
    offset = host
    while offset < text.count, text[offset].isHostByte { offset += 1 }
    guard offset > host, offset < text.count, text[offset] == UInt8(ascii: ">") else { return nil }
    return offset + 1
  }

  /// `<name attribute="value" />` or `</name>`.
  func endOfTag(at start: Int) -> Int? {
    var offset = start + 1
    let isClosing = offset < text.count && text[offset] == UInt8(ascii: "/")
    if isClosing { offset += 1 }
    guard offset < text.count, text[offset].isLetter else { return nil }
    while offset < text.count, text[offset].isTagNameByte { offset += 1 }
    var space = skipWhitespace(from: offset)
    while !isClosing, space > offset, let end = endOfAttribute(at: space) {
      offset = end
      space = skipWhitespace(from: offset)
    }
    offset = space
    if !isClosing, offset < text.count, text[offset] == UInt8(ascii: "/") { offset += 1 }
    guard offset < text.count, text[offset] == UInt8(ascii: ">") else { return nil }
    return offset + 1
  }

  private func endOfAttribute(at start: Int) -> Int? {
    guard start < text.count, text[start].isAttributeStart else { return nil }
    var offset = start
    while offset < text.count, text[offset].isAttributeByte { offset += 1 }
    let equals = skipWhitespace(from: offset)
    guard equals < text.count, text[equals] == UInt8(ascii: "=") else { return offset }
    let value = skipWhitespace(from: equals + 1)
    guard value < text.count else { return nil }
    let quote = text[value]
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      return text[(value + 1)...].firstIndex(of: quote).map { $0 + 1 }
    }
    offset = value
    while offset < text.count, !text[offset].endsUnquotedValue { offset += 1 }
    return offset > value ? offset : nil
  }

  private func skipWhitespace(from start: Int) -> Int {
    var offset = start
    while offset < text.count, text[offset].isWhitespace { offset += 1 }
    return offset
  }
}

extension UInt8 {
  fileprivate var isAlphanumeric: Bool { isLetter || isDigit }

  fileprivate var isTagNameByte: Bool { isAlphanumeric || self == UInt8(ascii: "-") }

  fileprivate var isSchemeByte: Bool { isAlphanumeric || "+.-".utf8.contains(self) }

  fileprivate var isMailNameByte: Bool {
    isAlphanumeric || ".!#$%&'*+/=?^_`{|}~-".utf8.contains(self)
  }

  fileprivate var isHostByte: Bool { isAlphanumeric || ".-".utf8.contains(self) }

  fileprivate var isAttributeStart: Bool { isLetter || "_:".utf8.contains(self) }

  fileprivate var isAttributeByte: Bool { isAlphanumeric || "_:.-".utf8.contains(self) }

  fileprivate var endsUnquotedValue: Bool { isWhitespace || "\"'=<>`".utf8.contains(self) }
}
