package import Diagnostics

/// A notebook as its text says it: prose and cells, nothing looked up yet.
package struct Notebook: Sendable {
  package let source: SourceFile
  package let frontMatter: FrontMatter
  /// The document in order; a cell stands in it as `.cell(index)`.
  package let prose: [ProseEvent]
  package let cells: [Cell]
  /// From the front matter, else the text of the first heading, else the file's name without ending.
  package let title: String

  package init(
    source: SourceFile, frontMatter: FrontMatter, prose: [ProseEvent], cells: [Cell], title: String
  ) {
    self.source = source
    self.frontMatter = frontMatter
    self.prose = prose
    self.cells = cells
    self.title = title
  }
}

/// The settings between `---` lines at the top of a notebook.
package struct FrontMatter: Sendable {
  package var title: String?
  package var seed: Setting<Int>?
  package var convention: Setting<String>?
  package var allowsHTML = false
  /// Defaults for the options of blocks.
  package var options = CellOptions()
  /// The whole front matter, the lines with `---` included.
  package var range: SourceRange?

  package init() {}
}

/// A value with the place where it is written.
package struct Setting<Value: Sendable>: Sendable {
  package let value: Value
  package let range: SourceRange

  package init(_ value: Value, at range: SourceRange) {
    self.value = value
    self.range = range
  }
}

extension Setting: Equatable where Value: Equatable {}

/// A fenced block that nbrun reads.
package struct Cell: Sendable {
  package let kind: CellKind
  package let options: CellOptions
  /// The block, from the opening fence to the closing one.
  package let range: SourceRange
  /// The info string behind the opening fence.
  package let infoRange: SourceRange
  package let body: CellText
  /// What stands before the fence on each of its lines: `> `, four spaces in a list, or nothing.
  package let linePrefix: String

  package init(
    kind: CellKind, options: CellOptions, range: SourceRange, infoRange: SourceRange,
    body: CellText, linePrefix: String
  ) {
    self.kind = kind
    self.options = options
    self.range = range
    self.infoRange = infoRange
    self.body = body
    self.linePrefix = linePrefix
  }
}

package enum CellKind: String, Sendable {
  case matrix
  case train
  case data
  /// ` ```csv data as=name `: a table kept in the notebook.
  case csv
}

/// The options behind a block's kind, where the author set them.
package struct CellOptions: Sendable {
  package var id: Setting<String>?
  package var hide: Bool?
  package var fold: Bool?
  package var output: Output?
  package var form: Form?
  /// Significant digits shown, 1…17.
  package var precision: Int?
  /// The largest matrix shown whole.
  package var max: MaximalSize?
  /// The code with which the block must fail.
  package var fails: Setting<DiagnosticCode>?
  package var skip: Bool?
  package var `as`: Setting<String>?

  package init() {}

  package enum Output: String, Sendable, CaseIterable { case all, none, last }
  package enum Form: String, Sendable, CaseIterable { case short, long, symbolic, result }

  package struct MaximalSize: Sendable, Equatable {
    package let rows: Int
    package let columns: Int

    package init(rows: Int, columns: Int) {
      self.rows = rows
      self.columns = columns
    }
  }

  /// These options, with `defaults` where nothing is set.
  package func filled(from defaults: CellOptions) -> CellOptions {
    var result = self
    result.hide = hide ?? defaults.hide
    result.fold = fold ?? defaults.fold
    result.output = output ?? defaults.output
    result.form = form ?? defaults.form
    result.precision = precision ?? defaults.precision
    result.max = max ?? defaults.max
    result.skip = skip ?? defaults.skip
    return result
  }
}

/// The text of a cell as cmark gives it, without fence indent and container prefixes, with the way
/// back to the file.
package struct CellText: Sendable {
  /// Lines joined by `\n`, each with its line ending.
  package let utf8: [UInt8]
  /// For each line: where it starts in `utf8`, and in the file.
  package let lines: [Line]

  package struct Line: Sendable {
    package let start: Int
    package let fileOffset: Int

    package init(start: Int, fileOffset: Int) {
      self.start = start
      self.fileOffset = fileOffset
    }
  }

  package init(utf8: [UInt8], lines: [Line]) {
    self.utf8 = utf8
    self.lines = lines
  }

  /// A text that stands in the file as it is, from `fileOffset` on.
  package init(contiguous utf8: [UInt8], fileOffset: Int = 0) {
    self.utf8 = utf8
    var lines = [Line(start: 0, fileOffset: fileOffset)]
    for (offset, byte) in utf8.enumerated() where byte == UInt8(ascii: "\n") {
      lines.append(Line(start: offset + 1, fileOffset: fileOffset + offset + 1))
    }
    self.lines = lines
  }

  /// The place in the file of the byte at `offset` of this text.
  package func fileOffset(of offset: Int) -> Int {
    guard !lines.isEmpty else { return 0 }
    var low = 0
    var high = lines.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lines[middle].start <= offset { low = middle } else { high = middle }
    }
    return lines[low].fileOffset + offset - lines[low].start
  }

  /// The file's range for a range of this text.
  package func fileRange(_ start: Int, _ end: Int) -> SourceRange {
    SourceRange(fileOffset(of: start), end > start ? fileOffset(of: end - 1) + 1 : fileOffset(of: start))
  }
}
