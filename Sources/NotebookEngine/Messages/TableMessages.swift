import Diagnostics
import EquationGraph
import LinearAlgebra
import NotebookSyntax
import Tables

/// What is wrong with a table, in the words of who asked for it.
struct TableMessages {
  /// What the table is called: the file's path, or the block's name in backticks.
  let label: String
  /// Where the `data` block names it.
  let range: SourceRange
  /// The block that holds it, if it is no file.
  let cell: Cell?
  let settings: DataSettings
  var groups: [ColumnGroup] = []

  func diagnostic(_ error: TableError, hasHeader: Bool) -> Diagnostic {
    switch error {
    case .cell(let problem, let place): cellDiagnostic(problem, place, hasHeader: hasHeader)
    case .row(let problem, let place): rowDiagnostic(problem, place, hasHeader: hasHeader)
    case .tooLarge(let group):
      Diagnostic(
        .memory, at: settings.columns[group].text.range,
        "`\(settings.columns[group].name.text)` would hold more than the \(Graph.maximalCount) numbers "
          + "that a matrix may have",
        help: "`rows: 1..N` reads fewer rows")
    default: fileDiagnostic(error)
    }
  }

  // MARK: The whole file

  private func fileDiagnostic(_ error: TableError) -> Diagnostic {
    var help: String?
    let problem: String
    switch error {
    case .unreadable(let reason): problem = "cannot be read: \(reason)"
    case .changed:
      problem = "changed while it was read"
      help = "run again when nobody writes to it"
    case .empty: problem = "is empty"
    case .foreign(let format):
      problem =
        format.hasPrefix("compressed")
        ? "is \(format); of these, gzip is read" : "is \(format), not a table"
      help = format == "UTF-16 text" ? "save it as UTF-8" : "save it as CSV"
    case .gzip(.damaged): problem = "is damaged: its compressed data does not decompress"
    case .gzip(.endsEarly):
      problem = "ends before its compressed data does"
      help = "copy or download it again"
    case .npy(let npy): (problem, help) = Self.npyProblem(npy)
    case .cellTooLong, .row, .cell, .tooLarge: problem = "cannot be read"
    }
    return Diagnostic(.file, at: cell?.infoRange ?? range, "\(quotedLabel) \(problem)", help: help)
  }

  private var quotedLabel: String { cell == nil ? "`\(label)`" : label }

  private static func npyProblem(_ problem: TableError.NPYProblem) -> (String, help: String?) {
    switch problem {
    case .header: ("is an array whose header cannot be read", nil)
    case .structures: ("is an array of structures, not of real numbers", "save one field of it")
    case .type(let type):
      ("is an array of the type `\(type)`, not of real numbers", "save `array.astype(float)`")
    case .dimensions(let count):
      (
        "is an array of \(counted(count, "dimension")), and a matrix has 2",
        "save `array.reshape(rows, -1)`"
      )
    case .endsEarly(let expected, let seen):
      (
        "ends early: its numbers take \(expected) bytes, \(seen) are there",
        "copy or download it again"
      )
    case .goesOn(let expected):
      ("goes on behind its \(expected) bytes of numbers", "save one array in a file")
    }
  }

  // MARK: Rows

  private func rowDiagnostic(
    _ problem: TableError.RowProblem, _ place: TablePlace, hasHeader: Bool
  ) -> Diagnostic {
    let row = place.row == 0 ? "\(label), first row" : "\(label) row \(place.row)"
    let column = place.column.map { ", column \($0)" } ?? ""
    let quoteHelp = "a quote within a quoted cell is written twice: `\"\"`"
    let (message, help): (String, String?) =
      switch problem {
      case .cellCount(let count, let expected):
        (
          "\(row) has \(counted(count, "cell")), \(hasHeader ? "the header" : "row 1") has \(expected)",
          count > expected ? "a cell that holds the separator stands in quotes" : nil
        )
      case .textBehindQuote(let text):
        ("\(row)\(column): `\(quotable(text))` stands behind a closing quote", quoteHelp)
      case .unclosedQuote: ("\(row)\(column): a quote is never closed", quoteHelp)
      case .cellTooLong: ("\(row)\(column) is longer than 16 MiB", "is a quote never closed?")
      }
    return placed(.csvRow, message, help, place, asker: nil)
  }

  // MARK: Cells

  private func cellDiagnostic(
    _ problem: TableError.CellProblem, _ place: TablePlace, hasHeader: Bool
  ) -> Diagnostic {
    let column = place.column ?? 0
    let asker = settings.columns.indices.first { index in
      guard groups.indices.contains(index), groups[index].columns.contains(column - 1) else {
        return false
      }
      if case .missingClass = problem { return settings.columns[index].use != .numbers }
      return settings.columns[index].use == .numbers
    }.map { settings.columns[$0] }
    let cellName = "\(label) row \(place.row), column \(column)"
    let (message, help): (String, String?) =
      switch problem {
      case .missing(let text):
        text.isEmpty
          ? (
            "\(cellName) is empty",
            "`missing: drop` leaves such rows out, `missing: 0` fills the gaps"
          )
          : (
            "\(cellName): `\(quotable(text))` is not a number",
            "`missing: drop`, or `one-hot column \(column)`"
          )
      case .missingClass(let text):
        (
          text.isEmpty ? "\(cellName) is empty" : "\(cellName): `\(quotable(text))` is not a class",
          "`missing: drop` leaves such rows out; in quotes it would be a class"
        )
      case .outOfRange(let text):
        (
          "\(cellName): `\(quotable(text))` is out of the range of a double",
          "the largest is 1.7977e308"
        )
      case .notANumber(let text):
        (
          "\(cellName): `\(quotable(text))` is not a number",
          NumberHint(text, separator: settings.separator)?.text
            ?? (place.row == 1 && !hasHeader && cell == nil && settings.header == .no
              ? "`header: yes` if the first row names the columns"
              : "`one-hot column \(column)` or `codes column \(column)` takes it as a class")
        )
      }
    return placed(.cell, message, help, place, asker: asker)
  }

  /// At the cell, if it stands in the notebook; else at the line that asks for it.
  private func placed(
    _ code: DiagnosticCode, _ message: String, _ help: String?, _ place: TablePlace,
    asker: ColumnList?
  ) -> Diagnostic {
    if let cell {
      let range = cell.body.fileRange(place.bytes.lowerBound, place.bytes.upperBound)
      return Diagnostic(
        code, at: range, message,
        notes: [Diagnostic.Note(at: asker?.text.range ?? self.range, "it is asked for here")],
        help: help)
    }
    let notes = place.line.map { line in
      [Diagnostic.Note(at: range, "that is line \(line) of \(label)")]
    }
    return Diagnostic(code, at: asker?.text.range ?? range, message, notes: notes ?? [], help: help)
  }
}

extension TableMessages {
  static func cannotOpen(_ path: Name, _ error: DataFileError) -> Diagnostic {
    let name = "`\(quotable(path: path.text))`"
    switch error {
    case .outside: return DataMessages.outside(path, isLink: true)
    case .notFound:
      let isBelow = path.text.contains("/")
      return Diagnostic(
        .file, at: path.range,
        "\(name) not found \(isBelow ? "below the notebook's folder" : "beside the notebook")",
        help: path.text.contains("\\") ? "folders are parted by `/`" : nil)
    case .notAFile(let what):
      return Diagnostic(.file, at: path.range, "\(name) is \(what), not a file")
    case .unreadable(let reason):
      return Diagnostic(.file, at: path.range, "\(name) cannot be read: \(reason)")
    }
  }

  static func noSuchColumn(_ text: Name, _ label: String, _ header: [String]?) -> Diagnostic {
    guard let header else {
      return Diagnostic(
        .undefinedName, at: text.range, "`\(text.text)` names no column: \(label) has no header",
        help: "columns go by number, from 1")
    }
    let names = header.filter { !$0.isEmpty }
    let shown = names.prefix(8).map { "`\(quotable($0))`" } + (names.count > 8 ? ["…"] : [])
    return Diagnostic(
      .undefinedName, at: text.range, "\(label) has no column `\(text.text)`",
      help: didYouMean(text.text, among: names)
        ?? "its columns are \(shown.joined(separator: ", "))")
  }

  static func tooLarge(_ name: Name, _ shape: Shape, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .memory, at: range,
      "`\(name.text)` would be \(shape); a matrix holds at most \(Graph.maximalCount) numbers",
      help: "`codes` takes one column, however many classes there are")
  }
}

/// Text from a table within a message: on one line, not too long, without signs that a terminal
/// would obey.
func quotable(_ text: String) -> String {
  withoutControls(text.count <= 40 ? text : text.prefix(37) + "…")
}

/// The same for a path, which is never cut.
func quotable(path: String) -> String { withoutControls(path) }

private func withoutControls(_ text: String) -> String {
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    switch scalar.value {
    // There are pictures of the control characters.
    case 0..<0x20: result.append(UnicodeScalar(0x2400 + scalar.value) ?? "?")
    case 0x7F: result.append("\u{2421}")
    case 0x80..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: result.append("\u{FFFD}")
    case 0x60: result.append("'")
    default: result.append(scalar)
    }
  }
  return String(result)
}
