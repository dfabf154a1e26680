import Foundation
import Testing

/// A run's numbers depend neither on the number of threads nor on the order in which a process happens to keep things.
@Suite struct SameBytesTests {
  /// Training on rows that are shared out, in shuffled batches, and by L-BFGS.
  private let notebook = """
    ---
    seed: 5
    ---

    ```matrix output=none
    A = randn(1600, 30);
    V = 0.1 * randn(30, 40);   b = zeros(1, 40);   u = randn(40, 1);
    t = sin(A(:, 1) + A(:, 2));
    M = mse(tanh(A * V + b) * u, t)
    ```

    ```train
    loss: M
    params: V, b, u
    optimizer: adam(lr=0.01)
    steps: 20
    clip: norm 1
    ```

    ```train
    loss: M
    params: V, b, u
    batch: 300 rows of A, t
    shuffle: yes
    lr: 0.01
    epochs: 2
    ```

    ```train
    loss: M
    params: V, b, u
    optimizer: lbfgs
    steps: 5
    ```

    ```matrix
    M
    V(1:3, 1:5)
    ```
    """

  @Test func `any number of threads gives the same bytes`() throws {
    let folder = try TemporaryFolder()
    try folder.write(notebook, to: "a.md")
    let plan = try BuiltBinary.run(
      ["a.md", "--threads", "3", "--explain-plan", "-o", "plan"], in: folder)
    #expect((plan.output + plan.error).contains("8 parts on 3 threads"))
    let results = try ["1", "2", "3", "3"].enumerated().map { run, threads in
      let output = "output-\(run)"
      let result = try BuiltBinary.run(
        ["a.md", "--threads", threads, "--format", "html,md,json", "-o", output], in: folder)
      #expect(result.exitCode == 0 && result.error == "")
      return try folder.contents().filter { $0.path.hasPrefix("\(output)/a") }.map(\.data)
    }
    #expect(results[0].count > 3)
    for result in results.dropFirst() { #expect(result == results[0]) }
  }
}
