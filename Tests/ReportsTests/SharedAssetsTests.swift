import Testing

@testable import Reports

@Suite struct SharedAssetsTests {
  private func text(_ path: String) throws -> String {
    let file = try #require(SharedAssets.files.first { $0.path == path })
    return String(decoding: file.contents, as: UTF8.self)
  }

  @Test func `every file that the page names is there`() throws {
    let page = String(decoding: HTMLReport.render(SeedRun.make())[0].contents, as: UTF8.self)
    let names = Set(SharedAssets.files.map(\.path))
    for part in page.split(separator: "\"") where part.hasPrefix("assets/") {
      #expect(names.contains(String(part)))
    }
  }

  @Test func `the style sheet names exactly the fonts that are shipped`() throws {
    let style = try text("assets/katex/katex.min.css")
    let named = Set(
      style.split(separator: "url(").dropFirst().map { "assets/katex/" + $0.prefix { $0 != ")" } })
    let shipped = Set(SharedAssets.files.map(\.path).filter { $0.hasSuffix(".woff2") })
    #expect(named == shipped)
    #expect(!style.contains("truetype"))
    #expect(style.hasSuffix("}\n") || style.hasSuffix("}"))
  }

  @Test func `KaTeX comes with its licence`() throws {
    #expect(try text("assets/katex/LICENSE").contains("Khan Academy"))
    #expect(try text("assets/katex/katex.min.js").count > 200_000)
  }
}
