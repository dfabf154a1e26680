package import Diagnostics

/// A fenced block that nbrun reads.
package struct Cell: Sendable {
  package let kind: CellKind
  package let options: CellOptions
  /// The block, from the opening fence to the closing one.
  package let range: SourceRange
  /// The info string behind the opening fence.
  package let infoRange: SourceRange
  package let body: CellText
  /// What must stand before a line that is put behind this block inside the same container: `> `,
  /// the indentation of a list item, or nothing.
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
