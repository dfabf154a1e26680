package import Diagnostics
package import NotebookSyntax

/// Runs a notebook's cells from top to bottom.
package struct NotebookRunner {
  /// What the command line sets.
  package struct Options: Sendable {
    /// `-P name=value`: replaces the value of an assignment whose right side is a literal.
    package var parameters: [(name: String, value: String)] = []
    /// Called now and then during a training run.
    package var progress: (@Sendable (TrainingProgress) -> Void)?

    package init() {}
  }

  /// Where a training run is.
  package struct TrainingProgress: Sendable {
    package let run: String
    package let step: Int
    package let steps: Int
    package let loss: Double

    package init(run: String, step: Int, steps: Int, loss: Double) {
      self.run = run
      self.step = step
      self.steps = steps
      self.loss = loss
    }
  }

  /// Runs `notebook`, whose reading gave `diagnostics`. Mistakes become diagnostics of the result.
  package static func run(
    _ notebook: Notebook, diagnostics: [Diagnostic], options: Options = Options()
  ) -> NotebookRun {
    NotebookRun(notebook: notebook, diagnostics: diagnostics)
  }
}
