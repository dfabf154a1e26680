import Diagnostics
import NotebookEngine
import Reports

/// `nbrun [run] NOTEBOOK…`: runs notebooks and writes their reports.
struct RunCommand {
  let context: CommandContext

  func run() throws(CommandFailure) -> ExitCode {
    try checkNames()
    let writer = ReportWriter(context: context)
    let now = context.environment.now
    var timings = TimingsFile()
    let code = try context.forEachNotebook { (path, counts) throws(CommandFailure) in
      let start = now()
      let run = try context.run(path)
      let end = now()
      counts = context.report(run.diagnostics, of: run)
      let reports = Self.render(run, as: context.options.formats)
      try writer.write(reports, sharing: sharedAssets, from: run)
      timings.add(run, running: end - start, reporting: now() - end)
      for plan in run.plans { try context.say("plan of \(plan.run): \(plan.text)\n") }
      let places = reports.map { joined(context.options.output, $0.path) }
      let remarks = counts.description
      try context.say(
        "\(path) → \(places.joined(separator: ", "))\(remarks.isEmpty ? "" : " (\(remarks))")")
      return run.hasErrors ? .notebookHasErrors : .success
    }
    if let path = context.options.timings { try writer.write(timings, to: path) }
    return code
  }

  /// The reports of `run` in a fixed order, whatever the order on the command line.
  private static func render(_ run: NotebookRun, as formats: Set<ReportFormat>) -> [ReportFile] {
    let equations = Equations(run)
    return ReportFormat.allCases.filter(formats.contains).flatMap { format in
      switch format {
      case .html: HTMLReport.render(run, equations)
      case .markdown: MarkdownReport.render(run, equations)
      case .json: JSONReport.render(run)
      }
    }
  }

  /// Only pages need them.
  private var sharedAssets: [ReportFile] {
    context.options.formats.contains(.html) ? SharedAssets.files : []
  }

  /// Reports are named after their notebooks, so no two may have the same name.
  private func checkNames() throws(CommandFailure) {
    var paths: [String: String] = [:]
    for path in context.options.notebooks {
      let name = SourceFile.stem(of: path)
      guard let other = paths.updateValue(path, forKey: name) else { continue }
      guard other != path else { throw .usage("`\(path)` is named twice") }
      throw .usage(
        "`\(other)` and `\(path)` would write the same report, `\(name)`",
        help: "run them one by one, each with its own `--output`")
    }
  }
}
