import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Tables on the disk, through the built binary.
@Suite struct DataTests {
  private func notebook(_ file: String, _ more: String = "") -> String {
    "```data\nfile: \(file)\nX: columns 1..2\n\(more)```\n```matrix\nassert(X, [1 2; 3 4])\n```\n"
  }

  @Test func `a table beside the notebook is read, compressed or not, from any folder`() throws {
    let folder = try TemporaryFolder()
    try folder.write("a,b\n1,2\n3,4\n", to: "notebooks/data/t.csv")
    try folder.write(notebook("data/t.csv"), to: "notebooks/a.md")
    #expect(
      try BuiltBinary.run(["check", "notebooks/a.md"], in: folder).output
        == "notebooks/a.md: fine\n")
    let inside = try TemporaryFolder()
    let path = folder.url.appendingPathComponent("notebooks/a.md").path
    #expect(try BuiltBinary.run(["check", path], in: inside).exitCode == 0)

    // The same table, compressed by Python.
    let compressed = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Notebooks/files/table.csv.gz")
    try Data(contentsOf: compressed)
      .write(to: folder.url.appendingPathComponent("notebooks/data/t.csv"))
    let result = try BuiltBinary.run(["check", "notebooks/a.md"], in: folder)
    #expect(result.exitCode == 0, "\(result.error)")
  }

  @Test func `a run is the same bytes each time and says what it read`() throws {
    let folder = try TemporaryFolder()
    try folder.write("1,2,x\n3,4,y\n5,6,x\n", to: "t.csv")
    try folder.write(
      "```data\nfile: t.csv\nheader: no\nX: columns 1..2\nP: one-hot column 3\nstandardize: X\n```\n",
      to: "a.md")
    let arguments = ["-v", "a.md", "--format", "html,md,json"]
    let first = try BuiltBinary.run(arguments, in: folder)
    #expect(first.exitCode == 0 && first.error.contains("read t.csv\n"))
    let written = try folder.contents()
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("output"))
    #expect(try BuiltBinary.run(arguments, in: folder).exitCode == 0)
    let after = try folder.contents()
    #expect(after.elementsEqual(written, by: ==))
    #expect(try folder.text("output/a.json").contains("\"deviation\""))
  }

  @Test func `nothing outside of the folder is opened, also not through a link`() throws {
    let folder = try TemporaryFolder()
    try folder.write("1,2\n3,4\n", to: "outside.csv")
    try folder.write(notebook("link.csv"), to: "notebooks/a.md")
    try FileManager.default.createSymbolicLink(
      atPath: folder.url.appendingPathComponent("notebooks/link.csv").path,
      withDestinationPath: "../outside.csv")
    let linked = try BuiltBinary.run(["check", "notebooks/a.md"], in: folder)
    #expect(linked.exitCode == 1)
    #expect(
      linked.error.contains(
        "error E-OUTSIDE: `link.csv` is a link that leads outside the notebook's folder\n"))
    try folder.write(notebook("../outside.csv"), to: "notebooks/b.md")
    let named = try BuiltBinary.run(["check", "notebooks/b.md"], in: folder)
    #expect(named.exitCode == 1 && named.error.contains("error E-OUTSIDE: `../outside.csv` lies"))
  }

  @Test func `a pipe or a folder is no table, and nbrun does not wait for it`() throws {
    let folder = try TemporaryFolder()
    #expect(mkfifo(folder.url.appendingPathComponent("pipe.csv").path, 0o600) == 0)
    try folder.write(notebook("pipe.csv"), to: "a.md")
    let pipe = try BuiltBinary.run(["check", "a.md"], in: folder)
    #expect(pipe.error.contains("error E-FILE: `pipe.csv` is a pipe, not a file\n"))
    try folder.write(notebook("data"), to: "b.md")
    try folder.write("", to: "data/inside")
    let directory = try BuiltBinary.run(["check", "b.md"], in: folder)
    #expect(directory.error.contains("error E-FILE: `data` is a folder, not a file\n"))
  }

  @Test func `a large table is read whole`() throws {
    let folder = try TemporaryFolder()
    let count = 60_000
    let rows = (1...count).map { "\($0),\($0 % 7).25,\"text, \($0)\"" }
    try folder.write("n,x,note\r\n" + rows.joined(separator: "\r\n"), to: "t.csv")
    try folder.write(
      """
      ```data
      file: t.csv
      n: column n
      x: column x
      ```
      ```matrix
      assert(rows(n), \(count))
      assert(sum(n), \(count * (count + 1) / 2))
      assert(x(end), \(count % 7).25)
      ```
      """, to: "a.md")
    let result = try BuiltBinary.run(["check", "a.md"], in: folder)
    #expect(result.exitCode == 0, "\(result.error)")
  }
}
