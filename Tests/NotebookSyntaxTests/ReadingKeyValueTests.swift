import Diagnostics
import NotebookSyntax
import Testing

struct ReadingKeyValueTests {
  @Test(arguments: [
    ("loss: C", "loss", "C"),
    ("stop: L < 1e-3; no improvement 20", "stop", "L < 1e-3; no improvement 20"),
    ("separator: ,", "separator", ","), ("separator: ;", "separator", ";"),
    ("separator: \",\"", "separator", ","),
    ("optimizer: sgd(lr=0.1)", "optimizer", "sgd(lr=0.1)"),
    ("batch: 16 rows of X, P", "batch", "16 rows of X, P"),
    (
      "validate: accuracy(Q, P) with X = X_test, P = P_test", "validate",
      "accuracy(Q, P) with X = X_test, P = P_test"
    ),
    ("X: columns 1..4", "X", "columns 1..4"), ("lr:   h   # the step  ", "lr", "h"),
    ("lr: a#b", "lr", "a#b"),
    ("record: L, W1(:, 2), 'x'", "record", "L, W1(:, 2), 'x'"), ("stop: !done", "stop", "!done"),
    ("a: *b", "a", "*b"),
    ("a: &b", "a", "&b"), ("a: @b", "a", "@b"), ("a: %b", "a", "%b"), ("a: `b`", "a", "`b`"),
    ("a: ~", "a", "~"),
    ("steps: 10 * rows(X)", "steps", "10 * rows(X)"), ("lr: -1", "lr", "-1"),
    ("σ: ∂C/∂W, é", "σ", "∂C/∂W, é"),
    ("missing: 'it''s'", "missing", "it's"), ("file: \"a b.csv\"", "file", "a b.csv"),
    ("split: 80%", "split", "80%"),
    ("  a: b", "a", "b"), ("\ta: b", "a", "b"), ("a:\tb", "a", "b"), ("a : b", "a", "b"),
    ("a: yes", "a", "yes"),
    ("a: b {c}", "a", "b {c}"), ("clip: norm 1.0", "clip", "norm 1.0"),
    ("a: b=c, d", "a", "b=c, d"),
  ])
  func `a value is what stands behind the colon`(line: String, key: String, value: String) {
    let body = "# comment\n\nfirst: é 1\n\(line)\n\n# more\nlast: 2"
    guard !line.hasPrefix(" "), !line.hasPrefix("\t") else {
      expect(line + "\n", gives: [(key, value)])
      return
    }
    expect(body, gives: [("first", "é 1"), (key, value), ("last", "2")])
  }

  private func expect(_ text: String, gives pairs: [(String, String)]) {
    let parser = KeyValueParser(CellText(contiguous: Array(text.utf8), fileOffset: 100))
    #expect(parser.diagnostics.isEmpty)
    #expect(parser.pairs.map(\.key.text) == pairs.map(\.0))
    #expect(parser.pairs.map(\.value.text) == pairs.map(\.1))
    for pair in parser.pairs where !pair.value.text.contains("'s") {
      for name in [pair.key, pair.value] {
        let bytes = Array(text.utf8)[(name.range.start - 100)..<(name.range.end - 100)]
        #expect(String(decoding: bytes, as: UTF8.self) == name.text)
      }
    }
  }

  @Test(arguments: [
    (
      "params: «[W1]»",
      "E-VALUE: the value of `params` is a YAML list (write `params: a, b, c` on one line)"
    ),
    (
      "params: «{»a: b}",
      "E-VALUE: the value of `params` is a YAML mapping (write `params: a, b, c` on one line)"
    ),
    (
      "params:\n  «- »W1\n  - W2",
      "E-VALUE: the value of `params` is a YAML list (write `params: a, b, c` on one line)"
    ),
    (
      "params:\n«- »W1\n- W2",
      "E-VALUE: the value of `params` is a YAML list (write `params: a, b, c` on one line)"
    ),
    ("a: \(String(repeating: "[", count: 100))«[»", "E-PARSE: brackets nested more than 100 deep"),
    (
      "params:\n  «a»: b",
      "E-VALUE: the value of `params` is a YAML mapping (write `params: a, b, c` on one line)"
    ),
    (
      "params: «a,\n  b»",
      "E-VALUE: the value of `params` runs over several lines (write `params: a, b, c` on one line)"
    ),
    (
      "params: «|»\n  a\n",
      "E-VALUE: the value of `params` runs over several lines (write `params: a, b, c` on one line)"
    ),
    ("«params»:", "E-VALUE: `params` has no value"),
    ("«params»: # comment", "E-VALUE: `params` has no value"),
    ("«params»: \"\"", "E-VALUE: `params` has no value"),
    ("«steps 10»", "E-PARSE: expected `key: value` (write a colon and a space behind the key)"),
    ("«steps:10»", "E-PARSE: expected `key: value` (write a space behind the colon)"),
    ("«- steps»", "E-PARSE: expected `key: value` (lists are not used here: write `key: a, b, c`)"),
    ("stop: a«:» b", "E-PARSE: a second `: ` in one entry (put the value in quotes)"),
    ("«---»", "E-PARSE: expected `key: value`"),
    ("a: «\"»b", "E-PARSE: a quote that is never closed (close it on the same line)"),
    ("a: «'»", "E-PARSE: a quote that is never closed (close it on the same line)"),
    (
      "a: [W1«»",
      "E-PARSE: YAML: did not find expected ',' or ']' (put the value in quotes, on one line)"
    ),
    (
      "é: \"é«\\»q\"",
      "E-PARSE: YAML: found unknown escape character (put the value in quotes, on one line)"
    ),
    ("a: b«\u{1}»", "E-PARSE: YAML: control characters are not allowed"),
    ("? «a»", "E-"),
    ("«%»YAML 1.1", "E-PARSE"),
    ("«first»: 2", "E-TWICE: `first` is given twice (keep one)"),
  ])
  func `a mistake is told at its place and the other lines are read`(line: String, message: String)
  {
    let marked = MarkedText(
      "> ```yaml train\n> first: é\n> \(line.replacing("\n", with: "\n> "))\n> last: 2\n> ```\n")
    let body = NotebookParser.parse(marked.source).notebook.cells.first?.body
    let parser = KeyValueParser(body ?? CellText(contiguous: []))
    #expect(messages(parser.diagnostics).hasPrefix(message))
    #expect(parser.diagnostics.count == 1)
    #expect(parser.diagnostics.first?.range?.start == marked.ranges.first?.start)
    #expect(parser.pairs.first?.key.text == "first")
    #expect(parser.pairs.last?.key.text == "last")
  }

  @Test func `an empty block has no entries`() {
    for text in ["", "\n", "# comment", "  \n\t\n"] {
      let parser = KeyValueParser(CellText(contiguous: Array(text.utf8)))
      #expect(parser.pairs.isEmpty && parser.diagnostics.isEmpty)
    }
  }
}
