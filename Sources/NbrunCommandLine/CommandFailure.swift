/// What keeps a command from doing its work; mistakes inside a notebook are diagnostics instead.
package struct CommandFailure: Error, Hashable, Sendable {
  package let exitCode: ExitCode
  /// One line, no full stop.
  package let message: String
  /// The way out, one line.
  package let help: String?

  package init(_ exitCode: ExitCode, _ message: String, help: String? = nil) {
    self.exitCode = exitCode
    self.message = message
    self.help = help
  }

  package static func usage(_ message: String, help: String? = nil) -> CommandFailure {
    CommandFailure(.usage, message, help: help)
  }

  static func unreadable(_ error: FileError) -> CommandFailure {
    guard !error.isDirectory else {
      return CommandFailure(
        .inputUnreadable, "`\(error.path)` is a folder, not a notebook",
        help: "name the notebooks in it: `\(error.path.withoutTrailingSlashes)/*.md`")
    }
    return CommandFailure(.inputUnreadable, "`\(error.path)` cannot be read: \(error.reason)")
  }

  static func unwritable(_ error: FileError, help: String? = nil) -> CommandFailure {
    CommandFailure(
      .outputNotWritable, "`\(error.path)` cannot be written: \(error.reason)", help: help)
  }

  /// Standard output took no more.
  static func unspeakable(_ error: FileError) -> CommandFailure {
    CommandFailure(.outputNotWritable, "\(error.path) cannot be written: \(error.reason)")
  }

  /// The failure as it stands on standard error.
  package var text: String {
    "nbrun: \(message)\n" + (help.map { "help: \($0)\n" } ?? "")
  }
}

extension String {
  var withoutTrailingSlashes: String {
    var result = self[...]
    while result.count > 1, result.last == "/" { result.removeLast() }
    return String(result)
  }
}
