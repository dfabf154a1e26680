import EquationGraph
import LinearAlgebra
import Training

/// A training run in the page: what happened, the loss's curve, what was recorded, every setting.
struct TrainingHTML {
  let run: TrainingRun
  /// From 1, for anchors that no other run has.
  let number: Int
  let style: FormulaStyle
  let typesetter: any Typesetter

  private var summary: RunSummary { RunSummary(run: run, precision: style.precision) }

  var html: String {
    "<div class=\"run\">\n<p class=\"run-summary\"><span class=\"run-name\">\(escapedHTML(run.id))</span> "
      + "\(escapedHTML(summary.sentence))</p>\n" + lossPlot + records + settings + "</div>\n"
  }

  private var lossPlot: String {
    guard run.steps > 1, let plot = summary.plot(identifier: "run-\(number)") else { return "" }
    return figure(plot)
  }

  private func figure(_ plot: CurvePlot) -> String {
    "<figure class=\"plot\">\n\(plot.inlineSVG)</figure>\n"
  }

  private var records: String {
    summary.records.enumerated().map { index, record in
      record.isCurve
        ? figure(record.plot(identifier: "run-\(number)-record-\(index + 1)")) : ends(of: record)
    }.joined()
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

  private var settings: String {
    settingsHTML(run.settings.map { ($0.key, $0.value, $0.isDefault) })
  }
}
