import Foundation
import Testing

/// Compares texts with the files beside the tests. With `RECORD_SNAPSHOTS=1` a differing file is written
/// anew, and the test fails all the same: a recorded text must be looked at first.
enum Snapshot {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "Snapshots")

  /// Every name that a test compares with; a file beside them that is not listed is left over.
  static let names: Set<String> = [
    "seed.html", "seed.md", "seed.json", "mistakes.html", "mistakes.md", "mistakes.json",
    "sweep.html", "sweep.md", "sweep.json", "plot-200.svg",
    "plot-200.svg", "data.html", "data.md", "data.json",
  ]

  static func expect(
    _ text: String, matches name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    #expect(names.contains(name), "list \(name) in Snapshot.names", sourceLocation: sourceLocation)
    let file = folder.appending(path: name)
    let recorded = try? String(contentsOf: file, encoding: .utf8)
    if recorded == text { return }
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("recorded \(name): look at it", sourceLocation: sourceLocation)
      return
    }
    Issue.record(
      "\(name) differs:\n\(firstDifference(recorded ?? "", text))", sourceLocation: sourceLocation)
  }

  private static func firstDifference(_ recorded: String, _ text: String) -> String {
    let (old, new) = (recorded.split(separator: "\n"), text.split(separator: "\n"))
    let line = zip(old, new).prefix { $0 == $1 }.count
    return "line \(line + 1)\n- \(line < old.count ? old[line] : "(end)")"
      + "\n+ \(line < new.count ? new[line] : "(end)")"
  }
}
