import Foundation
import LinearAlgebra
import NotebookEngine
import Testing

@testable import Reports

@Suite struct JSONReportTests {
  private func text(_ run: NotebookRun) -> String {
    String(decoding: JSONReport.render(run)[0].contents, as: UTF8.self)
  }

  private func parsed(_ run: NotebookRun) throws -> [String: Any] {
    let value = try JSONSerialization.jsonObject(with: Data(text(run).utf8))
    return try #require(value as? [String: Any])
  }

  @Test func `the results of the seed example`() throws {
    try Snapshot.expect(text(SeedRun.make()), matches: "seed.json")
  }

  @Test func `the results of a notebook with mistakes`() throws {
    try Snapshot.expect(text(MistakesRun.make()), matches: "mistakes.json")
  }

  @Test func `the results of a sweep`() throws {
    try Snapshot.expect(text(SweepRun.make()), matches: "sweep.json")
  }

  /// The part of the results that holds numbers. `JSONDecoder` reads every digit, `JSONSerialization` on
  /// Linux loses some.
  private struct Numbers: Decodable {
    struct Value: Decodable {
      let shape: [Int]
      let value: [[Double]]
    }
    struct Run: Decodable {
      struct Trace: Decodable {
        let step: [Int]
        let loss: [Double]
      }
      let line: Int
      let trace: Trace
    }
    let values: [String: Value]
    let runs: [Run]
  }

  @Test func `numbers read back to the same doubles`() throws {
    let results = try JSONDecoder().decode(Numbers.self, from: Data(text(SeedRun.make()).utf8))
    #expect(
      results.values["W"]?.value == [
        [-1.560014461071182, -0.2755217526479795], [-0.41676842024637406, 1.0998281740005549],
        [1.4195541138862853, 0.7128206656204548],
      ])
    #expect(results.values["C"]?.shape == [1, 1])
    let run = try #require(results.runs.first)
    #expect(run.trace.step == [0, 1])
    #expect(run.trace.loss == [7.866502267852982, 7.626698216709045])
    #expect(run.line == 20)
  }

  @Test func `what is not finite is a string`() throws {
    let values = try #require(try parsed(MistakesRun.make())["values"] as? [String: [String: Any]])
    let rows = try #require(values["A"]?["value"] as? [[Any]])
    #expect(rows[0][0] as? String == "NaN")
    #expect(rows[0][1] as? String == "-Infinity")
    #expect(rows[1][1] as? Double == 1e300)
  }

  @Test func `text comes back as it was`() throws {
    let run = MistakesRun.make()
    let results = try parsed(run)
    #expect(results["title"] as? String == "Title \(MistakesRun.markup)")
    #expect(results["status"] as? String == "failed")
    let diagnostics = try #require(results["diagnostics"] as? [[String: Any]])
    #expect(diagnostics.count == run.diagnostics.count)
    #expect(diagnostics.last?["line"] is NSNull)
    #expect(JSONValue.string("\u{1}\u{2028}\"\\\n").text() == "\"\\u0001\\u2028\\\"\\\\\\n\"")
  }

  @Test func `no path reaches the results`() {
    #expect(!text(SeedRun.make()).contains("notebooks/"))
  }
}
