import Foundation
import Testing

/// The `nbrun` that was built together with the tests.
enum BuiltBinary {
  struct Result {
    let exitCode: Int32
    let output: String
    let error: String
  }

  /// Beside the test bundle, which is the running program on Linux and named to it on macOS.
  static var url: URL {
    get throws {
      let arguments = CommandLine.arguments
      var candidates = [URL(fileURLWithPath: arguments[0])]
      if let index = arguments.firstIndex(of: "--test-bundle-path"), index + 1 < arguments.count {
        candidates.append(URL(fileURLWithPath: arguments[index + 1]))
      }
      for candidate in candidates {
        // A bundle of macOS is a folder with the program three levels down.
        var folder = candidate.resolvingSymlinksInPath().deletingLastPathComponent()
        for _ in 0..<4 {
          let binary = folder.appendingPathComponent("nbrun")
          var isDirectory: ObjCBool = false
          if FileManager.default.fileExists(atPath: binary.path, isDirectory: &isDirectory),
            !isDirectory.boolValue
          {
            return binary
          }
          folder.deleteLastPathComponent()
        }
      }
      throw Missing(candidates: candidates.map(\.path))
    }
  }

  struct Missing: Error {
    let candidates: [String]
  }

  /// Runs it in `folder`, with nothing on standard input, and waits for its end.
  ///
  /// - Parameter launcher: a command that is given the binary and `arguments` as its own arguments.
  static func run(
    _ arguments: [String], in folder: TemporaryFolder, startedBy launcher: [String] = []
  ) throws -> Result {
    let words = try launcher + [url.path] + arguments
    let process = Process()
    process.executableURL = URL(fileURLWithPath: words[0])
    process.arguments = Array(words.dropFirst())
    process.currentDirectoryURL = folder.url
    process.standardInput = FileHandle.nullDevice
    // Files instead of pipes: a full pipe would stop the program while nobody reads.
    let streams = try TemporaryFolder()
    let output = try streams.newFile("output")
    let error = try streams.newFile("error")
    process.standardOutput = output
    process.standardError = error
    try process.run()
    process.waitUntilExit()
    return Result(
      exitCode: process.terminationStatus, output: try streams.text("output"),
      error: try streams.text("error"))
  }
}

/// A folder that is there as long as this value.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("nbrun-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func write(_ text: String, to path: String) throws {
    let file = url.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: url.appendingPathComponent(path)), as: UTF8.self)
  }

  func newFile(_ path: String) throws -> FileHandle {
    try write("", to: path)
    return try FileHandle(forWritingTo: url.appendingPathComponent(path))
  }

  /// Every file below the folder, sorted, with its contents.
  func contents() throws -> [(path: String, data: Data)] {
    let enumerator = FileManager.default.enumerator(atPath: url.path)
    let paths = (enumerator?.allObjects as? [String] ?? []).sorted()
    return try paths.compactMap { path in
      var isDirectory: ObjCBool = false
      let file = url.appendingPathComponent(path)
      guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isDirectory),
        !isDirectory.boolValue
      else { return nil }
      return (path, try Data(contentsOf: file))
    }
  }

  func paths() throws -> [String] { try contents().map(\.path) }
}
