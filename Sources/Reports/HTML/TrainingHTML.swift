import EquationGraph
import LinearAlgebra
import Training

/// The run of a training block, or its sweep, in the page: what happened, the loss's curve, what was
/// recorded, the rule of a step, every setting.
struct TrainingHTML {
  let summary: RunSummary
  /// From 1, for anchors that no other run has.
  let number: Int
  let style: FormulaStyle
  let typesetter: any Typesetter

  private var run: TrainingRun { summary.run }

  var html: String {
    "<div class=\"run\">\n<p class=\"run-summary\"><span class=\"run-name\">\(escapedHTML(run.id))</span> "
      + "\(escapedHTML(summary.sentence))</p>\n" + lossPlot + comparison + records + updates
      + settings + "</div>\n"
  }

  private var lossPlot: String {
    summary.lossPlot(identifier: "run-\(number)").map(figure) ?? ""
  }

  private func figure(_ plot: CurvePlot) -> String {
    "<figure class=\"plot\">\n\(plot.inlineSVG)</figure>\n"
  }

  private var comparison: String {
    guard summary.isSweep else { return "" }
    let (head, rows) = summary.comparison
    func cells(_ words: [String], _ tag: String) -> String {
      words.map { "<\(tag)>\(escapedHTML($0))</\(tag)>" }.joined()
    }
    return """
      <div class="table"><table class="record">
      <thead><tr>\(cells(head, "th"))</tr></thead>
      <tbody>
      \(rows.map { "<tr>\(cells($0, "td"))</tr>\n" }.joined())</tbody>
      </table></div>

      """
  }

  private var records: String {
    let records = summary.records.enumerated().map { index, record in
      record.isCurve
        ? figure(summary.plot(of: record, identifier: "run-\(number)-record-\(index + 1)"))
        : ends(of: record)
    }
    let validation = summary.validation.map { record in
      record.isCurve
        ? figure(summary.plot(ofValidation: record, identifier: "run-\(number)-validation"))
        : ends(of: record)
    }
    return records.joined() + (validation ?? "")
  }

  private func ends(of record: Record) -> String {
    let values = record.ends.map { end in
      "<td>\(typesetter.inline(tex(of: end.value, style)))</td>"
    }
    let heads = record.ends.map { "<th scope=\"col\">step \($0.step)</th>" }
    return """
      <div class="table"><table class="record">
      <thead><tr><th></th>\(heads.joined())</tr></thead>
      <tbody><tr><th scope="row"><code>\(escapedHTML(record.name))</code></th>\(values.joined())</tr></tbody>
      </table></div>

      """
  }

  private var updates: String {
    guard !run.updates.lines.isEmpty else { return "" }
    let lines = run.updates.lines.map { line in
      let tex =
        "\\displaystyle \(NameNotation(line.name).tex) \\leftarrow \(line.formula.tex(style))"
      return "<div class=\"equation\"><div class=\"stages\">"
        + "<span class=\"stage\">\(typesetter.inline(tex))</span></div></div>\n"
    }
    return "<p class=\"settings-title\">\(escapedHTML(run.updates.title))</p>\n"
      + "<div class=\"update\">\n\(lines.joined())</div>\n"
  }

  private var settings: String {
    settingsHTML(run.settings.map { ($0.key, $0.value, $0.isDefault) })
  }
}

extension UpdateFormulas {
  /// What stands above the lines. Plain text.
  var title: String {
    let others = others.isEmpty ? "" : ", and likewise for \(others.joined(separator: ", "))"
    return "Each step" + (countsSteps ? " t = 1, 2, …" : "") + others
  }
}
