import Diagnostics
import NotebookEngine
import Testing

@Suite struct BehaviourTests {
  @Test(arguments: BehaviourNotebook.all)
  func `a notebook says on each line what its comment states`(_ notebook: BehaviourNotebook) {
    let stated = StatedDiagnostic.all(in: notebook.text)
    let given = StatedDiagnostic.all(of: notebook.run())
    let missing = stated.filter { !given.contains($0) }
    let unexpected = given.filter { !stated.contains($0) }
    // A message given twice is one too many, though it is stated.
    let isRepeated = stated.count != given.count && missing.isEmpty && unexpected.isEmpty
    #expect(
      missing.isEmpty && unexpected.isEmpty && !isRepeated,
      """
      \(notebook.source.path)
      stated and not given:
      \(list(missing))
      given and not stated:
      \(list(isRepeated ? given : unexpected))
      """)
  }

  @Test func `every code has a notebook`() {
    var codes: Set<String> = []
    for notebook in BehaviourNotebook.all {
      codes.formUnion(StatedDiagnostic.all(in: notebook.text).map(\.code))
    }
    let without = DiagnosticCode.allCases.map(\.rawValue).filter { !codes.contains($0) }
    #expect(without.isEmpty)
  }

  @Test func `a notebook without a statement is about a run without mistakes`() {
    for notebook in BehaviourNotebook.all where StatedDiagnostic.all(in: notebook.text).isEmpty {
      #expect(notebook.run().cells.allSatisfy { $0.status == .ok || $0.status == .skipped })
    }
    #expect(BehaviourNotebook.all.count > 60)
  }

  private func list(_ diagnostics: [StatedDiagnostic]) -> String {
    diagnostics.isEmpty
      ? "  nothing" : diagnostics.map { "  \($0)" }.joined(separator: "\n")
  }
}
