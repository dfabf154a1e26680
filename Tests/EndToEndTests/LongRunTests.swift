import Foundation
import Testing

/// Ten million steps: what is kept of them is bounded, and a single step that stands out is not lost.
@Suite struct LongRunTests {
  /// The loss falls by 10⁻⁷ at each step, from 3 to 2, but for two steps.
  private func notebook(steps: Int) -> String {
    """
    ```matrix
    w = 0
    L = 3 - w * 1e-7 + 2 * detach(w == 1234567) - 2 * detach(w == 777777)
    ```

    ```train
    loss: L
    params: w
    optimizer: sgd(lr=1e7)
    steps: \(steps)
    record: loss
    every: \(steps / 10)
    ```
    """
  }

  private struct Trace: Decodable {
    struct Report: Decodable { let runs: [Run] }
    struct Run: Decodable {
      let steps: Int
      let trace: Trace
    }

    let step: [Int]
    let loss: [Double]
  }

  @Test func `a run of ten million steps keeps ten thousand and its extremes`() throws {
    let folder = try TemporaryFolder()
    try folder.write(notebook(steps: 10_000_000), to: "long.md")
    let arguments = ["long.md", "--format", "html,md,json"]
    let result = try BuiltBinary.run(arguments, in: folder)
    #expect(result.exitCode == 0 && result.error == "")

    let data = try Data(contentsOf: folder.url.appendingPathComponent("output/long.json"))
    let runs = try JSONDecoder().decode(Trace.Report.self, from: data).runs
    #expect(runs.map(\.steps) == [10_000_000])
    let trace = try #require(runs.first?.trace)
    #expect(trace.step.count <= 10_000 && trace.step.count > 5_000)
    #expect(trace.step.first == 0 && trace.step.last == 10_000_000)
    for (step, loss) in zip(trace.step, trace.loss) {
      #expect(abs(loss - (3 - Double(step) * 1e-7)) < 1e-12, "at step \(step)")
    }

    // 3 − 0.0777777 − 2 and 3 − 0.1234567 + 2, neither of which is among the steps kept.
    #expect(!trace.step.contains(777_777) && !trace.step.contains(1_234_567))
    let report = try folder.text("output/long.md")
    #expect(report.contains("between 0.92222 and 4.8765."))
    for name in ["html", "md", "json"] {
      let size = try folder.text("output/long.\(name)").utf8.count
      #expect(size < 1 << 20, "\(name): \(size) bytes")
    }
  }

  /// The losses of all steps would take 80 MB, and everything takes 10. The limit is the system's: what a process had at
  /// most is no measure, as it begins with what its parent had.
  @Test(.enabled(if: Self.canLimitData))
  func `ten million steps fit into 32 MB`() throws {
    let folder = try TemporaryFolder()
    try folder.write(notebook(steps: 10_000_000), to: "long.md")
    // The stack of each thread counts.
    let limited = ["/bin/sh", "-c", #"ulimit -d 32768; exec "$0" "$@""#]
    let result = try BuiltBinary.run(
      ["long.md", "--threads", "1"], in: folder, startedBy: limited)
    #expect(result.exitCode == 0 && result.error == "")

    // And here the limit is felt: a million records.
    try folder.write(
      notebook(steps: 10_000_000).replacing("every: 1000000", with: "every: 10"), to: "long.md")
    let stopped = try BuiltBinary.run(
      ["long.md", "--threads", "1"], in: folder, startedBy: limited)
    #expect(stopped.exitCode != 0)
  }

  private static var canLimitData: Bool {
    #if os(Linux)
      true
    #else
      false
    #endif
  }
}
