import Diagnostics
import EquationGraph
import NotebookEngine
import NotebookSyntax

/// One block of the notebook in the page: its source, what its statements gave, its training run.
struct CellHTML {
  let run: NotebookRun
  let equations: Equations
  let typesetter: any Typesetter
  let diagnostics: DiagnosticHTML
  let places: DiagnosticPlaces

  func render(_ index: Int) -> String {
    let cell = run.notebook.cells[index]
    guard run.cells.indices.contains(index) else { return "" }
    let result = run.cells[index]
    let options = DisplayOptions(result.options)
    let identifier = cell.options.id.map { " id=\"\(escapedHTML($0.value))\"" } ?? ""
    return "<section class=\"cell \(result.status.rawValue)\"\(identifier)>\n"
      + source(of: cell, options) + output(of: index, places.ofCells[index] ?? [], options)
      + "</section>\n"
  }

  // MARK: Source

  private func source(of cell: Cell, _ options: DisplayOptions) -> String {
    if options.hidesSource { return "" }
    let text = String(decoding: cell.body.utf8, as: UTF8.self)
    let code =
      "<pre class=\"source\"><code>\(SourceHighlighter.html(text, kind: cell.kind))</code></pre>\n"
    if options.foldsSource {
      return "<details class=\"source\">\n<summary>Source</summary>\n\(code)</details>\n"
    }
    return code
  }

  // MARK: Output

  /// - others: diagnostics within the block that are not of its statements.
  private func output(
    of cell: Int, _ others: [Diagnostic], _ options: DisplayOptions
  ) -> String {
    let result = run.cells[cell]
    var html = ""
    let shown = result.shownStatements(options.output)
    let isExpected = result.status == .expectedFailure
    for (index, statement) in result.statements.enumerated() {
      if let equation = equations[cell, index] { html += self.html(of: equation, options.form) }
      if shown.contains(index) || statement.isShown == false {
        html += remarks(of: statement, isShown: shown.contains(index))
      }
      if case .skipped(let reason) = statement.status { html += skipped(statement, reason) }
      for index in statement.diagnostics where result.diagnostics.indices.contains(index) {
        html += diagnostics.block(result.diagnostics[index], isExpected: isExpected)
      }
    }
    for index in result.looseDiagnostics {
      html += diagnostics.block(result.diagnostics[index], isExpected: isExpected)
    }
    for diagnostic in others { html += diagnostics.block(diagnostic) }
    if result.status == .skipped, result.statements.isEmpty, result.diagnostics.isEmpty {
      let reason = result.skipReason.map { ": \(MessageText($0).html)" } ?? "."
      html += "<p class=\"skipped\">This block was not run\(reason)</p>\n"
    }
    let runs = run.runs[result.trainingRuns]
    if options.output != .none,
      let summary = RunSummary(runs, precision: options.style.precision)
    {
      html +=
        TrainingHTML(
          summary: summary, number: runs.startIndex + 1, style: options.style,
          typesetter: typesetter
        ).html
    }
    if let data = result.data, options.output != .none {
      html += DataHTML(data: data, style: options.style).html
    }
    return html.isEmpty ? "" : "<div class=\"output\">\n\(html)</div>\n"
  }

  /// The stages of a short equation are formulas of their own, so that a narrow page breaks the line
  /// before an equality sign.
  private func html(of equation: Equation, _ form: CellOptions.Form) -> String {
    let shape = equation.shape.map { "<span class=\"shape\">\($0)</span>" } ?? ""
    let stages =
      form == .long
      ? ["<span class=\"stage\">\(typesetter.display(equation.alignedLines))</span>"]
      : equation.lineParts.map { "<span class=\"stage\">\(typesetter.inline($0))</span>" }
    return "<div class=\"equation\"><div class=\"stages\">\(stages.joined(separator: " "))</div>"
      + "\(shape)</div>\n"
  }

  private func remarks(of statement: StatementResult, isShown: Bool) -> String {
    statement.remarks.map { remark in
      // Without a formula above it, a remark says what it speaks of.
      let subject =
        statement.display == nil || !isShown ? "<code>\(sourceText(statement))</code>: " : ""
      return "<p class=\"remark\">\(subject)\(MessageText(remark).html)</p>\n"
    }.joined()
  }

  private func skipped(_ statement: StatementResult, _ reason: String) -> String {
    "<p class=\"skipped\"><code>\(sourceText(statement))</code> was skipped: "
      + "\(MessageText(reason).html)</p>\n"
  }

  private func sourceText(_ statement: StatementResult) -> String {
    escapedHTML(run.notebook.source.text(in: statement.range))
  }
}

extension Equation {
  /// *name = formula*, *= numbers put in*, *= result*, each to be set by itself.
  fileprivate var lineParts: [String] {
    guard stages.count > 1 else { return stages.map { "\\displaystyle \($0)" } }
    return ["\\displaystyle \(stages[0]) = \(stages[1])"]
      + stages.dropFirst(2).map { "\\displaystyle {} = \($0)" }
  }
}
