import Diagnostics
import NotebookSyntax

/// Where a notebook defines and uses its names, seen before anything runs.
struct NameSurvey {
  /// The places that define each name, in order of the file.
  private(set) var definitions: [String: [SourceRange]] = [:]
  private(set) var used: Set<String> = []
  /// Names whose first definition ends in `;`.
  private(set) var silent: [Name] = []
  /// Names that only `data` blocks define.
  private(set) var loaded: Set<String> = []
  /// The names of `csv data` blocks, and those that `data` blocks read.
  private var tables: [Setting<String>] = []
  private var usedTables: Set<String> = []

  mutating func add(_ statement: Statement) {
    if let name = statement.definedName {
      if definitions[name.text] == nil, statement.isSuppressed { silent.append(name) }
      definitions[name.text, default: []].append(name.range)
      loaded.remove(name.text)
    }
    use(statement.usedNames)
  }

  /// A name that a `data` block defines.
  mutating func add(loaded name: Name) {
    if definitions[name.text] == nil { loaded.insert(name.text) }
    definitions[name.text, default: []].append(name.range)
  }

  mutating func add(table: Setting<String>) { tables.append(table) }

  mutating func use(table: String) { usedTables.insert(table) }

  mutating func use(_ names: [String]) { used.formUnion(names) }

  /// One warning for each name that is set silently, or stands for a table, and is never read.
  var unusedNames: [Diagnostic] {
    silent.filter { !used.contains($0.text) }.map {
      Diagnostic(.unused, at: $0.range, "`\($0.text)` is defined and never used")
    }
      + tables.filter { !usedTables.contains($0.value) }.map {
        Diagnostic(
          .unused, at: $0.range, "no `data` block reads `\($0.value)`",
          help: "write `block: \($0.value)` in one")
      }
  }
}
