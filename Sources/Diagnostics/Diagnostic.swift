/// Something told to the user about a notebook.
package struct Diagnostic: Hashable, Sendable {
  package enum Severity: String, Sendable {
    /// The statement cannot mean anything.
    case error
    /// The report may mislead.
    case warning
    /// Worth knowing: shown in the report, and on the terminal when asked for.
    case remark
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
  /// Not a mistake of its own: something it needs failed before. It is not shown as an error.
  package var isConsequence: Bool

  package var severity: Severity { code.severity }

  package init(
    _ code: DiagnosticCode, at range: SourceRange?, _ message: String, notes: [Note] = [],
    help: String? = nil, isConsequence: Bool = false
  ) {
    self.code = code
    self.range = range
    self.message = message
    self.notes = notes
    self.help = help
    self.isConsequence = isConsequence
  }
}

/// A failure that becomes a diagnostic where it is caught.
package struct DiagnosticError: Error {
  package let diagnostic: Diagnostic

  package init(_ diagnostic: Diagnostic) {
    self.diagnostic = diagnostic
  }
}
