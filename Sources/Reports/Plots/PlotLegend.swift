/// Which curve of a plot is which: a piece of line and a name for each, in as many rows as they need.
struct PlotLegend {
  private struct Item {
    let curve: Curve
    let label: String
    let x: Double
    let y: Double
  }

  private var items: [Item] = []
  /// What the plot grows by, for the rows after the first.
  private(set) var extraHeight = 0

  /// A letter of the larger type that narrow screens get.
  private static let letterWidth = 10.0
  private static let rowHeight = 26.0
  private static let sampleWidth = 20.0
  private static let longestLabel = 44

  /// - Parameters:
  ///   - right: where rows end; in the first, `axisLabel` stands there.
  ///   - baseline: of the first row.
  init(
    _ curves: [Curve], from left: Double, to right: Double, below baseline: Double,
    besides axisLabel: String
  ) {
    var x = left
    var y = baseline
    var end = right - Double(axisLabel.count + 2) * Self.letterWidth
    for curve in curves {
      let label =
        curve.label.count <= Self.longestLabel
        ? curve.label : curve.label.prefix(Self.longestLabel - 1) + "…"
      let width = Self.sampleWidth + 6 + Double(label.count) * Self.letterWidth
      if x + width > end, x > left {
        x = left
        y += Self.rowHeight
        end = right
      }
      items.append(Item(curve: curve, label: String(label), x: x, y: y))
      x += width + 14
    }
    extraHeight = Int(y - baseline)
  }

  var svg: String {
    items.map { item in
      svgLine(
        item.curve.style.classes("curve"), (item.x, item.y - 4.5),
        (item.x + Self.sampleWidth, item.y - 4.5))
        + "<text x=\"\(tenths(item.x + Self.sampleWidth + 6))\" y=\"\(tenths(item.y))\">"
        + "\(escapedHTML(item.label))</text>\n"
    }.joined()
  }

  /// For a file of its own: what tells curves apart, by colour and, where colours end, by dashes. The page
  /// has the same in `page.css`.
  static let styleSheet = """
    .faint { opacity: .4; stroke-width: 1 } .dashed { stroke-dasharray: 6 3; stroke: #b05a00 }
    .curve-2 { stroke: #b05a00 } .curve-3 { stroke: #2c7a4b } .curve-4 { stroke: #8a3a8f }
    .curve-5 { stroke: #5b5f66 } .curve-6 { stroke: #a3221a }
    .point.dashed, .point.curve-2 { fill: #b05a00 } .point.curve-3 { fill: #2c7a4b }
    .point.curve-4 { fill: #8a3a8f } .point.curve-5 { fill: #5b5f66 } .point.curve-6 { fill: #a3221a }
    .second-round { stroke-dasharray: 2 3 }

    """

  static let darkStyleSheet = """
      .dashed, .curve-2 { stroke: #f0a860 } .curve-3 { stroke: #7fd0a0 } .curve-4 { stroke: #d79be0 }
      .curve-5 { stroke: #b8bcc4 } .curve-6 { stroke: #ff9d94 }
      .point.dashed, .point.curve-2 { fill: #f0a860 } .point.curve-3 { fill: #7fd0a0 }
      .point.curve-4 { fill: #d79be0 } .point.curve-5 { fill: #b8bcc4 } .point.curve-6 { fill: #ff9d94 }

    """
}

extension Curve.Style {
  private static let colors = 6

  /// The classes of a curve, or of a point of it.
  func classes(_ kind: String) -> String {
    switch self {
    case .plain: return kind
    case .faint: return "\(kind) faint"
    case .dashed: return "\(kind) dashed"
    case .numbered(let number):
      let color = (number - 1) % Self.colors + 1
      let isFirstRound = number <= Self.colors
      return kind + (color == 1 ? "" : " curve-\(color)") + (isFirstRound ? "" : " second-round")
    }
  }
}
