/// Turns TeX into HTML. The one place that knows how formulas reach the page.
package protocol Typesetter: Sendable {
  /// A formula within a line.
  func inline(_ tex: String) -> String
  /// A formula on lines of its own.
  func display(_ tex: String) -> String
  /// What the page's `<head>` needs, one element a line.
  var headElements: String { get }
  /// The files that those elements name, relative to the folder of shared files.
  var assets: [ReportFile] { get }
}

/// Leaves the TeX in the page, where KaTeX sets it when the page is opened. Without JavaScript the TeX
/// itself can be read.
package struct KaTeXTypesetter: Typesetter {
  package init() {}

  package func inline(_ tex: String) -> String {
    "<span class=\"math\">\(escapedHTML(tex))</span>"
  }

  package func display(_ tex: String) -> String {
    "<span class=\"math\" data-display>\(escapedHTML(tex))</span>"
  }

  package var headElements: String {
    """
    <link rel="stylesheet" href="assets/katex/katex.min.css">
    <script defer src="assets/katex/katex.min.js"></script>

    """
  }

  package var assets: [ReportFile] {
    EmbeddedFiles.all(below: "katex/").map { file in
      file.path == "katex/katex.min.css"
        ? ReportFile(path: file.path, contents: Self.onlyWOFF2(file.contents)) : file
    }
  }

  /// KaTeX's style sheet without the fonts' older forms, which are not shipped.
  ///
  /// Each font is named as `url(….woff2) format('woff2'),url(….woff) format('woff'),url(….ttf) …;`: what
  /// stands between the first comma and the end of the declaration goes.
  static func onlyWOFF2(_ styleSheet: [UInt8]) -> [UInt8] {
    let first = Array("format('woff2'),".utf8)
    let semicolon = UInt8(ascii: ";")
    let brace = UInt8(ascii: "}")
    var result: [UInt8] = []
    result.reserveCapacity(styleSheet.count)
    var index = 0
    while index < styleSheet.count {
      if styleSheet[index] == first[0], styleSheet[index...].starts(with: first) {
        result.append(contentsOf: first.dropLast())
        index += first.count
        while index < styleSheet.count, styleSheet[index] != semicolon, styleSheet[index] != brace {
          index += 1
        }
      } else {
        result.append(styleSheet[index])
        index += 1
      }
    }
    return result
  }
}
