/// What `nbrun` was asked to do.
package enum Invocation: Hashable, Sendable {
  case command(CommandName, Options)
  /// `--help`, of one command or of them all.
  case help(CommandName?)
  case version
}

package enum CommandName: String, CaseIterable, Sendable {
  case run, check, accept

  package var summary: String {
    switch self {
    case .run: "run notebooks, write their reports (what nbrun does when no command is named)"
    case .check: "run notebooks, write nothing, fail on any error"
    case .accept: "run notebooks, rewrite each `%=>` value that differs"
    }
  }
}

/// The settings of one invocation.
package struct Options: Hashable, Sendable {
  package var notebooks: [String] = []
  /// The folder for reports.
  package var output = "output"
  package var formats: Set<ReportFormat> = [.html, .markdown]
  package var parameters: [Parameter] = []
  package var verbosity = Verbosity.normal
  package var color = ColorChoice.auto
  /// Threads that work together; nil: one for each core.
  package var threads: Int?
  /// The file for what blocks took.
  package var timings: String?
  package var explainsPlan = false

  package init() {}

  /// `-P name=value`.
  package struct Parameter: Hashable, Sendable {
    package let name: String
    package let value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  package enum Verbosity: Hashable, Sendable { case quiet, normal, verbose }
}

package enum ReportFormat: String, CaseIterable, Sendable {
  case html
  case markdown = "md"
  case json
}

package enum ColorChoice: String, CaseIterable, Sendable { case auto, always, never }

/// Every option there is: the parser and the help read the same table.
package enum Option: String, CaseIterable, Sendable {
  case output, format, parameter, threads, timings
  case explainPlan = "explain-plan"
  case quiet, verbose, color, version, help

  package var long: String? {
    self == .parameter ? nil : "--\(rawValue)"
  }

  package var short: Character? {
    switch self {
    case .output: "o"
    case .parameter: "P"
    case .quiet: "q"
    case .verbose: "v"
    case .help: "h"
    case .format, .threads, .timings, .explainPlan, .color, .version: nil
    }
  }

  /// What stands behind the option in the help; nil for a flag.
  package var valueName: String? {
    switch self {
    case .output: "DIR"
    case .format: "LIST"
    case .parameter: "NAME=VALUE"
    case .color: "WHEN"
    case .threads: "N"
    case .timings: "FILE"
    case .explainPlan, .quiet, .verbose, .version, .help: nil
    }
  }

  package var summary: String {
    switch self {
    case .output: "the folder for reports (default: output)"
    case .format: "which reports to write, of html, md, json (default: html,md)"
    case .parameter: "replace the literal that the notebook assigns to NAME; repeatable"
    case .threads:
      "threads to work with, which changes no number (default: one a core)"
    case .timings: "write what each block took as JSON: time, steps, FLOP per second"
    case .explainPlan: "print the plan that each training step was compiled to"
    case .quiet: "say nothing but errors and warnings"
    case .verbose: "also say what was read and written, and how long it took"
    case .color: "colour messages: auto, always or never (default: auto)"
    case .version: "print the version"
    case .help: "print this text"
    }
  }

  /// The options a command takes.
  package static func allowed(for command: CommandName) -> [Option] {
    allCases.filter { option in
      switch option {
      case .output, .format, .timings, .explainPlan: command == .run
      // With values from outside, the notebook's own numbers say nothing.
      case .parameter: command != .accept
      default: true
      }
    }
  }
}
