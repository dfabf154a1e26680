import NbrunCommandLine
import Testing

@Suite struct AcceptTests {
  private func accept(_ files: MemoryFiles, _ path: String = "a.md") -> ExitCode {
    Nbrun.run(["accept", path], in: files.environment())
  }

  @Test func `a value that differs is rewritten with the author's digits`() {
    let files = MemoryFiles([
      "a.md": "text\r\n\r\n> ```matrix\r\n> a = 8.0213   %=> 7.87  as in the book\r\n> ```\r\nend"
    ])
    #expect(accept(files) == .success)
    #expect(
      files["a.md"]
        == "text\r\n\r\n> ```matrix\r\n> a = 8.0213   %=> 8.02  as in the book\r\n> ```\r\nend")
    #expect(files.output == "a.md:4: 7.87 → 8.02\n")
    #expect(files.error == "")
  }

  @Test func `only the entries of a matrix that differ change`() {
    let files = MemoryFiles([
      "a.md": "```matrix\nY = [0.0213; 0.5; 0.96]   %=> [0.02; 0.99;   .96]\n```\n"
    ])
    #expect(accept(files) == .success)
    #expect(files["a.md"] == "```matrix\nY = [0.0213; 0.5; 0.96]   %=> [0.02; 0.50;   .96]\n```\n")
    #expect(files.output == "a.md:2: [0.02; 0.99;   .96] → [0.02; 0.50;   .96]\n")
  }

  @Test func `what holds is left alone, and the file is not written`() {
    let files = MemoryFiles(["a.md": "```matrix\na = 7.866   %=> 7.87\n```\n"])
    #expect(accept(files) == .success)
    #expect(files.writes.isEmpty)
    #expect(files.output == "a.md: nothing to accept\n")
  }

  @Test func `a second acceptance changes nothing`() {
    let files = MemoryFiles(["a.md": "```matrix\na = [1/3, 2e-7]   %=> 5\n```\n"])
    #expect(accept(files) == .success)
    let accepted = files["a.md"]
    #expect(accept(files) == .success)
    #expect(files["a.md"] == accepted)
    #expect(files.writes.count == 1)
  }

  @Test func `other errors stay, and stay errors`() {
    let files = MemoryFiles([
      "a.md": "```matrix\na = 2   %=> 1\n```\n\n```matrix\nb = c   %=> 1\n```\n"
    ])
    #expect(accept(files) == .notebookHasErrors)
    #expect(
      files["a.md"] == "```matrix\na = 2   %=> 2\n```\n\n```matrix\nb = c   %=> 1\n```\n")
    #expect(files.error.contains("E-NAME"))
    #expect(!files.error.contains("E-EXPECT"))
  }

  @Test func `a block that must fail keeps its failure`() {
    let text = "```matrix fails=E-EXPECT\na = 2   %=> 1\n```\n"
    let files = MemoryFiles(["a.md": text])
    #expect(accept(files) == .success)
    #expect(files["a.md"] == text)
  }
}
