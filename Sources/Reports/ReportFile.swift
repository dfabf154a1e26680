import Diagnostics
package import NotebookEngine
import NotebookSyntax

/// A file of a report, rendered in memory. Writing it is the caller's business.
package struct ReportFile: Sendable, Equatable {
  /// Relative to the output folder, with `/` between names.
  package let path: String
  package let contents: [UInt8]

  package init(path: String, contents: [UInt8]) {
    self.path = path
    self.contents = contents
  }

  package init(path: String, text: String) {
    self.init(path: path, contents: Array(text.utf8))
  }
}

extension NotebookRun {
  /// The notebook's file name without its folder.
  package var fileName: String {
    let path = notebook.source.path
    return path.split(separator: "/").last.map(String.init) ?? path
  }

  /// The file name without its ending: what the reports are called.
  package var reportName: String {
    let name = fileName
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }
}
