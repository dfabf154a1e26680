import Diagnostics

/// Text in which things that Markdown must not see are replaced by tokens.
///
/// A token is a marker, digits, a marker; two markers alone are a filler, which stands for nothing
/// and keeps a line from being blank. The marker is a character for private use that Markdown
/// treats like a letter; where the author wrote that character himself it becomes a token, too. No
/// line is added or taken away, so lines of the masked text are lines of the file.
struct Masking {
  enum Content: Equatable {
    case math(String, display: Bool, range: SourceRange)
    case inlineValue(InlineValue)
    /// The place of the table of this index.
    case table(Int)
    /// The marker itself.
    case marker
  }

  struct Token: Equatable {
    let content: Content
    /// What stood there.
    let source: String
  }

  enum Piece: Equatable {
    case text(String)
    case token(Token)
    case filler
  }

  struct Edit {
    let range: SourceRange
    let replacement: [UInt8]
  }

  static let marker = "\u{F8D7}"
  static let filler = marker + marker

  private(set) var tokens: [Token] = []

  var isEmpty: Bool { tokens.isEmpty }

  /// Keeps `content`; what is returned stands for it.
  mutating func token(for content: Content, source: String) -> [UInt8] {
    tokens.append(Token(content: content, source: source))
    return Array("\(Self.marker)\(tokens.count - 1)\(Self.marker)".utf8)
  }

  /// `utf8` with `edits` made, which must be in order and apart from each other.
  static func apply(_ edits: [Edit], to utf8: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(utf8.count)
    var position = 0
    for edit in edits {
      result += utf8[position..<edit.range.start]
      result += edit.replacement
      position = edit.range.end
    }
    result += utf8[position...]
    return result
  }

  /// Takes `text` of the masked document apart.
  func pieces(of text: String) -> [Piece] {
    guard !isEmpty, text.unicodeScalars.contains(where: Self.isMarker) else { return [.text(text)] }
    var pieces: [Piece] = []
    let parts = text.unicodeScalars.split(
      omittingEmptySubsequences: false, whereSeparator: Self.isMarker)
    // Text and insides of tokens take turns.
    for (index, part) in parts.enumerated() {
      if index.isMultiple(of: 2) {
        if !part.isEmpty { pieces.append(.text(String(part))) }
      } else if let number = Int(String(part)), tokens.indices.contains(number) {
        pieces.append(.token(tokens[number]))
      } else {
        pieces.append(.filler)
      }
    }
    return pieces
  }

  /// `text` as the author wrote it: where a token cannot be shown as what it means.
  func restored(_ text: String) -> String {
    guard !isEmpty, text.unicodeScalars.contains(where: Self.isMarker) else { return text }
    var result = ""
    for piece in pieces(of: text) {
      switch piece {
      case .text(let text): result += text
      case .token(let token): result += token.source
      case .filler: if result.last?.isNewline == true { result.removeLast() }
      }
    }
    return result
  }

  private static func isMarker(_ scalar: Unicode.Scalar) -> Bool { scalar == "\u{F8D7}" }
}
