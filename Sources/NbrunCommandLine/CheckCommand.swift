import NotebookEngine

/// `nbrun check NOTEBOOK…`: everything `run` does but writing.
struct CheckCommand {
  let context: CommandContext

  func run() throws(CommandFailure) -> ExitCode {
    try context.forEachNotebook { (path, counts) throws(CommandFailure) in
      let run = try context.run(path)
      counts = context.report(run.diagnostics, of: run)
      let remarks = counts.description
      try context.say("\(path): \(remarks.isEmpty ? "fine" : remarks)")
      return run.hasErrors ? .notebookHasErrors : .success
    }
  }
}
