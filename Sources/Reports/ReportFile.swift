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
