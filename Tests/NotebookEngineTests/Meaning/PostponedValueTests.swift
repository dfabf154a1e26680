import Diagnostics
import LinearAlgebra
import NotebookEngine
import Testing

/// A large value that is not shown is computed only where something needs it.
@Suite struct PostponedValueTests {
  private let text = """
    ```octave matrix
    X = ones(2000, 10);
    H = X * ones(10, 600);      %: 2000×600
    s = mean(mean(H))
    h = H(7, 8)
    ```
    """

  private func statements(keepsAllValues: Bool) -> [StatementResult] {
    let run = run(text, keepsAllValues: keepsAllValues)
    expectNoErrors(run)
    return run.cells[0].statements
  }

  @Test func `a postponed value is there for what is made of it`() {
    let statements = statements(keepsAllValues: false)
    #expect(statements.map { $0.value != nil } == [true, false, true, true])
    #expect(statements.dropFirst(2).map { $0.value?.scalar } == [10, 10])
  }

  @Test func `the results file gets all values`() {
    #expect(statements(keepsAllValues: true).allSatisfy { $0.value != nil })
  }

  @Test func `the declared shape of a postponed value is checked`() {
    let run = run(
      "```matrix\nH = ones(2000, 10) * ones(10, 600);   %: 2000×601\ns = H(1, 1)\n```",
      keepsAllValues: false)
    #expect(run.diagnostics.map(\.code) == [.shape])
  }

  @Test func `a mistake is told where it stands, however large the value`() {
    let run = run(
      "```matrix\nA = ones(2000, 600);\nB = log(A - 2);\ns = B(1, 1)\n```",
      keepsAllValues: false)
    #expect(run.diagnostics.filter { $0.severity == .error }.map(\.code) == [.complex])
  }
}
