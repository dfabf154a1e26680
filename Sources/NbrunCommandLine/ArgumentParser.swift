import Diagnostics

/// Reads the words of a command line; pure, so that tests need no process.
///
/// The first word that is no option names the command; without one it is a notebook of `run`.
/// `--name=value`, `--name value`, `-n value`, `-nvalue` and joined flags (`-qh`) are understood, an
/// option counts wherever it stands, the last of several wins, and `--` ends the options.
package struct ArgumentParser {
  private static let mostThreads = 64

  private var rest: ArraySlice<String>
  private var command: CommandName?
  private var options = Options()
  /// Options in order, to be judged once the command is known.
  private var seen: [Option] = []

  /// What `arguments`, without the program's name, ask for.
  package static func parse(_ arguments: [String]) throws(CommandFailure) -> Invocation {
    var parser = ArgumentParser(rest: arguments[...])
    return try parser.parse()
  }

  private init(rest: ArraySlice<String>) {
    self.rest = rest
  }

  private mutating func parse() throws(CommandFailure) -> Invocation {
    while let word = rest.popFirst() {
      if word == "--" {
        options.notebooks += rest
        rest = []
      } else if word.hasPrefix("--") {
        try readLong(word)
      } else if word.hasPrefix("-"), word.count > 1 {
        try readShort(word)
      } else {
        try readWord(word)
      }
      if seen.last == .help { return .help(command ?? commandAhead()) }
      if seen.last == .version { return .version }
    }
    let command = command ?? .run
    for option in seen where !Option.allowed(for: command).contains(option) {
      throw .usage(
        "`\(option.name)` has no meaning for `\(command.rawValue)`", help: seeHelp(command))
    }
    guard !options.notebooks.isEmpty else {
      throw .usage("no notebook is named", help: "`nbrun notebooks/backprop.md`; \(seeHelp())")
    }
    return .command(command, options)
  }

  // MARK: - Words

  private mutating func readWord(_ word: String) throws(CommandFailure) {
    guard word != "-" else {
      throw .usage(
        "`-` is not a notebook", help: "reports are named after a file: save the text in one")
    }
    guard !word.isEmpty else { throw .usage("a notebook's path is empty", help: seeHelp()) }
    if command == nil, options.notebooks.isEmpty {
      command = CommandName(rawValue: word)
      if command != nil { return }
      if word == "help" { return readHelpCommand() }
      guard word.contains(where: { $0 == "." || $0 == "/" }) else { throw unknownCommand(word) }
    }
    options.notebooks.append(word)
  }

  /// `nbrun help check` is `nbrun check --help`.
  private mutating func readHelpCommand() {
    command = rest.first.flatMap(CommandName.init(rawValue:))
    seen.append(.help)
  }

  /// The command behind a `--help` that stands before it.
  private func commandAhead() -> CommandName? {
    rest.first { !$0.hasPrefix("-") }.flatMap(CommandName.init(rawValue:))
  }

  private func unknownCommand(_ word: String) -> CommandFailure {
    let commands = CommandName.allCases.map(\.rawValue)
    let file = "a notebook of that name is written `./\(word)`"
    if let name = closestName(to: word, among: commands) {
      return .usage("unknown command `\(word)`", help: "did you mean `\(name)`? \(file)")
    }
    return .usage(
      "unknown command `\(word)`", help: "there are \(quoted(commands, with: "and")); \(file)")
  }

  // MARK: - Options

  private mutating func readLong(_ word: String) throws(CommandFailure) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard let option = Option.allCases.first(where: { $0.long == name }) else {
      throw unknownOption(name)
    }
    let value = parts.count > 1 ? String(parts[1]) : nil
    if option.valueName == nil {
      guard value == nil else { throw .usage("`\(name)` takes no value", help: seeHelp(command)) }
      try apply(option, value: "", spelled: name)
    } else {
      let given = if let value { value } else { try valueBehind(option, spelled: name) }
      try apply(option, value: given, spelled: name)
    }
  }

  private mutating func readShort(_ word: String) throws(CommandFailure) {
    // `-output` is a slip for `--output` and not the folder `utput`.
    let slip = word.prefix { $0 != "=" }
    guard !Option.allCases.contains(where: { $0.long == "-\(slip)" }) else {
      throw unknownOption(String(slip))
    }
    var letters = word.dropFirst()
    while let letter = letters.popFirst() {
      let name = "-\(letter)"
      guard let option = Option.allCases.first(where: { $0.short == letter }) else {
        throw unknownOption(word.count == 2 ? name : word)
      }
      guard option.valueName != nil else {
        try apply(option, value: "", spelled: name)
        continue
      }
      if letters.first == "=" { letters.removeFirst() }
      let value = letters.isEmpty ? try valueBehind(option, spelled: name) : String(letters)
      letters = ""
      try apply(option, value: value, spelled: name)
    }
  }

  private mutating func valueBehind(
    _ option: Option, spelled name: String
  ) throws(CommandFailure) -> String {
    let wanted = option.valueName ?? ""
    guard let next = rest.first else {
      throw .usage("`\(name)` needs a value", help: "`\(name) \(wanted)`: \(option.summary)")
    }
    guard !next.hasPrefix("-") || next == "-" else {
      let joined = option.long.map { "\($0)=\(next)" } ?? "\(name)\(next)"
      throw .usage("`\(name)` needs a value before `\(next)`", help: "if meant: `\(joined)`")
    }
    rest.removeFirst()
    return next
  }

  private func unknownOption(_ name: String) -> CommandFailure {
    let candidates = Option.allCases.compactMap(\.long)
    let bare = String(name.drop { $0 == "-" })
    let near = closestName(to: "--\(bare)", among: candidates)
    if let exact = candidates.first(where: { $0 == "--\(bare)" }) ?? near {
      return .usage("unknown option `\(name)`", help: "did you mean `\(exact)`?")
    }
    return .usage("unknown option `\(name)`", help: seeHelp(command))
  }

  // MARK: - Values

  private mutating func apply(
    _ option: Option, value: String, spelled name: String
  ) throws(CommandFailure) {
    seen.append(option)
    switch option {
    case .output:
      guard !value.isEmpty else {
        throw .usage("`\(name)` needs the name of a folder", help: seeHelp(.run))
      }
      options.output = value
    case .format:
      options.formats = []
      for part in value.split(separator: ",", omittingEmptySubsequences: false) {
        options.formats.insert(try Self.choice(String(part), for: name))
      }
    case .parameter: options.parameters.append(try parameter(value, spelled: name))
    case .threads: options.threads = try threadCount(value, spelled: name)
    case .timings:
      guard !value.isEmpty else { throw .usage("`\(name)` needs a file", help: seeHelp(.run)) }
      options.timings = value
    case .explainPlan: options.explainsPlan = true
    case .color: options.color = try Self.choice(value, for: name)
    case .quiet: options.verbosity = .quiet
    case .verbose: options.verbosity = .verbose
    case .version, .help: break
    }
  }

  private func threadCount(
    _ text: String, spelled name: String
  ) throws(CommandFailure) -> Int {
    guard let count = Int(text), 1...Self.mostThreads ~= count else {
      throw .usage(
        "`\(name) \(text)`: the number of threads is from 1 to \(Self.mostThreads)",
        help: "without it there is one for each core")
    }
    return count
  }

  private func parameter(
    _ text: String, spelled name: String
  ) throws(CommandFailure) -> Options.Parameter {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw .usage("`\(name) \(text)` is not of the form NAME=VALUE", help: "such as `-P h=0.1`")
    }
    let parameter = Options.Parameter(name: String(parts[0]), value: String(parts[1]))
    guard !options.parameters.contains(where: { $0.name == parameter.name }) else {
      throw .usage("`\(parameter.name)` is given a value twice", help: "keep one")
    }
    return parameter
  }

  /// The value named `text` of a closed set.
  private static func choice<Value: RawRepresentable & CaseIterable>(
    _ text: String, for option: String
  ) throws(CommandFailure) -> Value where Value.RawValue == String {
    if let value = Value(rawValue: text) { return value }
    let names = Value.allCases.map(\.rawValue)
    let help =
      didYouMean(text, among: names) ?? "write \(quoted(names, with: "or"))"
    throw .usage("`\(text)` is not a value of `\(option)`", help: help)
  }

  private func seeHelp(_ command: CommandName? = nil) -> String {
    "see `nbrun \(command.map { "\($0.rawValue) " } ?? "")--help`"
  }
}

extension Option {
  /// As messages name it.
  var name: String { long ?? short.map { "-\($0)" } ?? rawValue }
}

/// "`a`, `b` and `c`".
private func quoted(_ words: [String], with conjunction: String) -> String {
  listed(words.map { "`\($0)`" }, with: conjunction)
}
