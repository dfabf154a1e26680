/// `nbrun --help`, and each command's own.
package enum HelpText {
  package static func text(for command: CommandName?) -> String {
    guard let command else { return overview }
    let usage =
      command == .run
      ? "nbrun [run] NOTEBOOK… [options]" : "nbrun \(command.rawValue) NOTEBOOK… [options]"
    return """
      \(sentence(command.summary))

      Usage: \(usage)

      \(explanation(of: command))

      Options:
      \(table(Option.allowed(for: command)))

      """
  }

  private static var overview: String {
    let width = CommandName.allCases.map(\.rawValue.count).max() ?? 0
    let commands = CommandName.allCases.map { command in
      "  \(command.rawValue.padded(to: width))  \(command.summary)"
    }
    return """
      nbrun runs Markdown notebooks of matrices and networks and writes what they say as a report.

      Usage: nbrun [run] NOTEBOOK… [options]
             nbrun COMMAND NOTEBOOK… [options]

      Commands:
      \(commands.joined(separator: "\n"))

      Options:
      \(table(Option.allCases))

      Exit codes: 0 fine, 1 a notebook has errors, 64 wrong usage, 66 input unreadable,
      70 a fault of nbrun, 73 output not writable.

      `nbrun COMMAND --help` tells more about a command.

      """
  }

  private static func explanation(of command: CommandName) -> String {
    switch command {
    case .run:
      """
      For NAME.md writes NAME.html, NAME.md and, if asked for, NAME.json into the output folder,
      with the assets they share. A file is written beside its place and renamed, never half; one
      that would not change is left alone. A notebook with errors gets a report too, with the
      messages in their place, and exit code 1.
      """
    case .check:
      """
      Prints errors and warnings. A value that differs from its `%=>` and an `assert` that does not
      hold are errors; with -P no `%=>` is compared. Exit code 1 if there are any.
      """
    case .accept:
      """
      A `%=>` value that the computed one differs from is rewritten with as many digits as it had,
      and nothing else in the file is touched. What was changed is printed.
      """
    }
  }

  private static func table(_ options: [Option]) -> String {
    let rows = options.map { option in
      let short = option.short.map { "-\($0)" } ?? "  "
      let separator = option.short != nil && option.long != nil ? ", " : "  "
      let value = option.valueName.map { " \($0)" } ?? ""
      return (names: "\(short)\(option.long.map { separator + $0 } ?? "")\(value)", option.summary)
    }
    let width = rows.map(\.names.count).max() ?? 0
    return rows.map { "  \($0.names.padded(to: width))  \($0.1)" }.joined(separator: "\n")
  }

  private static func sentence(_ text: String) -> String {
    "\(text.prefix(1).uppercased())\(text.dropFirst())."
  }
}

extension String {
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - count))
  }
}
