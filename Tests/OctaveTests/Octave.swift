import Foundation
import LinearAlgebra

/// GNU Octave as a judge of nbrun's numbers.
enum Octave {
  /// What Octave answered to one label of a script.
  enum Answer: Equatable {
    case value(Matrix)
    case refused(String)
  }

  struct Missing: Error, CustomStringConvertible {
    let description =
      "Octave is not on PATH, and without it nothing judges nbrun's numbers: run `make setup-tests`"
  }

  struct Failed: Error, CustomStringConvertible {
    let description: String
  }

  /// Runs `script` in one Octave process, with nbrun's functions defined, and collects what
  /// `nbrun_judge` and `nbrun_refuse` printed, by label.
  static func run(_ script: String) throws -> [String: Answer] {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("nbrun-octave-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let judge = Repository.url("Tests/Octave/judge.m").path
    let program = folder.appendingPathComponent("program.m")
    let messages = folder.appendingPathComponent("messages")
    try Data("source(\(quoted(judge)));\n\(script)\n".utf8).write(to: program)
    try Data().write(to: messages)

    let process = Process()
    process.executableURL = try executable()
    process.arguments = ["--no-init-file", "--no-site-file", "--quiet", program.path]
    let output = Pipe()
    process.standardOutput = output
    // A file, because a full pipe that nobody reads would stop Octave.
    process.standardError = try FileHandle(forWritingTo: messages)
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let message = (try? String(contentsOf: messages, encoding: .utf8)) ?? ""
      throw Failed(description: "Octave stopped with \(process.terminationStatus): \(message)")
    }
    var answers: [String: Answer] = [:]
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ", maxSplits: 2).map(String.init)
      guard words.count == 3, let answer = Answer(words[1], words[2]) else { continue }
      answers[words[0]] = answer
    }
    return answers
  }

  private static func executable() throws -> URL {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    for name in ["octave-cli", "octave"] {
      for folder in path.split(separator: ":") {
        let url = URL(fileURLWithPath: String(folder)).appendingPathComponent(name)
        if FileManager.default.isExecutableFile(atPath: url.path) { return url }
      }
    }
    throw Missing()
  }

  /// `text` as a string of Octave.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for character in text {
      switch character {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "\n": result += "\\n"
      default: result.append(character)
      }
    }
    return result + "\""
  }

  /// `matrix` as a literal that Octave reads back to the same doubles.
  static func literal(_ matrix: Matrix) -> String {
    guard matrix.shape.count > 0 else { return "zeros(\(matrix.rows), \(matrix.columns))" }
    let rows = (0..<matrix.rows).map { row in
      (0..<matrix.columns).map { column in
        let entry = matrix[row, column]
        if entry.isNaN { return "NaN" }
        return entry.isInfinite ? (entry < 0 ? "-Inf" : "Inf") : "\(entry)"
      }.joined(separator: ", ")
    }
    return "[" + rows.joined(separator: "; ") + "]"
  }
}

extension Octave.Answer {
  /// The rest of a line behind its label: `value ROWS COLUMNS ENTRY…`, or `refused MESSAGE`.
  fileprivate init?(_ kind: String, _ rest: String) {
    switch kind {
    case "value":
      let numbers = rest.split(separator: " ")
      guard numbers.count >= 2, let rows = Int(numbers[0]), let columns = Int(numbers[1]) else {
        return nil
      }
      let entries = numbers.dropFirst(2).compactMap { Double($0.lowercased()) }
      guard entries.count == rows * columns else { return nil }
      self = .value(Matrix(Shape(rows, columns), entries))
    case "refused": self = .refused(rest)
    default: return nil
    }
  }
}

enum Repository {
  /// A file of the repository.
  static func url(_ path: String) -> URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent(path)
  }
}
