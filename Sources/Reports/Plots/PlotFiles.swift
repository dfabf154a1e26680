/// The plots of a Markdown report, each a file with a name of its own beside it.
struct PlotFiles {
  let reportName: String
  private(set) var files: [ReportFile] = []
  private var names: Set<String> = []

  init(reportName: String) {
    self.reportName = reportName
  }

  /// Adds a plot; returns the image that shows it in Markdown.
  mutating func add(_ plot: CurvePlot, named words: String...) -> String {
    let stem = ([reportName] + words.map(Self.fileName)).joined(separator: "-")
    var name = stem
    var number = 2
    // Names that differ in what no file name may hold; case, too, for file systems that ignore it.
    while !names.insert(name.lowercased()).inserted {
      name = "\(stem)-\(number)"
      number += 1
    }
    files.append(ReportFile(path: name + ".svg", text: plot.standaloneSVG))
    return "![\(escapedMarkdown(plot.summary))](\(fileURL(name + ".svg")))"
  }

  /// What the author called something, as part of a file's name.
  private static func fileName(_ text: String) -> String {
    var result = ""
    for character in text {
      if character.isASCII, character.isLetter || character.isNumber || character == "_" {
        result.append(character)
      } else if !result.isEmpty, result.last != "-" {
        result.append("-")
      }
    }
    while result.hasSuffix("-") { result.removeLast() }
    return String(result.prefix(60))
  }
}
