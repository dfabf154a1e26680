package import Diagnostics
package import EquationGraph
package import LinearAlgebra
package import NotebookSyntax
package import Training

/// Everything that running a notebook gave: reports are pure text made from it.
package struct NotebookRun: Sendable {
  package let notebook: Notebook
  /// One for each of `notebook.cells`.
  package var cells: [CellResult]
  /// The value, or the message, for each inline value of the prose, by the range of its code span.
  package var inlineValues: [SourceRange: InlineResult]
  /// Every name at the end of the notebook, in order of first definition; none unless all are to be kept.
  package var values: [NamedValue]
  package var runs: [TrainingRun]
  /// In order of the file.
  package var diagnostics: [Diagnostic]
  /// Paths of the files that were read, the notebook first.
  package var filesRead: [String]
  /// One for each block, if `NotebookRunner.Options.now` tells the time.
  package var timings: [BlockTiming] = []
  /// The plan of each training run, if `NotebookRunner.Options.explainsPlans`.
  package var plans: [(run: String, text: String)] = []

  package init(
    notebook: Notebook, cells: [CellResult] = [], inlineValues: [SourceRange: InlineResult] = [:],
    values: [NamedValue] = [], runs: [TrainingRun] = [], diagnostics: [Diagnostic] = [],
    filesRead: [String] = []
  ) {
    self.notebook = notebook
    self.cells = cells
    self.inlineValues = inlineValues
    self.values = values
    self.runs = runs
    self.diagnostics = diagnostics
    self.filesRead = filesRead
  }

  package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}

package struct NamedValue: Sendable {
  package let name: String
  package let value: Matrix

  package init(name: String, value: Matrix) {
    self.name = name
    self.value = value
  }
}

package enum InlineResult: Sendable {
  case value(Matrix)
  case failed(String)
}

package struct CellResult: Sendable {
  package enum Status: String, Sendable {
    case ok
    case failed
    case skipped
    /// `fails=` was promised and kept.
    case expectedFailure = "expected-failure"
  }

  package var status: Status
  package var statements: [StatementResult]
  /// The options in force, the front matter's defaults filled in.
  package var options: CellOptions
  /// Of this cell, those of its statements included.
  package var diagnostics: [Diagnostic]
  /// The indices in `NotebookRun.runs` of a train block's runs: none, one, or those of a sweep.
  package var trainingRuns: Range<Int>
  /// What a data block read.
  package var data: LoadedData?
  /// Why a train or data block was skipped: what it needs was not made.
  package var skipReason: String?

  package init(
    status: Status, statements: [StatementResult] = [], options: CellOptions,
    diagnostics: [Diagnostic] = [], trainingRuns: Range<Int> = 0..<0, data: LoadedData? = nil
  ) {
    self.status = status
    self.statements = statements
    self.options = options
    self.diagnostics = diagnostics
    self.trainingRuns = trainingRuns
    self.data = data
  }
}

package struct StatementResult: Sendable {
  package enum Status: Sendable {
    case ok
    case failed
    /// What it needs was not made; the text says why.
    case skipped(String)
  }

  package var status: Status
  /// The statement in the file.
  package let range: SourceRange
  /// The name it sets.
  package var name: String?
  /// Left side and right side as a reader sees them, for what can be shown.
  package var display: Display?
  /// Nil for functions, commands, what failed, and what is left to be computed where it is needed.
  package var value: Matrix?
  /// What became of its `%=>` value; nil without one, or when there is no value to compare.
  package var expectation: ExpectationResult?
  /// Not ended by `;`.
  package var isShown: Bool
  /// What this statement caused, as indices of the cell's diagnostics.
  package var diagnostics: [Int]
  /// What a reader is told instead of a value: that an `assert` holds.
  package var remarks: [String]

  package init(
    status: Status, range: SourceRange, name: String? = nil, display: Display? = nil,
    value: Matrix? = nil, expectation: ExpectationResult? = nil, isShown: Bool,
    diagnostics: [Int] = [], remarks: [String] = []
  ) {
    self.status = status
    self.range = range
    self.name = name
    self.display = display
    self.value = value
    self.expectation = expectation
    self.isShown = isShown
    self.diagnostics = diagnostics
    self.remarks = remarks
  }
}

/// *formula = numbers put in = result*.
package struct Display: Sendable {
  /// The name on the left, if the statement sets one.
  package var name: String?
  /// The right side with the author's names.
  package var formula: Formula
  /// The right side with values for names; nil where it would only repeat the formula or the result.
  package var substituted: Formula?

  package init(name: String?, formula: Formula, substituted: Formula?) {
    self.name = name
    self.formula = formula
    self.substituted = substituted
  }
}
