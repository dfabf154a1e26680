import Foundation
import Testing

@Suite struct CommandLineTests {
  private let notebook = "# Title\n\n```matrix\nX = [1, 2]\n```\n"
  private let broken = "```matrix\nX = Y\n```\n"

  @Test func `the version is on standard output`() throws {
    let result = try BuiltBinary.run(["--version"], in: try TemporaryFolder())
    #expect(result.exitCode == 0)
    #expect(result.output.wholeMatch(of: #/nbrun \d+\.\d+\.\d+\n/#) != nil)
    #expect(result.error == "")
  }

  @Test func `help is a result, wrong usage is a message`() throws {
    let folder = try TemporaryFolder()
    let help = try BuiltBinary.run(["check", "--help"], in: folder)
    #expect(
      help.exitCode == 0 && help.output.contains("Usage: nbrun check NOTEBOOK") && help.error == "")
    let wrong = try BuiltBinary.run(["--ouput", "x", "a.md"], in: folder)
    #expect(wrong.exitCode == 64 && wrong.output == "")
    #expect(wrong.error == "nbrun: unknown option `--ouput`\nhelp: did you mean `--output`?\n")
    #expect(try folder.paths().isEmpty)
  }

  @Test func `a run writes the reports and nothing else, the same bytes each time`() throws {
    let folder = try TemporaryFolder()
    try folder.write(notebook, to: "notebooks/a.md")
    let arguments = ["notebooks/a.md", "--format", "html,md,json"]
    let first = try BuiltBinary.run(arguments, in: folder)
    #expect(first.exitCode == 0 && first.error == "")
    #expect(first.output == "notebooks/a.md → output/a.html, output/a.md, output/a.json\n")
    let written = try folder.contents()
    let paths = written.map(\.path).filter { !$0.hasPrefix("output/assets/") }
    #expect(paths == ["notebooks/a.md", "output/a.html", "output/a.json", "output/a.md"])

    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("output"))
    let second = try BuiltBinary.run(arguments, in: folder)
    #expect(second.exitCode == 0)
    let after = try folder.contents()
    #expect(after.elementsEqual(written, by: ==))
  }

  @Test func `a file that would not change is not touched`() throws {
    let folder = try TemporaryFolder()
    try folder.write(notebook, to: "a.md")
    _ = try BuiltBinary.run(["a.md"], in: folder)
    let page = folder.url.appendingPathComponent("output/a.html").path
    let long = Date(timeIntervalSince1970: 1_000_000)
    try FileManager.default.setAttributes([.modificationDate: long], ofItemAtPath: page)
    _ = try BuiltBinary.run(["a.md"], in: folder)
    let attributes = try FileManager.default.attributesOfItem(atPath: page)
    #expect(attributes[.modificationDate] as? Date == long)
  }

  @Test func `a notebook with errors gets its report and exit code 1`() throws {
    let folder = try TemporaryFolder()
    try folder.write(broken, to: "b.md")
    let result = try BuiltBinary.run(["b.md"], in: folder)
    #expect(result.exitCode == 1)
    #expect(result.error.hasPrefix("b.md:2:5: error E-NAME: "))
    #expect(try folder.text("output/b.html").contains("E-NAME"))
    #expect(try folder.text("output/b.md").contains("E-NAME"))
  }

  @Test func `check writes nothing`() throws {
    let folder = try TemporaryFolder()
    try folder.write(notebook, to: "a.md")
    try folder.write(broken, to: "b.md")
    try folder.write("```matrix\na = 2   %=> 3.00\n```\n", to: "c.md")
    #expect(try BuiltBinary.run(["check", "a.md"], in: folder).exitCode == 0)
    #expect(try BuiltBinary.run(["check", "b.md"], in: folder).exitCode == 1)
    let different = try BuiltBinary.run(["check", "c.md"], in: folder)
    #expect(different.exitCode == 1 && different.error.contains("E-EXPECT"))
    #expect(try folder.paths() == ["a.md", "b.md", "c.md"])
  }

  @Test func `what cannot be read is 66`() throws {
    let folder = try TemporaryFolder()
    try folder.write(notebook, to: "notebooks/a.md")
    let missing = try BuiltBinary.run(["missing.md"], in: folder)
    #expect(missing.exitCode == 66)
    #expect(missing.error == "nbrun: `missing.md` cannot be read: No such file or directory\n")
    let directory = try BuiltBinary.run(["./notebooks/"], in: folder)
    #expect(directory.exitCode == 66)
    #expect(
      directory.error == """
        nbrun: `./notebooks/` is a folder, not a notebook
        help: name the notebooks in it: `./notebooks/*.md`

        """)
    #expect(try folder.paths() == ["notebooks/a.md"])
  }

  @Test func `what cannot be written is 73 and leaves everything as it was`() throws {
    let folder = try TemporaryFolder()
    try folder.write(notebook, to: "a.md")
    try folder.write("a file", to: "taken")
    let result = try BuiltBinary.run(["a.md", "-o", "taken"], in: folder)
    #expect(result.exitCode == 73)
    #expect(result.error.hasPrefix("nbrun: `taken` cannot be written: Not a directory\n"))
    // A folder where the second report belongs: the first must not be replaced alone.
    try folder.write("old page", to: "output/a.html")
    try folder.write("", to: "output/a.md/inside")
    let before = try folder.contents()
    let blocked = try BuiltBinary.run(["a.md"], in: folder)
    #expect(blocked.exitCode == 73)
    #expect(blocked.error.hasPrefix("nbrun: `output/a.md` cannot be written: Is a directory\n"))
    let after = try folder.contents()
    #expect(after.elementsEqual(before, by: ==))
  }

  @Test func `accept rewrites the digits and keeps the permissions`() throws {
    let folder = try TemporaryFolder()
    try folder.write("```matrix\r\na = 8.0213   %=> 7.87\r\n```", to: "a.md")
    let file = folder.url.appendingPathComponent("a.md").path
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file)
    let result = try BuiltBinary.run(["accept", "a.md"], in: folder)
    #expect(result.exitCode == 0 && result.output == "a.md:2: 7.87 → 8.02\n")
    #expect(try folder.text("a.md") == "```matrix\r\na = 8.0213   %=> 8.02\r\n```")
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    #expect(attributes[.posixPermissions] as? Int == 0o640)
    #expect(try folder.paths() == ["a.md"])
    #expect(try BuiltBinary.run(["check", "a.md"], in: folder).exitCode == 0)
  }

  @Test func `a report is written through a link`() throws {
    let folder = try TemporaryFolder()
    try folder.write(notebook, to: "a.md")
    try folder.write("old", to: "elsewhere/page.html")
    try folder.write("", to: "output/other")
    try FileManager.default.createSymbolicLink(
      atPath: folder.url.appendingPathComponent("output/a.html").path,
      withDestinationPath: "../elsewhere/page.html")
    #expect(try BuiltBinary.run(["a.md", "--format", "html"], in: folder).exitCode == 0)
    #expect(try folder.text("elsewhere/page.html") != "old")
    let link = try FileManager.default.destinationOfSymbolicLink(
      atPath: folder.url.appendingPathComponent("output/a.html").path)
    #expect(link == "../elsewhere/page.html")
  }
}
