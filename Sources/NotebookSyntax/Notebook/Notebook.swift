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
  package var author: String?
  /// As written; nbrun does not read it as a date.
  package var date: String?
  package var abstract: String?
  package var seed: Setting<Int>?
  package var convention: Setting<String>?
  package var allowsHTML = false
  /// Defaults for the options of blocks.
  package var options = CellOptions()
  /// The whole front matter, the lines with `---` included.
  package var range: SourceRange?

  package init() {}

  /// Whose optimisers the author means; the first unless told otherwise.
  package static let conventions = ["pytorch", "keras", "optax"]
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
