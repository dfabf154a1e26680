import NotebookEngine
import Reports

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Puts reports into the output folder; a file that would not change is left alone.
struct ReportWriter {
  let context: CommandContext

  private var files: FileSystem { context.environment.files }

  /// Writes `reports` and what is missing or outdated of `assets`: all of them or, on a failure, none.
  func write(
    _ reports: [ReportFile], sharing assets: [ReportFile], from run: NotebookRun
  ) throws(CommandFailure) {
    let folder = context.options.output
    let all = (assets + reports).map { file in
      NewFile(path: joined(folder, file.path), contents: file.contents)
    }
    var changed: [NewFile] = []
    for file in all {
      if let old = try? files.read(file.path), old.hasSameBytes(as: file.contents) {
        context.explain("unchanged \(file.path)")
      } else {
        changed.append(file)
      }
    }
    try protectInput(of: run, from: changed)
    do {
      try files.createDirectory(folder)
      for parent in Set(changed.map { parentFolder(of: $0.path) }).sorted() where !parent.isEmpty {
        try files.createDirectory(parent)
      }
      try files.replace(changed)
    } catch { throw .unwritable(error, help: "another folder: `--output DIR`") }
    for file in changed { context.explain("wrote \(file.path), \(file.contents.count) bytes") }
  }

  /// Writes what blocks took, beside no report.
  func write(_ timings: TimingsFile, to path: String) throws(CommandFailure) {
    let threads = context.options.threads ?? NotebookRunner.defaultThreadCount
    if let identity = files.identity(path),
      context.options.notebooks.contains(where: { files.identity($0) == identity })
    {
      throw .usage("the timings would replace the notebook `\(path)`", help: "name another file")
    }
    do {
      try files.replace([NewFile(path: path, contents: timings.contents(threads: threads))])
    } catch { throw .unwritable(error, help: "another file: `--timings FILE`") }
    context.explain("wrote \(path)")
  }

  /// `-o .` beside the notebook would replace `NAME.md` by its own report.
  private func protectInput(
    of run: NotebookRun, from outputs: [NewFile]
  ) throws(CommandFailure) {
    var inputs: [FileIdentity: String] = [:]
    for input in run.filesRead + context.options.notebooks {
      if let identity = files.identity(input) { inputs[identity] = input }
    }
    for output in outputs {
      guard let identity = files.identity(output.path), let input = inputs[identity] else {
        continue
      }
      throw .usage(
        "the report `\(output.path)` would replace `\(input)`, which is read",
        help: "another folder: `--output DIR`; or without that report: `--format html`")
    }
  }
}

extension [UInt8] {
  /// Equality at the speed of `memcmp`: the assets are compared on every run.
  fileprivate func hasSameBytes(as other: [UInt8]) -> Bool {
    count == other.count
      && withUnsafeBytes { mine in
        other.withUnsafeBytes { theirs in
          guard let a = mine.baseAddress, let b = theirs.baseAddress else { return true }
          return memcmp(a, b, mine.count) == 0
        }
      }
  }
}
