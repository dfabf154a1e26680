import CCMark
import Diagnostics

// The one file that knows cmark: its tree is walked once, turned into Swift values and freed.

/// A CommonMark document as a list of steps, the way `ProseEvent` tells it, before nbrun's own
/// extensions are read out of it.
struct MarkdownDocument {
  enum Event {
    case enter(MarkdownNode)
    case exit(MarkdownNode)
    /// A node without children.
    case leaf(MarkdownNode)
  }

  private(set) var events: [Event] = []

  /// Parses `text`, which must be valid UTF-8 without NUL bytes.
  ///
  /// Linear in the length of the text, but for lists nested thousands deep followed by as many
  /// lines.
  /// - Parameter preamble: Whole lines of Markdown read before the text. Lines are counted from the
  ///   beginning of the text, so the preamble's are not above 0.
  init(parsing text: SourceFile, preamble: [UInt8] = []) {
    guard let parser = cmark_parser_new(CMARK_OPT_DEFAULT) else { return }
    defer { cmark_parser_free(parser) }
    let byteOrderMark = text.utf8.starts(with: SourceFile.byteOrderMark) ? 3 : 0
    Self.feed(preamble[...], to: parser)
    Self.feed(text.utf8[byteOrderMark...], to: parser)
    guard let root = cmark_parser_finish(parser) else { return }
    let preambleLines = preamble.count { $0 == UInt8(ascii: "\n") }
    defer { cmark_node_free(root) }
    guard let iterator = cmark_iter_new(root) else { return }
    defer { cmark_iter_free(iterator) }
    while true {
      let step = cmark_iter_next(iterator)
      if step == CMARK_EVENT_DONE { break }
      guard let pointer = cmark_iter_get_node(iterator),
        let node = MarkdownNode(pointer, preambleLines: preambleLines, byteOrderMark: byteOrderMark)
      else { continue }
      if step == CMARK_EVENT_EXIT {
        events.append(.exit(node))
      } else {
        events.append(node.kind.isLeaf ? .leaf(node) : .enter(node))
      }
    }
  }

  private static func feed(_ bytes: ArraySlice<UInt8>, to parser: OpaquePointer) {
    bytes.withUnsafeBytes { raw in
      raw.withMemoryRebound(to: CChar.self) {
        cmark_parser_feed(parser, $0.baseAddress, $0.count)
      }
    }
  }
}

struct MarkdownNode {
  enum Kind {
    case blockQuote
    /// `start` is nil for a bullet list.
    case list(start: Int?, isTight: Bool)
    case item
    case codeBlock(info: String, literal: String)
    case htmlBlock(String)
    /// Tight: inside a tight list, where HTML shows no paragraph.
    case paragraph(isTight: Bool)
    case heading(level: Int)
    case thematicBreak
    case text(String)
    case softBreak
    case hardBreak
    case code(String)
    case htmlInline(String)
    case emphasis
    case strong
    case link(destination: String, title: String)
    case image(destination: String, title: String)

    var isLeaf: Bool {
      switch self {
      case .codeBlock, .htmlBlock, .thematicBreak, .text, .softBreak, .hardBreak, .code,
        .htmlInline:
        true
      default: false
      }
    }
  }

  let kind: Kind
  /// Lines count from 1. Right for blocks; cmark does not tell where an inline node stands in a
  /// paragraph of several lines.
  let startLine: Int
  /// Bytes from 1, tabs counting one.
  let startColumn: Int
  /// One too many for a fenced block that its container ends.
  let endLine: Int

  /// Nil for the document itself.
  fileprivate init?(_ node: OpaquePointer, preambleLines: Int, byteOrderMark: Int) {
    func literal() -> String { string(cmark_node_get_literal(node)) }
    switch cmark_node_get_type(node) {
    case CMARK_NODE_BLOCK_QUOTE: kind = .blockQuote
    case CMARK_NODE_LIST:
      let isOrdered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
      kind = .list(
        start: isOrdered ? Int(cmark_node_get_list_start(node)) : nil,
        isTight: cmark_node_get_list_tight(node) != 0)
    case CMARK_NODE_ITEM: kind = .item
    case CMARK_NODE_CODE_BLOCK:
      kind = .codeBlock(info: string(cmark_node_get_fence_info(node)), literal: literal())
    case CMARK_NODE_HTML_BLOCK: kind = .htmlBlock(literal())
    case CMARK_NODE_PARAGRAPH:
      let list = cmark_node_parent(node).flatMap { cmark_node_parent($0) }
      kind = .paragraph(
        isTight: list.map {
          cmark_node_get_type($0) == CMARK_NODE_LIST && cmark_node_get_list_tight($0) != 0
        } ?? false)
    case CMARK_NODE_HEADING: kind = .heading(level: Int(cmark_node_get_heading_level(node)))
    case CMARK_NODE_THEMATIC_BREAK: kind = .thematicBreak
    case CMARK_NODE_TEXT: kind = .text(literal())
    case CMARK_NODE_SOFTBREAK: kind = .softBreak
    case CMARK_NODE_LINEBREAK: kind = .hardBreak
    case CMARK_NODE_CODE: kind = .code(literal())
    case CMARK_NODE_HTML_INLINE: kind = .htmlInline(literal())
    case CMARK_NODE_EMPH: kind = .emphasis
    case CMARK_NODE_STRONG: kind = .strong
    case CMARK_NODE_LINK:
      kind = .link(
        destination: string(cmark_node_get_url(node)), title: string(cmark_node_get_title(node)))
    case CMARK_NODE_IMAGE:
      kind = .image(
        destination: string(cmark_node_get_url(node)), title: string(cmark_node_get_title(node)))
    default: return nil
    }
    startLine = Int(cmark_node_get_start_line(node)) - preambleLines
    startColumn = Int(cmark_node_get_start_column(node)) + (startLine == 1 ? byteOrderMark : 0)
    endLine = Int(cmark_node_get_end_line(node)) - preambleLines
  }
}

private func string(_ text: UnsafePointer<CChar>?) -> String {
  text.map { String(cString: $0) } ?? ""
}
