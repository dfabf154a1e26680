import EquationGraph
import NotebookEngine

/// What a `data` block read, in the page: where from, which matrices, classes, how they were
/// scaled, every setting.
struct DataHTML {
  let data: LoadedData
  let style: FormulaStyle

  var html: String {
    let description = DataDescription(data: data, precision: style.precision)
    return "<div class=\"run\">\n<p class=\"run-summary\"><span class=\"run-name\">"
      + "\(escapedHTML(description.title))</span> \(escapedHTML(description.sentence))</p>\n"
      + description.tables.map(table).joined()
      + settingsHTML(data.settings.map { ($0.key, $0.value, $0.isDefault) }) + "</div>\n"
  }

  private func table(_ table: DataDescription.Table) -> String {
    let heads = table.heads.map { "<th scope=\"col\">\(escapedHTML($0))</th>" }.joined()
    let rows = table.rows.map { row in
      "<tr><th scope=\"row\"><code>\(escapedHTML(row[0]))</code></th>"
        + row.dropFirst().map { "<td>\(escapedHTML($0))</td>" }.joined() + "</tr>"
    }
    let rest = table.rest.map { "<p class=\"remark\">\(escapedHTML($0))</p>\n" } ?? ""
    return """
      <div class="table"><table class="record">
      <thead><tr>\(heads)</tr></thead>
      <tbody>\(rows.joined(separator: "\n"))</tbody>
      </table></div>
      \(rest)
      """
  }
}
