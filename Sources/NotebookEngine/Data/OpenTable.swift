import Diagnostics
import NotebookSyntax
import Tables

/// The table of a `data` block while it is read: whatever goes wrong is told with its name.
struct OpenTable {
  let settings: DataSettings
  let source: LoadedData.Source
  /// What messages call it.
  let label: String
  /// Where the block names it.
  let range: SourceRange
  private let table: Table
  /// The block that holds it, if it is no file.
  private let cell: Cell?

  init(_ settings: DataSettings, _ interpreter: Interpreter) throws(DiagnosticError) {
    self.settings = settings
    let bytes: ByteSource
    switch settings.source {
    case .file(let path):
      source = .file(path.text)
      label = quotable(path: path.text)
      range = path.range
      cell = nil
      do throws(DataFileError) {
        bytes = try interpreter.options.files.open(path.text)
      } catch {
        throw DiagnosticError(TableMessages.cannotOpen(path, error))
      }
      let read = interpreter.path(ofData: path.text)
      if !interpreter.filesRead.contains(read) { interpreter.filesRead.append(read) }
    case .block(let name, let block):
      source = .block(name.text)
      label = "`\(name.text)`"
      range = name.range
      cell = block
      bytes = ByteSource(block.body.utf8)
    }
    do throws(TableError) {
      table = try Table(bytes, separator: settings.separator)
    } catch {
      throw DiagnosticError(
        TableMessages(label: label, range: range, cell: cell, settings: settings)
          .diagnostic(error, hasHeader: true))
    }
  }

  /// The name in backticks, whatever it is a name of.
  var quotedLabel: String { cell == nil ? "`\(label)`" : label }
  var format: LoadedData.Format { table.format == .csv ? .csv : .npy }
  var isCompressed: Bool { table.isCompressed }
  var columnCount: Int { table.columnCount }
  var firstRow: [Table.FirstRowCell]? { table.firstRow }

  func read(_ request: TableRequest, hasHeader: Bool) throws(DiagnosticError) -> TableContents {
    do throws(TableError) {
      return try table.read(request, hasHeader: hasHeader)
    } catch {
      throw DiagnosticError(
        TableMessages(
          label: label, range: range, cell: cell, settings: settings, groups: request.groups
        ).diagnostic(error, hasHeader: hasHeader))
    }
  }
}

extension Interpreter {
  /// The path of a file from the notebook's folder, as the notebook's own path was given.
  func path(ofData path: String) -> String {
    guard let slash = source.path.lastIndex(of: "/") else { return path }
    return source.path[...slash] + path
  }
}
