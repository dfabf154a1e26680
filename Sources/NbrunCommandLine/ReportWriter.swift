import NotebookEngine
import Reports

/// Puts reports into the output folder; a file that would not change is left alone.
struct ReportWriter {
  let context: CommandContext

  private var files: FileSystem { context.environment.files }

  /// Writes `reports` and what is missing or outdated of `assets`: all of them or, on a failure, none.
  func write(
    _ reports: [ReportFile], sharing assets: [ReportFile], from run: NotebookRun
  ) throws(CommandFailure) {
    let folder = context.options.output
    var changed: [NewFile] = []
    for file in assets + reports {
      let path = joined(folder, file.path)
      if file.withBytes({ files.holds(path, $0) }) {
        context.explain("unchanged \(path)")
      } else {
        changed.append(NewFile(path: path, contents: file.contents))
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
