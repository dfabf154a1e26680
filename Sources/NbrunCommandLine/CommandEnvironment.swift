#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What lies outside the process: files, the two streams, the terminal, the clock.
package struct CommandEnvironment: Sendable {
  package var files: FileSystem
  package var writeOutput: @Sendable (String) throws(FileError) -> Void
  /// Messages; there is nobody left to tell if this fails.
  package var writeError: @Sendable (String) -> Void
  /// Standard error's width in characters if it is a terminal, else nil.
  package var terminalWidth: Int?
  package var variable: @Sendable (_ name: String) -> String?
  /// Nanoseconds from some fixed moment.
  package var now: @Sendable () -> UInt64

  package init(
    files: FileSystem, writeOutput: @escaping @Sendable (String) throws(FileError) -> Void,
    writeError: @escaping @Sendable (String) -> Void, terminalWidth: Int?,
    variable: @escaping @Sendable (_ name: String) -> String?, now: @escaping @Sendable () -> UInt64
  ) {
    self.files = files
    self.writeOutput = writeOutput
    self.writeError = writeError
    self.terminalWidth = terminalWidth
    self.variable = variable
    self.now = now
  }

  /// Colour on a terminal that has it, unless the option or `NO_COLOR` (no-color.org) says otherwise.
  package func usesColor(_ choice: ColorChoice) -> Bool {
    switch choice {
    case .always: true
    case .never: false
    case .auto:
      terminalWidth != nil && (variable("NO_COLOR") ?? "").isEmpty && variable("TERM") != "dumb"
    }
  }

  /// The real one.
  package static var process: CommandEnvironment {
    CommandEnvironment(
      files: .disk,
      writeOutput: { text throws(FileError) in
        try writeAll(Array(text.utf8), to: STDOUT_FILENO, path: "standard output")
      },
      writeError: { text in
        try? writeAll(Array(text.utf8), to: STDERR_FILENO, path: "standard error")
      },
      terminalWidth: isatty(STDERR_FILENO) == 1 ? columns(of: STDERR_FILENO) : nil,
      variable: { name in getenv(name).map { String(cString: $0) } },
      now: { monotonicNanoseconds() })
  }
}

private func columns(of descriptor: Int32) -> Int {
  var size = winsize()
  guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
  return Int(size.ws_col)
}

private func monotonicNanoseconds() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
