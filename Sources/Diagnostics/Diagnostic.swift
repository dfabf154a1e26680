/// Something told to the user about a notebook.
package struct Diagnostic: Hashable, Sendable {
  package enum Severity: String, Sendable {
    /// The statement cannot mean anything.
    case error
    /// The report may mislead.
    case warning
  }

  /// Points elsewhere: where a name was defined, where a bracket opened.
  package struct Note: Hashable, Sendable {
    package let range: SourceRange
    package let message: String

    package init(at range: SourceRange, _ message: String) {
      self.range = range
      self.message = message
    }
  }

  package let code: DiagnosticCode
  /// Nil only for what concerns the whole file.
  package let range: SourceRange?
  /// One line, most specific fact first, no full stop.
  package let message: String
  package var notes: [Note]
  /// What to do about it, one line.
  package var help: String?

  package var severity: Severity { code.severity }

  package init(
    _ code: DiagnosticCode, at range: SourceRange?, _ message: String, notes: [Note] = [],
    help: String? = nil
  ) {
    self.code = code
    self.range = range
    self.message = message
    self.notes = notes
    self.help = help
  }
}

/// A failure that becomes a diagnostic where it is caught.
package struct DiagnosticError: Error {
  package let diagnostic: Diagnostic

  package init(_ diagnostic: Diagnostic) {
    self.diagnostic = diagnostic
  }
}
