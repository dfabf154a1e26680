import Diagnostics
import Foundation
import Testing

/// `docs/DIAGNOSTICS.md` explains each identifier under a heading of its own, with messages that the
/// notebooks of `Tests/Notebooks` give.
@Suite struct DiagnosticsDocumentTests {
  private static let lines: [String] = {
    let file = BehaviourNotebook.folder.deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "docs/DIAGNOSTICS.md")
    let text = String(decoding: (try? Data(contentsOf: file)) ?? Data(), as: UTF8.self)
    return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }()

  @Test func `the document has a heading for every identifier and no other`() {
    let headings = Self.lines.filter { $0.hasPrefix("### ") }.map { String($0.dropFirst(4)) }
    #expect(Set(headings).count == headings.count)
    let codes = Set(DiagnosticCode.allCases.map(\.rawValue))
    #expect(codes.subtracting(headings).sorted() == [])
    #expect(Set(headings).subtracting(codes).sorted() == [])
  }

  @Test func `every identifier has an example that a notebook gives`() {
    var given: Set<String> = []
    var helps: Set<String> = []
    for notebook in BehaviourNotebook.all {
      for stated in StatedDiagnostic.all(in: notebook.text) {
        given.insert("\(stated.kind.rawValue) \(stated.code): \(stated.message)")
        if let help = stated.help { helps.insert("help: \(help)") }
      }
    }
    var code = ""
    var examples: [String: Int] = [:]
    for line in Self.lines {
      if line.hasPrefix("### ") { code = String(line.dropFirst(4)) }
      if line.hasPrefix("error ") || line.hasPrefix("warning ") || line.hasPrefix("remark ") {
        examples[code, default: 0] += 1
        #expect(line.contains(" \(code): "), "an example of another identifier: \(line)")
        #expect(given.contains(line), "no notebook gives: \(line)")
      }
      if line.hasPrefix("help: ") { #expect(helps.contains(line), "no notebook gives: \(line)") }
    }
    for code in DiagnosticCode.allCases.map(\.rawValue) {
      #expect(examples[code, default: 0] > 0, "\(code) has no example")
    }
  }
}
