import Diagnostics
import NotebookSyntax
import Tables

/// What a `data` block asks for. Columns are looked up once the table is open.
struct DataSettings {
  enum Source {
    /// The path as written.
    case file(Name)
    /// The name of a `csv data` block, and the block.
    case block(Name, Cell)
  }

  enum Header: Equatable { case yes, no, auto }

  var source: Source
  var header: Header
  var separator: UInt8
  /// Nil for all rows.
  var rows: (range: ClosedRange<Int>, text: Name)?
  var missing: MissingRule
  var columns: [ColumnList]
  var split: DataSplit?
  var scalings: [String: (kind: LoadedMatrix.Scaling.Kind, range: SourceRange)]
  var inForce: [LoadedData.Setting]

  static let keys = [
    "file", "block", "header", "separator", "rows", "split", "standardize", "minmax", "missing",
  ]

  /// What other programs call them.
  static let foreignKeys = [
    "path": "file", "csv": "file", "source": "file", "from": "file", "table": "block",
    "sep": "separator", "delimiter": "separator", "delim": "separator", "test": "split",
    "train": "split", "shuffle": "split", "normalize": "standardize", "scale": "standardize",
    "zscore": "standardize", "min-max": "minmax", "na": "missing", "nan": "missing",
  ]

  /// The names that a block with these settings defines, seen before it is read.
  static func names(in settings: [KeyValue]) -> [Name] {
    let isSplit = settings.contains { $0.key.text == "split" }
    return settings.map(\.key).filter { !keys.contains($0.text) && $0.isName }.flatMap { name in
      isSplit ? [name, name.test] : [name]
    }
  }
}

extension Name {
  /// A name of the language.
  var isName: Bool {
    if case .name(text)? = ExpressionParser.parse(text).expression?.kind { true } else { false }
  }

  /// The twin that holds the test rows.
  var test: Name { Name("\(text)_test", at: range) }
}
