import Foundation
import NotebookEngine
import NotebookSyntax
import Testing

@testable import Reports

@Suite struct DataReportTests {
  private func text(_ files: [ReportFile]) -> String {
    String(decoding: files[0].contents, as: UTF8.self)
  }

  @Test func `the page shows what was read`() throws {
    try Snapshot.expect(text(HTMLReport.render(DataRun.make())), matches: "data.html")
  }

  @Test func `the Markdown report shows what was read`() throws {
    try Snapshot.expect(text(MarkdownReport.render(DataRun.make())), matches: "data.md")
  }

  @Test func `the results file says what was read`() throws {
    try Snapshot.expect(text(JSONReport.render(DataRun.make())), matches: "data.json")
  }

  @Test func `no text of a table becomes markup`() {
    let page = text(HTMLReport.render(DataRun.make()))
    #expect(!page.contains("<script>alert"))
    #expect(!page.contains("<b>"))
    let markdown = text(MarkdownReport.render(DataRun.make()))
    // Every row of a table has as many bars as its head.
    let tables = markdown.split(separator: "\n\n").filter { $0.hasPrefix("| ") }
    #expect(tables.count == 7)
    for table in tables {
      let bars = table.split(separator: "\n").map { row in
        row.replacing("\\|", with: "").count { $0 == "|" }
      }
      #expect(Set(bars).count == 1, "\(table)")
    }
  }

  @Test func `the results file reads back as JSON`() throws {
    let json = try JSONSerialization.jsonObject(
      with: Data(text(JSONReport.render(DataRun.make())).utf8))
    let blocks = try #require((json as? [String: Any])?["blocks"] as? [[String: Any]])
    #expect(blocks.map { $0["kind"] as? String } == ["data", "data", "data"])
    #expect(blocks.map { $0["data"] != nil } == [true, false, true])
    let data = try #require(blocks[0]["data"] as? [String: Any])
    #expect((data["header"] as? [String])?[1] == "width | \(MistakesRun.markup)")
    #expect((data["split"] as? [String: Any])?["train"] as? Int == 3)
  }

  @Test func `a block that shows nothing shows no data`() {
    var run = DataRun.make()
    for index in run.cells.indices { run.cells[index].options.output = CellOptions.Output.none }
    #expect(!text(HTMLReport.render(run)).contains("run-summary"))
    #expect(!text(MarkdownReport.render(run)).contains("to train"))
  }
}
