import Diagnostics
import EquationGraph
import LinearAlgebra
import NotebookEngine
import NotebookSyntax
import Training

/// What a block gave, as lines of Markdown without their container's prefix.
struct MarkdownBlocks {
  let run: NotebookRun
  let equations: Equations

  private var source: SourceFile { run.notebook.source }

  /// Paragraphs with a blank line between them.
  /// - others: diagnostics within the block that are not of its statements.
  func output(
    of cell: Int, _ others: [Diagnostic], _ options: DisplayOptions, plots: inout PlotFiles
  ) -> [String] {
    let result = run.cells[cell]
    var paragraphs: [[String]] = []
    let shown = result.shownStatements(options.output)
    let isExpected = result.status == .expectedFailure
    for (index, statement) in result.statements.enumerated() {
      if let equation = equations[cell, index] {
        paragraphs.append(["$$", math(equation, options.form), "$$"])
      }
      if shown.contains(index) || !statement.isShown {
        paragraphs += remarks(of: statement, isShown: shown.contains(index))
      }
      if case .skipped(let reason) = statement.status {
        let code = markdownCode(source.text(in: statement.range))
        paragraphs.append(["\(code) was skipped: \(MessageText(reason).markdown)"])
      }
      for index in statement.diagnostics where result.diagnostics.indices.contains(index) {
        paragraphs.append(block(result.diagnostics[index], isExpected: isExpected))
      }
    }
    paragraphs += result.looseDiagnostics.map {
      block(result.diagnostics[$0], isExpected: isExpected)
    }
    paragraphs += others.map { block($0, isExpected: false) }
    if result.status == .skipped, result.statements.isEmpty, result.diagnostics.isEmpty {
      let reason = result.skipReason.map { ": \(MessageText($0).markdown)" } ?? "."
      paragraphs.append(["*This block was not run*\(reason)"])
    }
    if options.output != .none,
      let summary = RunSummary(
        run.runs[result.trainingRuns], precision: options.style.precision)
    {
      paragraphs += training(summary, options.style, plots: &plots)
    }
    if let data = result.data, options.output != .none {
      paragraphs += self.data(data, precision: options.style.precision)
    }
    return Array(paragraphs.joined(separator: [""]))
  }

  private func math(_ equation: Equation, _ form: CellOptions.Form) -> String {
    let shape =
      equation.shape.map { "\\qquad {\\scriptsize \($0.rows) \\times \($0.columns)}" } ?? ""
    return (form == .long ? equation.alignedLines : equation.line) + shape
  }

  private func remarks(of statement: StatementResult, isShown: Bool) -> [[String]] {
    statement.remarks.map { remark in
      let subject =
        statement.display == nil || !isShown
        ? markdownCode(source.text(in: statement.range)) + ": " : ""
      return ["\(subject)\(MessageText(remark).markdown)"]
    }
  }

  // MARK: Training

  private func training(
    _ summary: RunSummary, _ style: FormulaStyle, plots: inout PlotFiles
  ) -> [[String]] {
    let training = summary.run
    var paragraphs = [["**\(escapedMarkdown(training.id))** \(escapedMarkdown(summary.sentence))"]]
    if let plot = summary.lossPlot(identifier: "plot") {
      paragraphs.append([plots.add(plot, named: training.id)])
    }
    if summary.isSweep {
      let (head, rows) = summary.comparison
      paragraphs.append(table(head, rows.map { $0.map(escapedMarkdown) }))
    }
    for record in summary.records {
      paragraphs += self.record(record, style) {
        plots.add(summary.plot(of: record, identifier: "plot"), named: training.id, record.name)
      }
    }
    if let validation = summary.validation {
      paragraphs += record(validation, style) {
        plots.add(
          summary.plot(ofValidation: validation, identifier: "plot"), named: training.id,
          validation.name)
      }
    }
    paragraphs += updates(training.updates, style)
    if !training.settings.isEmpty {
      paragraphs.append(settings(training.settings.map { ($0.key, $0.value, $0.isDefault) }))
    }
    return paragraphs
  }

  /// A curve, or the values at both ends.
  private func record(
    _ record: Record, _ style: FormulaStyle, plot: () -> String
  ) -> [[String]] {
    if record.isCurve { return [[plot()]] }
    let ends = record.ends.map { "\\text{step \($0.step): } \(tex(of: $0.value, style))" }
    return [
      ["\(markdownCode(record.name)) at the ends of the run:"],
      ["$$", ends.joined(separator: " \\qquad "), "$$"],
    ]
  }

  /// The rule of a step.
  private func updates(_ updates: UpdateFormulas, _ style: FormulaStyle) -> [[String]] {
    guard !updates.lines.isEmpty else { return [] }
    let isSingle = updates.lines.count == 1
    let lines = updates.lines.map { line in
      "\(NameNotation(line.name).tex) \(isSingle ? "" : "&")\\leftarrow \(line.formula.tex(style))"
    }
    let formula =
      isSingle
      ? lines[0] : "\\begin{aligned} \(lines.joined(separator: " \\\\ ")) \\end{aligned}"
    return [["\(escapedMarkdown(updates.title)):"], ["$$", formula, "$$"]]
  }

  /// A pipe table.
  /// - head: plain texts.
  /// - rows: Markdown.
  private func table(_ head: [String], _ rows: [[String]]) -> [String] {
    func line(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }
    return [line(head.map(escapedMarkdown))]
      + ["|" + String(repeating: ":--|", count: head.count)] + rows.map(line)
  }

  // MARK: Data

  private func data(_ data: LoadedData, precision: Int) -> [[String]] {
    let description = DataDescription(data: data, precision: precision)
    var paragraphs = [
      [
        "**\(escapedMarkdown(description.title))** \(escapedMarkdown(description.sentence))"
      ]
    ]
    for table in description.tables {
      let rows = table.rows.map { row in
        [markdownCode(row[0]).replacing("|", with: "\\|")] + row.dropFirst().map(escapedMarkdown)
      }
      paragraphs.append(self.table(table.heads, rows))
      if let rest = table.rest { paragraphs.append([escapedMarkdown(rest)]) }
    }
    if !data.settings.isEmpty {
      paragraphs.append(settings(data.settings.map { ($0.key, $0.value, $0.isDefault) }))
    }
    return paragraphs
  }

  private func settings(
    _ settings: [(key: String, value: String, isDefault: Bool)]
  ) -> [String] {
    table(
      ["setting", "value", ""],
      settings.map { setting in
        [setting.key, setting.value, setting.isDefault ? "default" : ""].map(escapedMarkdown)
      })
  }

  // MARK: Diagnostics

  /// One line for each mistake of the notebook; empty without any.
  var summary: [String] {
    let errors = run.diagnostics.filter { $0.severity == .error }
    guard !errors.isEmpty else { return [] }
    let lines = errors.map { error in
      let place = error.range.map { "line \(source.line(at: $0.start)): " } ?? ""
      return "> - \(place)\(MessageText(error.message).markdown)"
    }
    return ["> **This notebook has \(counted(errors.count, "error")).**", ">"] + lines + [""]
  }

  /// A diagnostic with a blank line behind it.
  func diagnostic(_ diagnostic: Diagnostic) -> [String] {
    block(diagnostic, isExpected: false) + [""]
  }

  /// A quote with the message, the source line and the way out.
  private func block(_ diagnostic: Diagnostic, isExpected: Bool) -> [String] {
    if diagnostic.severity == .remark { return [MessageText(diagnostic.message).markdown] }
    let label = "\(diagnostic.severity.rawValue) \(diagnostic.code.rawValue)"
    let position = diagnostic.range.map { " (\(place($0)))" } ?? ""
    var lines = [
      "**\(isExpected ? "expected " : "")\(label)**\(position): \(MessageText(diagnostic.message).markdown)"
    ]
    if let range = diagnostic.range {
      let excerpt = DiagnosticFormatter().excerpt(of: range, in: source)
      let fence = backticks(longerThanIn: excerpt, atLeast: 3)
      lines += ["", fence + "text"]
      lines += excerpt.split(whereSeparator: \.isNewline).map(String.init)
      lines.append(fence)
    }
    for note in diagnostic.notes {
      lines += ["", "note (\(place(note.range))): \(MessageText(note.message).markdown)"]
    }
    if let help = diagnostic.help { lines += ["", "help: \(MessageText(help).markdown)"] }
    return lines.map { $0.isEmpty ? ">" : "> " + $0 }
  }

  private func place(_ range: SourceRange) -> String {
    let location = source.location(at: range.start)
    return "line \(location.line), column \(location.column)"
  }
}
