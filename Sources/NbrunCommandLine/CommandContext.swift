import Diagnostics
import NotebookEngine
import NotebookSyntax

/// What the commands share: reading and running a notebook, and speaking to the user.
struct CommandContext {
  let options: Options
  let environment: CommandEnvironment
  private let formatter: DiagnosticFormatter
  private let progressLine: ProgressLine?

  init(options: Options, environment: CommandEnvironment) {
    self.options = options
    self.environment = environment
    formatter = DiagnosticFormatter(usesColor: environment.usesColor(options.color))
    let showsProgress = options.verbosity != .quiet
    progressLine = environment.terminalWidth.flatMap { width in
      guard showsProgress else { return nil }
      return ProgressLine(width: width, now: environment.now, write: environment.writeError)
    }
  }

  /// Does `work` for each notebook and returns the most serious exit code.
  ///
  /// What is wrong with one notebook does not keep the others from being run; an output that cannot
  /// be written does.
  func forEachNotebook(
    _ work: (_ path: String, _ counts: inout DiagnosticCounts) throws(CommandFailure) -> ExitCode
  ) throws(CommandFailure) -> ExitCode {
    var code = ExitCode.success
    var total = DiagnosticCounts()
    for path in options.notebooks {
      var counts = DiagnosticCounts()
      do {
        code = code.combined(with: try work(path, &counts))
      } catch {
        guard error.exitCode == .inputUnreadable else { throw error }
        environment.writeError(error.text)
        code = code.combined(with: error.exitCode)
      }
      total += counts
    }
    if total.errors > 0, options.verbosity != .quiet { environment.writeError("\(total)\n") }
    return code
  }

  /// Reads the notebook at `path` and runs it.
  func run(_ path: String) throws(CommandFailure) -> NotebookRun {
    let source = SourceFile(path: path, utf8: try read(path))
    let start = environment.now()
    let parsed = NotebookParser.parse(source)
    var engineOptions = NotebookRunner.Options()
    engineOptions.parameters = options.parameters.map { ($0.name, $0.value) }
    engineOptions.files = environment.files.dataFiles(parentFolder(of: path))
    engineOptions.keepsAllValues = options.formats.contains(.json)
    engineOptions.threads = options.threads
    if options.timings != nil { engineOptions.now = environment.now }
    engineOptions.explainsPlans = options.explainsPlan
    if let progressLine { engineOptions.progress = { progressLine.show($0) } }
    let run = NotebookRunner.run(
      parsed.notebook, diagnostics: parsed.diagnostics, options: engineOptions)
    progressLine?.clear()
    for other in run.filesRead where other != path { explain("read \(other)") }
    explain("ran \(path) in \(milliseconds(from: start)) ms")
    return run
  }

  func read(_ path: String) throws(CommandFailure) -> [UInt8] {
    do {
      let bytes = try environment.files.read(path)
      explain("read \(path), \(bytes.count) bytes")
      return bytes
    } catch { throw .unreadable(error) }
  }

  /// Prints `diagnostics`, some or all of those of `run`; remarks only when asked for.
  func report(_ diagnostics: [Diagnostic], of run: NotebookRun) -> DiagnosticCounts {
    for diagnostic in diagnostics where diagnostic.severity != .remark || isVerbose {
      environment.writeError(formatter.format(diagnostic, in: run.notebook.source))
    }
    return DiagnosticCounts(diagnostics)
  }

  /// A result, on standard output.
  func say(_ line: String) throws(CommandFailure) {
    guard options.verbosity != .quiet else { return }
    do { try environment.writeOutput("\(line)\n") } catch { throw .unspeakable(error) }
  }

  /// What only `--verbose` tells.
  func explain(_ line: @autoclosure () -> String) {
    if isVerbose { environment.writeError("\(line())\n") }
  }

  private var isVerbose: Bool { options.verbosity == .verbose }

  private func milliseconds(from start: UInt64) -> String {
    let microseconds = (environment.now() - start) / 1000
    let fraction = String(microseconds % 1000 / 10)
    return "\(microseconds / 1000).\(String(repeating: "0", count: 2 - fraction.count))\(fraction)"
  }
}

/// "2 errors, 1 warning".
struct DiagnosticCounts: CustomStringConvertible {
  var errors = 0
  var warnings = 0

  init() {}

  init(_ diagnostics: [Diagnostic]) {
    errors = diagnostics.count { $0.severity == .error }
    warnings = diagnostics.count { $0.severity == .warning }
  }

  static func += (counts: inout DiagnosticCounts, more: DiagnosticCounts) {
    counts.errors += more.errors
    counts.warnings += more.warnings
  }

  /// Empty when there are none.
  var description: String {
    var parts: [String] = []
    if errors > 0 { parts.append(counted(errors, "error")) }
    if warnings > 0 { parts.append(counted(warnings, "warning")) }
    return parts.joined(separator: ", ")
  }
}
