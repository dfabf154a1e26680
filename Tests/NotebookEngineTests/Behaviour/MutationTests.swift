import Diagnostics
import NotebookEngine
import NotebookSyntax
import Testing

/// Notebooks with slips of the finger: whatever is written, nbrun answers.
@Suite struct MutationTests {
  /// A linear congruential generator (Knuth, MMIX): the same slips in every run.
  private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      // The low bits of such a generator are poor.
      return state >> 32 | state << 32
    }
  }

  @Test(arguments: BehaviourNotebook.all.filter { !$0.claim.contains("huge") })
  func `a notebook with slips runs to its end`(_ notebook: BehaviourNotebook) {
    var generator = Generator(state: UInt64(notebook.source.utf8.count))
    for _ in 0..<25 {
      var text = notebook.source.utf8
      for _ in 0..<Int.random(in: 1...6, using: &generator) { slip(&text, &generator) }
      let source = SourceFile(path: "slips.md", utf8: text)
      let parsed = NotebookParser.parse(source)
      var options = NotebookRunner.Options()
      options.files = NotebookFiles(of: parsed.notebook).dataFiles
      let run = NotebookRunner.run(
        parsed.notebook, diagnostics: parsed.diagnostics, options: options)
      #expect(run.cells.count == parsed.notebook.cells.count)
      for diagnostic in run.diagnostics {
        let range = diagnostic.range ?? SourceRange(0, 0)
        #expect(range.start >= 0 && range.start <= range.end && range.end <= text.count)
        #expect(!DiagnosticFormatter().format(diagnostic, in: source).isEmpty)
      }
    }
  }

  /// Leaves out, doubles, replaces or moves one byte. Digits stay: a longer number could mean a longer
  /// training, and that is no mistake.
  private func slip(_ text: inout [UInt8], _ generator: inout Generator) {
    let places = text.indices.filter { !(0x30...0x39).contains(text[$0]) }
    guard let place = places.randomElement(using: &generator) else { return }
    let signs = Array("()[];,:.'\"@=+-*/^!~<>&|%#`$ \nabWX".utf8)
    switch Int.random(in: 0..<4, using: &generator) {
    case 0 where place + 1 < text.count && place > 0: text.remove(at: place)
    case 1: text.insert(text[place], at: place)
    case 2: text[place] = signs.randomElement(using: &generator) ?? text[place]
    default:
      let byte = text.remove(at: place)
      text.insert(byte, at: min(text.count, place + Int.random(in: 1...3, using: &generator)))
    }
  }
}
