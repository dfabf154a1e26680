package import Diagnostics

/// A notebook and what was wrong with its text.
package struct ParsedNotebook: Sendable {
  package let notebook: Notebook
  /// In order of the file.
  package let diagnostics: [Diagnostic]
}

/// Makes a notebook of a file's text: front matter, prose, and cells whose bodies are still text.
package enum NotebookParser {
  /// Reads `source`. Whatever it holds, there is a notebook; one that is not text is empty.
  ///
  /// cmark reads the text up to three times: to learn where code stands, with maths and inline values
  /// replaced by tokens, and with the cells of tables as paragraphs.
  package static func parse(_ source: SourceFile) -> ParsedNotebook {
    if let problem = textProblem(in: source) {
      let notebook = Notebook(
        source: source, frontMatter: FrontMatter(), prose: [], cells: [],
        title: source.stem)
      return ParsedNotebook(notebook: notebook, diagnostics: [problem])
    }
    let front = FrontMatterReader(of: source)
    var text = blanked(front.frontMatter.range, in: source)
    var document = MarkdownDocument(parsing: text)
    var layout = BlockLayout(of: document, in: text)

    let maths = MathMasking(of: text, layout: layout)
    if !maths.edits.isEmpty {
      text = SourceFile(path: "", utf8: Masking.apply(maths.edits, to: text.utf8))
      document = MarkdownDocument(parsing: text)
      layout = BlockLayout(of: document, in: text)
    }
    let tables = TableMasking(of: text, layout: layout, masking: maths.masking)
    if !tables.edits.isEmpty {
      text = SourceFile(path: "", utf8: Masking.apply(tables.edits, to: text.utf8))
      document = MarkdownDocument(parsing: text, preamble: tables.preamble)
      layout = BlockLayout(of: document, in: text)
    }
    let prose = ProseBuilder(
      document: document, layout: layout, tables: tables, source: source,
      allowsHTML: front.frontMatter.allowsHTML)

    let title =
      front.frontMatter.title ?? firstHeading(in: prose.events) ?? source.stem
    let notebook = Notebook(
      source: source, frontMatter: front.frontMatter, prose: prose.events, cells: prose.cells,
      title: title)
    let diagnostics = front.diagnostics + prose.diagnostics + duplicateIDs(among: prose.cells)
    return ParsedNotebook(
      notebook: notebook,
      diagnostics: diagnostics.sorted { ($0.range?.start ?? 0) < ($1.range?.start ?? 0) })
  }

  private static func textProblem(in source: SourceFile) -> Diagnostic? {
    do {
      _ = try UTF8Span(validating: source.utf8.span)
    } catch {
      let offset = error.byteOffsets.lowerBound
      return Diagnostic(
        .utf8, at: SourceRange(offset, min(error.byteOffsets.upperBound, source.utf8.count)),
        "the byte at offset \(offset) is not UTF-8", help: "save the file as UTF-8")
    }
    // A NUL is a character, but only in files that are not text.
    guard let offset = source.utf8.firstIndex(of: 0) else { return nil }
    return Diagnostic(
      .character, at: SourceRange(offset, offset + 1), "a NUL byte at offset \(offset)",
      help: "save the file as UTF-8 text")
  }

  /// The text with spaces for all of `range` but its line ends: lines and offsets stay those of the
  /// file.
  private static func blanked(_ range: SourceRange?, in source: SourceFile) -> SourceFile {
    guard let range else { return source }
    var utf8 = source.utf8
    for offset in range.start..<range.end where !utf8[offset].isWhitespace {
      utf8[offset] = UInt8(ascii: " ")
    }
    return SourceFile(path: source.path, utf8: utf8)
  }

  /// The plain text of the first heading that has some.
  private static func firstHeading(in events: [ProseEvent]) -> String? {
    var text: String?
    for event in events {
      switch event {
      case .enter(.heading): text = ""
      case .exit(.heading):
        if let trimmed = text?.trimmed(), !trimmed.isEmpty { return trimmed }
        text = nil
      case .text(let more), .code(let more), .math(let more, _, _): text?.append(more)
      case .inlineValue(let value): text?.append(value.text)
      case .softBreak, .hardBreak: text?.append(" ")
      default: break
      }
    }
    return nil
  }

  private static func duplicateIDs(among cells: [Cell]) -> [Diagnostic] {
    duplicates(
      among: cells.compactMap(\.options.id), "two blocks are called", help: "give each its own `id`"
    )
      + duplicates(
        among: cells.compactMap(\.options.as), "two `csv data` blocks are called",
        help: "give each its own name with `as=NAME`")
  }

  private static func duplicates(
    among names: [Setting<String>], _ message: String, help: String
  ) -> [Diagnostic] {
    var first: [String: SourceRange] = [:]
    var diagnostics: [Diagnostic] = []
    for name in names {
      if let range = first[name.value] {
        diagnostics.append(
          Diagnostic(
            .duplicateID, at: name.range, "\(message) `\(name.value)`",
            notes: [Diagnostic.Note(at: range, "the first one")], help: help))
      } else {
        first[name.value] = name.range
      }
    }
    return diagnostics
  }
}
