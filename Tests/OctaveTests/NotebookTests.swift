import Diagnostics
import Foundation
import NotebookEngine
import Testing

@Suite struct NotebookTests {
  private static let notebooks: [URL] =
    ((try? FileManager.default.contentsOfDirectory(
      at: Repository.url("notebooks"), includingPropertiesForKeys: nil)) ?? [])
    .filter { $0.pathExtension == "md" }
    .sorted { $0.path < $1.path }

  @Test func `nbrun and Octave give the same values after every block of the notebooks`() throws {
    #expect(Self.notebooks.count >= 2)
    let replays = try Self.notebooks.map { try NotebookReplay($0) }
    let answers = try Octave.run(replays.map(\.script).joined(separator: "\n"))
    for (label, answer) in answers.sorted(by: { $0.key < $1.key }) {
      if case .refused(let message) = answer { Issue.record("\(label): Octave says: \(message)") }
    }
    for replay in replays {
      #expect(!replay.run.hasErrors, "\(replay.run.diagnostics.map(\.message))")
      #expect(replay.expected.count >= 20)
      for (label, value) in replay.expected {
        switch answers[label] {
        case .value(let expected):
          if let difference = difference(between: value, and: expected) {
            Issue.record("\(label): \(difference)")
          }
        case .refused: break
        case nil: Issue.record("\(label): Octave does not answer")
        }
      }
    }
  }
}
