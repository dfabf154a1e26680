import Diagnostics
import LinearAlgebra
import NotebookEngine
import Testing

/// `-P name=value`, and values in the prose.
@Suite struct CommandLineValueTests {
  private static let text = """
    ```octave matrix
    h = 0.5      %=> 0.5
    W = [1 2]
    C = sum(sum(W .^ 2))
    k = 2 * h
    ```

    ```yaml train
    loss: C
    params: W
    lr: h
    steps: 1
    ```

    The loss is `= C`, half of it `= C / 2`.
    """

  @Test func `an inline value is that of its place`() {
    let run = run("```matrix\na = 1\n```\n\n`= a` and\n\n```matrix\na = 2\n```\n\n`= a + 1`\n")
    expectNoErrors(run)
    #expect(run.inlineNumbers == [1, 3])
  }

  @Test func `a value from the command line replaces a literal`() {
    let plain = run(Self.text)
    expectNoErrors(plain)
    #expect(plain.inlineNumbers == [0, 0])
    let other = run(Self.text, parameters: [("h", "0.25")])
    expectNoErrors(other)
    expect(other.value("k"), is: [[0.5]])
    // W − 0.25 · 2 W = W / 2
    #expect(other.inlineNumbers == [1.25, 0.625])
    let matrix = run(Self.text, parameters: [("W", "[3 4]"), ("h", "1e-1")])
    expectNoErrors(matrix)
    expect(matrix.value("W"), is: [[2.4, 3.2]])
  }

  @Test func `expected values are the notebook's own and not those of other literals`() {
    expectNoErrors(run("```matrix\nh = 0.5\nk = 2 * h   %=> 1.0\n```\n", parameters: [("h", "3")]))
  }

  @Test func `a notebook without a block is told of`() {
    #expect(
      run("```octave\na = 1\n```\n").diagnostics.map(\.message) == [
        "the notebook has no block to run"
      ])
    expectNoErrors(run("`= 1 + 1`\n"))
    #expect(run("`= 1 + 1`\n").diagnostics.isEmpty)
  }

  @Test func `the last of several values for a name holds`() {
    let run = run(Self.text, parameters: [("h", "1"), ("h", "0.25")])
    expectNoErrors(run)
    expect(run.value("h"), is: [[0.25]])
  }

  @Test(arguments: [
    ("H", "1", "E-NAME: `-P H=1`: the notebook does not assign `H`", "did you mean `h`?"),
    ("zzz", "1", "E-NAME: `-P zzz=1`: the notebook does not assign `zzz`", nil),
    (
      "k", "1", "E-VALUE: `-P k=…` replaces a literal, and this is computed",
      "only assignments such as `h = 0.01` take a value from the command line"
    ),
    (
      "h", "1 +", "E-VALUE: the command line gives `1 +`, which is not a number or a matrix", nil
    ),
    (
      "h", "W", "E-VALUE: the command line gives `W`, which is not a number or a matrix", nil
    ),
  ])
  func `a value that cannot be put in is refused`(
    name: String, value: String, message: String, help: String?
  ) {
    let run = run(Self.text, parameters: [(name, value)])
    let errors = run.diagnostics.filter { $0.severity == .error }
    #expect(errors.map { "\($0.code.rawValue): \($0.message)" } == [message])
    #expect(errors.first?.help == help)
  }
}
