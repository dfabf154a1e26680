import Diagnostics
import Foundation
import NotebookEngine
import NotebookSyntax
import Testing

/// A file of `Tests/Notebooks`: one behaviour, named as a claim.
struct BehaviourNotebook: Sendable, CustomTestStringConvertible {
  /// The file's name without ending.
  let claim: String
  let source: SourceFile

  var testDescription: String { claim.replacingOccurrences(of: "-", with: " ") }

  var text: String { String(decoding: source.utf8, as: UTF8.self) }

  func run() -> NotebookRun {
    let parsed = NotebookParser.parse(source)
    var options = NotebookRunner.Options()
    options.files = NotebookFiles(of: parsed.notebook).dataFiles
    return NotebookRunner.run(parsed.notebook, diagnostics: parsed.diagnostics, options: options)
  }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Notebooks")

  /// All of them, by name.
  static let all: [BehaviourNotebook] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
    return names.filter { $0.hasSuffix(".md") }.sorted().compactMap { name in
      guard let data = try? Data(contentsOf: folder.appending(path: name)) else { return nil }
      return BehaviourNotebook(
        claim: String(name.dropLast(3)), source: SourceFile(path: name, utf8: Array(data)))
    }
  }()
}

/// Runs a notebook that stands in a test.
func run(
  _ text: String, parameters: [(name: String, value: String)] = [], path: String = "test.md",
  keepsAllValues: Bool = true
) -> NotebookRun {
  let parsed = NotebookParser.parse(SourceFile(path: path, text: text))
  var options = NotebookRunner.Options()
  options.keepsAllValues = keepsAllValues
  options.parameters = parameters
  options.files = NotebookFiles(of: parsed.notebook).dataFiles
  return NotebookRunner.run(parsed.notebook, diagnostics: parsed.diagnostics, options: options)
}
