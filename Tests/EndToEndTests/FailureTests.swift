import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// What a user sees when the machine or nbrun itself gets in the way.
@Suite struct FailureTests {
  private let notebook = "# Title\n\n```matrix\nX = [1, 2]\n```\n"

  @Test func `a disk that fills up leaves the old reports and no fragments`() throws {
    let folder = try TemporaryFolder()
    try folder.write(notebook + String(repeating: "Much prose.\n\n", count: 1000), to: "a.md")
    try folder.write("old", to: "output/a.html")
    try folder.write("old", to: "output/a.md")
    let before = try folder.contents()
    // The shell's limit on a file's size stands for the full disk: two blocks are enough for messages.
    let result = try BuiltBinary.run(
      ["a.md"], in: folder, startedBy: ["/bin/sh", "-c", "ulimit -f 2; exec \"$0\" \"$@\""])
    #expect(result.exitCode == 73)
    #expect(result.error.contains("cannot be written: File too large\n"))
    let after = try folder.contents()
    #expect(after.elementsEqual(before, by: ==))
  }

  @Test func `standard output that takes no more is 73`() throws {
    let folder = try TemporaryFolder()
    let result = try BuiltBinary.run(
      ["--version"], in: folder, startedBy: ["/bin/sh", "-c", "exec \"$0\" \"$@\" >/dev/full"])
    #expect(result.exitCode == 73)
    #expect(
      result.error == "nbrun: standard output cannot be written: No space left on device\n")
  }

  @Test func `a fault of nbrun is said to be one`() throws {
    let folder = try TemporaryFolder()
    let pipe = folder.url.appendingPathComponent("pipe.md").path
    #expect(mkfifo(pipe, 0o600) == 0)
    let error = try folder.newFile("error")
    let process = Process()
    process.executableURL = try BuiltBinary.url
    process.arguments = [pipe]
    process.currentDirectoryURL = folder.url
    process.standardInput = FileHandle.nullDevice
    process.standardError = error
    try process.run()
    // Once somebody reads from the pipe, nbrun has started and waits: then it is hit by what a broken
    // precondition raises.
    var writer: Int32 = -1
    while process.isRunning, writer < 0 { writer = open(pipe, O_WRONLY | O_NONBLOCK) }
    #expect(writer >= 0)
    kill(process.processIdentifier, SIGILL)
    process.waitUntilExit()
    close(writer)
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 70)
    #expect(try folder.text("error").hasPrefix("nbrun: this is a fault of nbrun"))
  }

  @Test func `a notebook can come through a pipe`() throws {
    let folder = try TemporaryFolder()
    try folder.write(notebook, to: "a.md")
    let result = try BuiltBinary.run(
      ["check", "/dev/stdin"], in: folder,
      startedBy: ["/bin/sh", "-c", "cat a.md | \"$0\" \"$@\""])
    #expect(result.exitCode == 0)
    #expect(result.output == "/dev/stdin: fine\n")
  }
}
