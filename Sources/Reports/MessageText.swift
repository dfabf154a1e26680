/// A message as text and code: messages put what is code between backticks.
struct MessageText {
  struct Piece: Equatable {
    let text: String
    let isCode: Bool
  }

  let pieces: [Piece]

  init(_ message: String) {
    let parts = message.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
    // An odd backtick at the end opens nothing.
    let isBalanced = parts.count % 2 == 1
    var pieces: [Piece] = []
    for (index, part) in parts.enumerated() {
      if index == parts.count - 1, !isBalanced {
        pieces.append(Piece(text: "`" + part, isCode: false))
      } else if !part.isEmpty {
        pieces.append(Piece(text: part, isCode: index % 2 == 1))
      }
    }
    self.pieces = pieces
  }

  var html: String {
    pieces.map { $0.isCode ? "<code>\(escapedHTML($0.text))</code>" : escapedHTML($0.text) }
      .joined()
  }

  var markdown: String {
    pieces.map { $0.isCode ? markdownCode($0.text) : escapedMarkdown($0.text) }.joined()
  }
}
