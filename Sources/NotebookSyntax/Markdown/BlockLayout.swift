import Diagnostics

/// Which lines of a document hold text to look into, and which hold code or HTML.
///
/// Lines count from 1 in the text that was given to cmark; a preamble is left out.
struct BlockLayout {
  /// A block without blocks inside.
  struct Leaf {
    enum Kind {
      case paragraph
      case heading
      case thematicBreak
      case indentedCode
      /// Fenced code, or HTML.
      case opaque
    }

    let kind: Kind
    let startLine: Int
    /// In bytes from 1.
    let startColumn: Int
    let endLine: Int
    /// What stands before the text on the leaf's further lines, from the outside in.
    let prefix: [PrefixStep]
    /// The last line of the innermost quote or list item around the leaf.
    let containerEndLine: Int

    var holdsText: Bool { kind == .paragraph || kind == .heading }
  }

  enum PrefixStep: Equatable {
    /// `>` and one space, both missing on a line of lazy continuation.
    case quoteMarker
    /// A list item's indentation.
    case indentation
  }

  private(set) var leaves: [Leaf] = []

  init(of document: MarkdownDocument, in text: SourceFile) {
    // Indentation of items within items is one run of spaces: it is kept as one step, so that a
    // prefix is never longer than the line it stands on.
    var prefix: [PrefixStep] = []
    var containers: [(endLine: Int, prefixCount: Int)] = []
    for event in document.events {
      switch event {
      case .enter(let node):
        switch node.kind {
        case .blockQuote, .item:
          containers.append((node.endLine, prefix.count))
          if case .blockQuote = node.kind {
            prefix.append(.quoteMarker)
          } else if prefix.last != .indentation {
            prefix.append(.indentation)
          }
        case .paragraph: append(node, as: .paragraph)
        case .heading: append(node, as: .heading)
        default: break
        }
      case .exit(let node):
        switch node.kind {
        case .blockQuote, .item:
          if let container = containers.popLast() {
            prefix.removeSubrange(container.prefixCount...)
          }
        default: break
        }
      case .leaf(let node):
        switch node.kind {
        case .codeBlock(let info, let literal):
          let isFenced = FencedBlock.isFenced(node, info: info, literal: literal, in: text)
          append(node, as: isFenced ? .opaque : .indentedCode)
        case .htmlBlock: append(node, as: .opaque)
        case .thematicBreak: append(node, as: .thematicBreak)
        default: break
        }
      }
    }

    func append(_ node: MarkdownNode, as kind: Leaf.Kind) {
      guard node.startLine > 0 else { return }
      // cmark counts the line behind an underlined heading to it.
      let endLine =
        kind == .heading && node.endLine > node.startLine
        ? Self.underline(of: node, in: text) : max(node.startLine, node.endLine)
      leaves.append(
        Leaf(
          kind: kind, startLine: node.startLine, startColumn: node.startColumn,
          endLine: endLine, prefix: prefix,
          containerEndLine: containers.last?.endLine ?? text.lineStarts.count))
    }
  }
}

extension BlockLayout {
  /// The line of dashes or equals signs below the first line of a heading.
  private static func underline(of heading: MarkdownNode, in text: SourceFile) -> Int {
    let lines = (heading.startLine + 1)...min(heading.endLine, text.lineStarts.count)
    return lines.first { line in
      let range = text.range(ofLine: line)
      let content = text.utf8[range.start..<range.end].drop {
        $0.isBlank || $0 == UInt8(ascii: ">")
      }
      let mark = content.first
      let rest = content.drop { $0 == mark }
      let isMark = mark == UInt8(ascii: "-") || mark == UInt8(ascii: "=")
      return isMark && rest.allSatisfy(\.isBlank)
    } ?? heading.endLine
  }
}

extension BlockLayout.Leaf {
  /// Where the text of `line` begins, an offset into `text`: behind the container prefixes.
  func contentStart(ofLine line: Int, in text: SourceFile) -> Int {
    let range = text.range(ofLine: line)
    if line == startLine { return min(range.start + startColumn - 1, range.end) }
    var offset = range.start
    func skipBlanks() {
      while offset < range.end, text.utf8[offset].isBlank { offset += 1 }
    }
    for step in prefix {
      skipBlanks()
      guard step == .quoteMarker else { continue }
      guard offset < range.end, text.utf8[offset] == UInt8(ascii: ">") else { break }
      offset += 1
      if offset < range.end, text.utf8[offset].isBlank { offset += 1 }
    }
    return offset
  }
}
