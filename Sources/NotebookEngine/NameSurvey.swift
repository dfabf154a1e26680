import Diagnostics
import NotebookSyntax

/// Where a notebook defines and uses its names, seen before anything runs.
struct NameSurvey {
  /// The places that define each name, in order of the file.
  private(set) var definitions: [String: [SourceRange]] = [:]
  private(set) var used: Set<String> = []
  /// Names whose first definition ends in `;`.
  private(set) var silent: [Name] = []

  mutating func add(_ statement: Statement) {
    if let name = statement.definedName {
      if definitions[name.text] == nil, statement.isSuppressed { silent.append(name) }
      definitions[name.text, default: []].append(name.range)
    }
    use(statement.usedNames)
  }

  mutating func use(_ names: [String]) { used.formUnion(names) }

  /// One warning for each name that is set silently and never read.
  var unusedNames: [Diagnostic] {
    silent.filter { !used.contains($0.text) }.map {
      Diagnostic(.unused, at: $0.range, "`\($0.text)` is defined and never used")
    }
  }
}
