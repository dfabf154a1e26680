import NotebookEngine
import Synchronization
import Testing

@testable import NbrunCommandLine

@Suite struct ProgressLineTests {
  private func progress(
    _ step: Int, of steps: Int = 1000, run: String = "train-1"
  ) -> NotebookRunner.TrainingProgress {
    NotebookRunner.TrainingProgress(run: run, step: step, steps: steps, loss: 0.03125)
  }

  /// A line whose clock shows what `time` holds, in milliseconds, and what was written on it.
  private final class Terminal: Sendable {
    let time = Mutex<UInt64>(5000)
    let text = Mutex("")

    func line(width: Int = 80) -> ProgressLine {
      ProgressLine(
        width: width, now: { [self] in time.withLock { $0 * 1_000_000 } },
        write: { [self] text in self.text.withLock { $0 += text } })
    }

    func wait(_ milliseconds: UInt64) { time.withLock { $0 += milliseconds } }

    func read() -> String {
      text.withLock { text in
        defer { text = "" }
        return text
      }
    }
  }

  @Test func `a short run leaves no trace`() {
    let terminal = Terminal()
    let line = terminal.line()
    for step in 0..<100 {
      line.show(progress(step))
      terminal.wait(2)
    }
    line.clear()
    #expect(terminal.read() == "")
  }

  @Test func `a long run is rewritten ten times a second and cleared`() {
    let terminal = Terminal()
    let line = terminal.line()
    line.show(progress(0))
    terminal.wait(250)
    line.show(progress(250))
    #expect(
      terminal.read()
        == "\rtrain-1: step 250 of 1000, loss 0.03125, 1 000 steps/s, 1 s left\u{1B}[K")
    terminal.wait(99)
    line.show(progress(349))
    #expect(terminal.read() == "")
    terminal.wait(1)
    line.show(progress(350))
    #expect(terminal.read().hasPrefix("\rtrain-1: step 350"))
    line.clear()
    #expect(terminal.read() == "\r\u{1B}[K")
    line.clear()
    #expect(terminal.read() == "")
  }

  @Test func `fast steps are shown too`() {
    let terminal = Terminal()
    let line = terminal.line()
    // 1000 steps in each millisecond.
    for millisecond in 0..<400 {
      for step in 0..<1000 { line.show(progress(millisecond * 1000 + step, of: 1_000_000)) }
      terminal.wait(1)
    }
    let count = terminal.read().split(separator: "\r").count
    #expect(count == 2)
  }

  @Test func `the next run has its own clock`() {
    let terminal = Terminal()
    let line = terminal.line()
    line.show(progress(0))
    terminal.wait(1000)
    line.show(progress(0, run: "train-2"))
    #expect(terminal.read() == "")
  }

  @Test func `a narrow terminal cuts the line`() {
    let terminal = Terminal()
    let line = terminal.line(width: 13)
    line.show(progress(0))
    terminal.wait(1000)
    line.show(progress(10))
    #expect(terminal.read() == "\rtrain-1: ste\u{1B}[K")
  }

  @Test(arguments: [
    (0.0123456, "0.0123"), (0.25, "0.25"), (2, "2"), (12.34, "12.3"), (99.96, "100"),
    (817.4, "817"), (1234, "1 230"), (52_349, "52 300"), (1_234_567, "1 230 000"),
    (Double.infinity, "many"),
  ])
  func `a speed has three digits in groups of three`(perSecond: Double, text: String) {
    #expect(ProgressLine.speed(perSecond: perSecond) == text)
  }

  @Test(arguments: [
    (0.2, "1 s"), (59, "59 s"), (59.5, "1 min 0 s"), (125, "2 min 5 s"), (12_000, "3 h 20 min"),
    (Double.infinity, "277777 h 46 min"),
  ])
  func `durations are whole and in two units at most`(seconds: Double, text: String) {
    #expect(ProgressLine.duration(seconds: seconds) == text)
  }
}
