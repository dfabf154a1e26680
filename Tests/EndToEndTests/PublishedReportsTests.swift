import Foundation
import Testing

/// `output/` is published as it stands, so it must be what the notebooks give today.
@Suite struct PublishedReportsTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static let notebooks: [String] =
    ((try? FileManager.default.contentsOfDirectory(
      atPath: root.appendingPathComponent("notebooks").path)) ?? [])
    .filter { $0.hasSuffix(".md") }.sorted()

  @Test func `the shipped notebooks are there`() {
    #expect(Self.notebooks == ["backprop.md", "digits.md", "iris.md", "xor.md"])
  }

  @Test(arguments: notebooks)
  func `a published report is what its notebook gives`(notebook: String) throws {
    let folder = try TemporaryFolder()
    let path = Self.root.appendingPathComponent("notebooks/\(notebook)").path
    let result = try BuiltBinary.run(["run", path, "-o", "output"], in: folder)
    #expect(result.exitCode == 0)
    #expect(result.error == "", "a shipped notebook has no mistake and gives no warning")
    let made = folder.url.appendingPathComponent("output")
    let names = try FileManager.default.subpathsOfDirectory(atPath: made.path)
    let published = Self.root.appendingPathComponent("output")
    var count = 0
    for name in names where [".html", ".md", ".svg"].contains(where: name.hasSuffix) {
      let fresh = try String(contentsOf: made.appendingPathComponent(name), encoding: .utf8)
      let stored = try? String(
        contentsOf: published.appendingPathComponent(name), encoding: .utf8)
      let difference = stored.map { ReportComparison.difference(stored: $0, fresh: fresh) }
      #expect(
        difference == .some(nil),
        """
        output/\(name) is stale (`make run NOTEBOOK='notebooks/*.md'` writes it):
        \(difference.flatMap { $0 } ?? "missing")
        """
      )
      count += 1
    }
    #expect(count >= 3)
  }

  /// Golden numbers, NumPy's among them, stand as `%=>` in the notebooks.
  @Test(arguments: notebooks, ["1", "2", "5"])
  func `the numbers are the same with any number of threads`(
    notebook: String, threads: String
  ) throws {
    let folder = try TemporaryFolder()
    let path = Self.root.appendingPathComponent("notebooks/\(notebook)").path
    func results(_ threads: String) throws -> String {
      let result = try BuiltBinary.run(
        ["run", path, "-o", threads, "--format", "json", "--threads", threads], in: folder)
      #expect(result.exitCode == 0)
      let name = notebook.dropLast(3) + ".json"
      return try String(
        contentsOf: folder.url.appendingPathComponent("\(threads)/\(name)"), encoding: .utf8)
    }
    #expect(try results(threads) == results("3"))
  }

  @Test func `nothing is published that no notebook gives`() throws {
    let stems = Set(Self.notebooks.map { $0.dropLast(3) })
    let files = try FileManager.default.contentsOfDirectory(
      atPath: Self.root.appendingPathComponent("output").path)
    for file in files where file != "assets" {
      #expect(stems.contains { file.hasPrefix($0) }, "output/\(file) belongs to no notebook")
    }
  }
}

/// Compares two reports: their text must be the same, their numbers to the digits printed. Processors
/// round the last bit of a product differently, which may move a last digit.
enum ReportComparison {
  /// The first line that differs, both versions; nil if none does.
  static func difference(stored: String, fresh: String) -> String? {
    let (old, new) = (stored.split(separator: "\n"), fresh.split(separator: "\n"))
    for (index, (a, b)) in zip(old, new).enumerated() where a != b {
      let (left, right) = (tokens(a), tokens(b))
      let agree =
        left.count == right.count && zip(left, right).allSatisfy { agrees($0, $1) }
      if !agree { return "line \(index + 1)\n- \(a)\n+ \(b)" }
    }
    return old.count == new.count ? nil : "\(old.count) lines against \(new.count)"
  }

  /// Numbers and what stands between them.
  private static func tokens(_ line: Substring) -> [Substring] {
    var tokens: [Substring] = []
    var start = line.startIndex
    var wasNumber = false
    for index in line.indices {
      let isNumber = line[index].isNumber || line[index] == "."
      if isNumber != wasNumber, index > start {
        tokens.append(line[start..<index])
        start = index
      }
      wasNumber = isNumber
    }
    tokens.append(line[start...])
    return tokens
  }

  private static func agrees(_ a: Substring, _ b: Substring) -> Bool {
    if a == b { return true }
    guard let x = Double(a), let y = Double(b), a.contains(".") || b.contains(".") else {
      return false
    }
    // One unit of the last digit printed.
    let digits = max(decimals(a), decimals(b))
    return abs(x - y) <= 1.01 * pow(10, -Double(digits))
  }

  private static func decimals(_ number: Substring) -> Int {
    number.split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.count ?? 0
  }
}

@Suite struct ReportComparisonTests {
  @Test(arguments: [
    ("C = 7.8665", "C = 7.8665"), ("C = 7.8665", "C = 7.8666"),
    ("\\frac{0.1}{2}", "\\frac{0.2}{2}"),
  ])
  func `a last digit may move`(stored: String, fresh: String) {
    #expect(ReportComparison.difference(stored: stored, fresh: fresh) == nil)
  }

  @Test(arguments: [
    ("C = 7.8665", "C = 7.8668"), ("C = 7.8665", "D = 7.8665"), ("3 steps", "4 steps"),
    ("a\nb", "a"), ("x = 1.5", "x = -1.5"),
  ])
  func `anything else may not`(stored: String, fresh: String) {
    #expect(ReportComparison.difference(stored: stored, fresh: fresh) != nil)
  }
}
