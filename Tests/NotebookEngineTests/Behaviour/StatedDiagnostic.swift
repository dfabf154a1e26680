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
    /// Statements in HTML comments alone on their lines speak about the line that follows.
    private var waiting: [StatedDiagnostic] = []

    mutating func read(_ line: String, number: Int) {
      guard let comment = Comment(line) else {
        if !line.allSatisfy(\.isWhitespace) { subject = number }
        for statement in waiting { stated.append(statement.moved(to: number)) }
        waiting = []
        return
      }
      if comment.isAlone, comment.isHTML {
        add(comment, at: 0, to: &waiting)
      } else {
        if !comment.isAlone { subject = number }
        add(comment, at: subject, to: &stated)
      }
    }

    private func add(_ comment: Comment, at line: Int, to list: inout [StatedDiagnostic]) {
      guard comment.label != "help" else {
        if !list.isEmpty { list[list.count - 1].help = comment.text }
        return
      }
      let words = comment.label.split(separator: " ")
      let isSkip = comment.label == "skipped"
      let kind = isSkip ? "skipped" : words.dropLast().joined(separator: " ")
      list.append(
        StatedDiagnostic(
          line: line, kind: Kind(rawValue: kind) ?? .error,
          code: isSkip ? "" : words.last.map(String.init) ?? "", message: comment.text))
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

    init?(_ line: String) {
      let form =
        /^(?<before>.*?)(?<mark>%|#|<!--)(?<between>[^%#]*?)(?<label>(?:(?:expected )?error|warning|remark) [EW]-[A-Z0-9]+|skipped|help): (?<text>.*?)(?: -->)?\s*$/
      guard let match = line.firstMatch(of: form) else { return nil }
      label = String(match.label)
      text = String(match.text)
      isAlone = (match.before + match.between).allSatisfy(\.isWhitespace)
      isHTML = match.mark == "<!--"
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
