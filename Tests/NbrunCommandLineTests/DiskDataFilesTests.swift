import Foundation
import NbrunCommandLine
import NotebookEngine
import Tables
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Files on the disk, opened as a notebook opens them.
@Suite final class DiskDataFilesTests {
  private let root: URL
  /// The notebook's folder.
  private let folder: URL

  init() throws {
    root = FileManager.default.temporaryDirectory.appendingPathComponent(
      "nbrun-\(UUID().uuidString)")
    folder = root.appendingPathComponent("notebooks")
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("data"), withIntermediateDirectories: true)
    try write("1,2\n", to: "notebooks/a.csv")
    try write("3,4\n", to: "notebooks/data/b.csv")
    try write("secret\n", to: "secret.csv")
  }

  deinit { try? FileManager.default.removeItem(at: root) }

  private func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: root.appendingPathComponent(path))
  }

  private func link(_ path: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: root.appendingPathComponent(path).path, withDestinationPath: target)
  }

  private func open(_ path: String) throws(DataFileError) -> ByteSource {
    try FileSystem.disk.dataFiles(folder.path).open(path)
  }

  private func error(_ path: String) -> DataFileError? {
    do throws(DataFileError) {
      _ = try open(path)
      return nil
    } catch {
      return error
    }
  }

  /// What is left of the source, read in pieces of `size`.
  private func rest(of source: ByteSource, size: Int = 3) throws(TableError) -> String {
    var bytes: [UInt8] = []
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 1)
    defer { buffer.deallocate() }
    while true {
      let count = try source.read(buffer)
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer[..<count]
    }
  }

  // MARK: What may be opened

  @Test func `files beside and below the notebook are read`() throws {
    for (path, text) in [
      ("a.csv", "1,2\n"), ("data/b.csv", "3,4\n"), ("./data/../a.csv", "1,2\n"),
      ("data//b.csv", "3,4\n"),
    ] {
      let source = try open(path)
      #expect(source.expectedCount == 4)
      #expect(try rest(of: source) == text)
      try source.finish()
    }
  }

  @Test func `the notebook's folder may be the present one, or be reached through a link`() throws {
    let here = FileManager.default.currentDirectoryPath
    #expect(throws: DataFileError.notFound) {
      try FileSystem.disk.dataFiles("").open("no-such-file-in-\(here.utf8.count)")
    }
    try link("other", to: "notebooks")
    let files = FileSystem.disk.dataFiles(root.appendingPathComponent("other").path)
    #expect(try rest(of: files.open("a.csv")) == "1,2\n")
  }

  @Test func `links that stay within the folder are followed`() throws {
    try link("notebooks/link.csv", to: "data/b.csv")
    try link("notebooks/absolute.csv", to: folder.appendingPathComponent("a.csv").path)
    try link("notebooks/folder", to: "data")
    try link("notebooks/data/up.csv", to: "../a.csv")
    for (path, text) in [
      ("link.csv", "3,4\n"), ("absolute.csv", "1,2\n"), ("folder/b.csv", "3,4\n"),
      ("data/up.csv", "1,2\n"),
    ] {
      #expect(try rest(of: open(path)) == text, "\(path)")
    }
  }

  // MARK: What may not

  @Test func `links that leave the folder are refused`() throws {
    try link("notebooks/secret.csv", to: "../secret.csv")
    try link("notebooks/passwd", to: "/etc/passwd")
    try link("notebooks/out", to: "..")
    try link("notebooks/data/twice.csv", to: "../secret.csv")
    for path in [
      "secret.csv", "passwd", "out/secret.csv", "data/twice.csv", "out/notebooks/../secret.csv",
    ] {
      #expect(error(path) == .outside, "\(path)")
    }
    // The same without any link; the engine does not even ask for these.
    #expect(error("../secret.csv") == .outside)
    #expect(error("/etc/passwd") == .outside)
    // Out and in again is in.
    #expect(error("out/notebooks/a.csv") == nil)
  }

  @Test func `a folder whose name begins like the notebook's is outside`() throws {
    try FileManager.default.createDirectory(
      at: root.appendingPathComponent("notebooks2"), withIntermediateDirectories: true)
    try write("1\n", to: "notebooks2/a.csv")
    try link("notebooks/near.csv", to: "../notebooks2/a.csv")
    #expect(error("near.csv") == .outside)
  }

  @Test func `what is not there is not found`() throws {
    try link("notebooks/dangling.csv", to: "nothing.csv")
    for path in ["b.csv", "data/c.csv", "a.csv/b.csv", "dangling.csv"] {
      #expect(error(path) == .notFound, "\(path)")
    }
  }

  @Test func `a circle of links ends`() throws {
    try link("notebooks/one", to: "two")
    try link("notebooks/two", to: "one")
    guard case .unreadable = error("one") else {
      Issue.record("it was not refused")
      return
    }
  }

  @Test func `what is no file is refused, and nobody waits for a pipe`() throws {
    #expect(mkfifo(folder.appendingPathComponent("pipe.csv").path, 0o600) == 0)
    #expect(error("pipe.csv") == .notAFile("a pipe"))
    #expect(error("data") == .notAFile("a folder"))
    #expect(error(".") == .notAFile("a folder"))
    try link("notebooks/null", to: "/dev/null")
    #expect(error("null") == .outside)
    let devices = FileSystem.disk.dataFiles("/dev")
    #expect(throws: DataFileError.notAFile("a device")) { try devices.open("null") }
  }

  // MARK: Changes

  @Test func `a file that is written to while it is read is refused`() throws {
    for change in ["5,6\n", "1,2\n3,4\n", ""] {
      try write("1,2\n", to: "notebooks/a.csv")
      let source = try open("a.csv")
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 2, alignment: 1)
      defer { buffer.deallocate() }
      #expect(try source.read(buffer) == 2)
      try source.finish()
      try change.write(
        to: folder.appendingPathComponent("a.csv"), atomically: false, encoding: .utf8)
      // Within a tick of the system's clock even a changed file may have the time of the old one.
      try setTime(of: "a.csv", to: 1_000_000)
      #expect(throws: TableError.changed) { try source.finish() }
    }
  }

  @Test func `a file that is replaced or removed while it is read is refused`() throws {
    let replaced = try open("a.csv")
    try write("1,2\n", to: "notebooks/new.csv")
    #expect(
      rename(
        folder.appendingPathComponent("new.csv").path, folder.appendingPathComponent("a.csv").path)
        == 0)
    #expect(throws: TableError.changed) { try replaced.finish() }
    let removed = try open("a.csv")
    try FileManager.default.removeItem(at: folder.appendingPathComponent("a.csv"))
    #expect(throws: TableError.changed) { try removed.finish() }
  }

  private func setTime(of file: String, to seconds: TimeInterval) throws {
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: seconds)],
      ofItemAtPath: folder.appendingPathComponent(file).path)
  }
}
