import LinearAlgebra
import NotebookEngine
import Synchronization

/// A line on the terminal, rewritten in place, that tells where a long training run is.
///
/// A run shorter than a quarter of a second leaves no trace, and the line is rewritten ten times a
/// second: a flicker helps nobody, and writing must not slow the training down.
final class ProgressLine: Sendable {
  private struct State {
    var run: String?
    var runStart: UInt64 = 0
    var lastWrite: UInt64 = 0
    var lastLook: UInt64 = 0
    /// Steps between two looks at the clock, and those left until the next.
    var stride = 1
    var stepsLeft = 1
    var isVisible = false
  }

  private static let patience: UInt64 = 250_000_000
  private static let interval: UInt64 = 100_000_000

  private let state = Mutex(State())
  private let width: Int
  private let now: @Sendable () -> UInt64
  private let write: @Sendable (String) -> Void

  init(
    width: Int, now: @escaping @Sendable () -> UInt64, write: @escaping @Sendable (String) -> Void
  ) {
    self.width = width
    self.now = now
    self.write = write
  }

  func show(_ progress: NotebookRunner.TrainingProgress) {
    state.withLock { state in
      if state.run != progress.run {
        let time = now()
        state = State(
          run: progress.run, runStart: time, lastLook: time, isVisible: state.isVisible)
        return
      }
      // A step may take less than a look at the clock: many are left out while they are that fast.
      state.stepsLeft -= 1
      guard state.stepsLeft == 0 else { return }
      let time = now()
      state.stride = time - state.lastLook < 1_000_000 ? min(state.stride * 2, 4096) : 1
      state.stepsLeft = state.stride
      state.lastLook = time
      let elapsed = time - state.runStart
      guard elapsed >= Self.patience, time - state.lastWrite >= Self.interval else { return }
      state.lastWrite = time
      state.isVisible = true
      // One column less than there is: a full line would wrap on some terminals.
      write("\r\(Self.text(progress, elapsed: elapsed).prefix(max(0, width - 1)))\u{1B}[K")
    }
  }

  /// Takes the line off the terminal, before anything else is written there.
  func clear() {
    state.withLock { state in
      if state.isVisible { write("\r\u{1B}[K") }
      state.isVisible = false
      state.run = nil
    }
  }

  /// "train-1: step 1200 of 10000, loss 0.0312, 52 300 steps/s, 4 s left".
  static func text(_ progress: NotebookRunner.TrainingProgress, elapsed: UInt64) -> String {
    var text = "\(progress.run): step \(progress.step) of \(progress.steps)"
    text += ", loss \(formatted(progress.loss, significantDigits: 4))"
    if progress.step > 0, progress.steps >= progress.step, elapsed > 0 {
      let perSecond = Double(progress.step) / Double(elapsed) * 1e9
      text += ", \(speed(perSecond: perSecond)) steps/s"
      let remaining = Double(progress.steps - progress.step) / perSecond
      text += ", \(duration(seconds: remaining)) left"
    }
    return text
  }

  /// Three digits, in groups of three: "52 300", "817", "0.25".
  static func speed(perSecond: Double) -> String {
    guard perSecond < 1e15 else { return "many" }
    let rounded = formatted(perSecond, significantDigits: 3, wholeLimit: 1)
    let number = Double(rounded) ?? perSecond
    guard number >= 100 else { return rounded }
    var digits = Array(String(Int(number)))
    for place in stride(from: digits.count - 3, to: 0, by: -3) { digits.insert(" ", at: place) }
    return String(digits)
  }

  /// "4 s", "2 min 5 s", "3 h 20 min".
  static func duration(seconds: Double) -> String {
    let whole = Int(min(seconds.rounded(.up), 1e9))
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }
}
