import Diagnostics
import NotebookEngine
import NotebookSyntax

/// Something a notebook of `Tests/Notebooks` says about one of its own lines; `Tests/README.md`
/// describes how it is written.
struct StatedDiagnostic: Hashable, CustomStringConvertible {
  /// `error`, `warning`, `remark`; `expected error` where a block's `fails=` promises it; `skipped`
  /// for a statement that was not run because of another's failure.
  enum Kind: String, CaseIterable {
    case error, warning, remark, skipped
    case expectedError = "expected error"
  }

  let line: Int
  let kind: Kind
  /// Empty for `skipped`.
  let code: String
  let message: String
  var help: String?

  var description: String {
    let label = code.isEmpty ? kind.rawValue : "\(kind.rawValue) \(code)"
    return "\(line): \(label): \(message)" + (help.map { "\n     help: \($0)" } ?? "")
  }
}

// MARK: - As the notebook states it

extension StatedDiagnostic {
  /// Everything stated in the comments of `text`.
  static func all(in text: String) -> [StatedDiagnostic] {
    var reader = StatementReader()
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      reader.read(String(line), number: index + 1)
    }
    return reader.stated.sorted { ($0.line, $0.description) < ($1.line, $1.description) }
  }

  private struct StatementReader {
    var stated: [StatedDiagnostic] = []
    /// The last line with something else than a statement of ours.
    private var subject = 0
    /// Statements in HTML comments alone on their lines. They speak about the line that follows, or about
    /// the next one that reads like `line`.
    private var waiting: [(line: String?, statement: StatedDiagnostic)] = []

    mutating func read(_ line: String, number: Int) {
      guard let comment = Comment(line) else {
        if !line.allSatisfy(\.isWhitespace) { subject = number }
        let met = waiting.filter { $0.line == nil || $0.line == line }
        waiting.removeAll { $0.line == nil || $0.line == line }
        stated += met.map { $0.statement.moved(to: number) }
        return
      }
      guard comment.isAlone, comment.isHTML else {
        if !comment.isAlone { subject = number }
        if let statement = comment.statement(at: subject) {
          stated.append(statement)
        } else if !stated.isEmpty {
          stated[stated.count - 1].help = comment.text
        }
        return
      }
      if let statement = comment.statement(at: 0) {
        waiting.append((comment.subject, statement))
      } else if !waiting.isEmpty {
        waiting[waiting.count - 1].statement.help = comment.text
      }
    }
  }

  private func moved(to line: Int) -> StatedDiagnostic {
    StatedDiagnostic(line: line, kind: kind, code: code, message: message, help: help)
  }

  /// A comment with `error E-CODE: …`, `skipped: …` or `help: …` in it.
  private struct Comment {
    let label: String
    let text: String
    /// Nothing stands before the comment.
    let isAlone: Bool
    let isHTML: Bool
    /// The line that ``<!-- at `…`: error …`` speaks about.
    let subject: String?

    init?(_ line: String) {
      if let match = line.firstMatch(of: /^<!-- at `(?<subject>.*?)`: (?<rest>.*)$/) {
        guard let comment = Comment("<!-- \(match.rest)") else { return nil }
        (label, text, isAlone, isHTML) = (comment.label, comment.text, true, true)
        subject = String(match.subject)
        return
      }
      let form =
        /^(?<before>.*?)(?<mark>%|#|<!--)(?<between>[^%#]*?)(?<label>(?:(?:expected )?error|warning|remark) [EW]-[A-Z0-9]+|skipped|help): (?<text>.*?)(?: -->)?\s*$/
      guard let match = line.firstMatch(of: form) else { return nil }
      label = String(match.label)
      text = String(match.text)
      isAlone = (match.before + match.between).allSatisfy(\.isWhitespace)
      isHTML = match.mark == "<!--"
      subject = nil
    }

    /// What the comment states about a line; nil for a help line.
    func statement(at line: Int) -> StatedDiagnostic? {
      guard label != "help" else { return nil }
      let words = label.split(separator: " ")
      let isSkip = label == "skipped"
      let kind = isSkip ? "skipped" : words.dropLast().joined(separator: " ")
      return StatedDiagnostic(
        line: line, kind: Kind(rawValue: kind) ?? .error,
        code: isSkip ? "" : words.last.map(String.init) ?? "", message: text)
    }
  }
}

// MARK: - As the run gives it

extension StatedDiagnostic {
  /// What a run of a notebook says: its diagnostics, those that `fails=` promised, and the reasons why
  /// statements were skipped.
  static func all(of run: NotebookRun) -> [StatedDiagnostic] {
    let source = run.notebook.source
    func line(of range: SourceRange?) -> Int { source.line(at: range?.start ?? 0) }
    func stated(_ diagnostic: Diagnostic, _ kind: Kind) -> StatedDiagnostic {
      StatedDiagnostic(
        line: line(of: diagnostic.range), kind: kind, code: diagnostic.code.rawValue,
        message: diagnostic.message, help: diagnostic.help)
    }
    var all = run.diagnostics.map { stated($0, Kind(rawValue: $0.severity.rawValue) ?? .error) }
    for cell in run.cells {
      if cell.status == .expectedFailure {
        all += cell.diagnostics.map { diagnostic in
          stated(diagnostic, diagnostic.severity == .error ? .expectedError : .warning)
        }
      }
      for statement in cell.statements {
        if case .skipped(let reason) = statement.status {
          all.append(
            StatedDiagnostic(
              line: line(of: statement.range), kind: .skipped, code: "", message: reason))
        }
      }
    }
    return all.sorted { ($0.line, $0.description) < ($1.line, $1.description) }
  }
}
