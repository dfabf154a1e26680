import Diagnostics
import LinearAlgebra
import Training

/// One line of a plot.
struct Curve {
  enum Style: Equatable {
    /// The only curve, or the one the others are compared with.
    case plain
    /// What lies behind: the losses of single batches.
    case faint
    /// On other data.
    case dashed
    /// One of several equals, from 1.
    case numbered(Int)
  }

  /// What the legend calls it.
  let label: String
  let steps: [Int]
  let values: [Double]
  var style = Style.plain

  /// One clause that says what the curve shows, for those who cannot see it.
  func summary(of quantity: String) -> String {
    guard let first = values.first, let last = values.last, let end = steps.last else {
      return "\(quantity) has no values"
    }
    let finite = values.filter(\.isFinite)
    var text = "\(quantity) is \(number(first)) at step \(steps[0])"
    if values.count > 1 { text += " and \(number(last)) at step \(end)" }
    if let smallest = finite.min(), let largest = finite.max(), finite.count > 2 {
      text += "; between \(number(smallest)) and \(number(largest))"
    }
    let missing = values.count - finite.count
    if missing > 0 {
      text += "; \(counted(missing, "value")) \(missing == 1 ? "is" : "are") not finite"
    }
    return text
  }

  private func number(_ x: Double) -> String { formatted(x, significantDigits: 5) }
}

/// Curves over the steps of training runs, as SVG.
struct CurvePlot {
  /// What the vertical axis shows: the loss's name.
  let quantity: String
  let curves: [Curve]
  /// Distinguishes the labels of several plots in one page.
  let identifier: String

  private static let width = 640
  /// The frame of the curves within the picture.
  private static let left = 64.0
  private static let right = 624.0
  private static let top = 26.0
  private static let bottom = 220.0

  let vertical: PlotScale
  private let horizontal: PlotScale
  private let legend: PlotLegend?

  init(quantity: String, curves: [Curve], identifier: String) {
    self.quantity = quantity
    self.curves = curves
    self.identifier = identifier
    vertical = PlotScale.fitting(curves.flatMap(\.values))
    horizontal = PlotScale.steps(
      from: curves.compactMap(\.steps.first).min() ?? 0,
      to: curves.compactMap(\.steps.last).max() ?? 0)
    legend =
      curves.count < 2
      ? nil
      : PlotLegend(
        curves, from: Self.left, to: Self.right, below: Self.bottom + 36, besides: "step")
  }

  private var height: Int { 260 + (legend?.extraHeight ?? 0) }

  /// What the plot shows, in words.
  var summary: String {
    let clauses = curves.map { curve in
      curve.summary(of: curves.count < 2 ? quantity : "\(quantity), \(curve.label),")
    }
    let scale = vertical.kind == .logarithmic ? " Logarithmic scale." : ""
    guard !clauses.isEmpty, curves.contains(where: { !$0.values.isEmpty }) else {
      return "No values."
    }
    return clauses.map { $0 + "." }.joined(separator: " ") + scale
  }

  /// The `<svg>` element for a page, coloured by the page's style sheet.
  var inlineSVG: String { svg(attributes: "") }

  /// A file of its own, with its own colours for light and dark.
  var standaloneSVG: String {
    svg(
      attributes: " xmlns=\"http://www.w3.org/2000/svg\" width=\"\(Self.width)\" "
        + "height=\"\(height)\"",
      style: """
        <style>
        text { font: 13px system-ui, sans-serif; fill: #444 }
        .grid { stroke: #ddd } .axis { stroke: #888 }
        .curve { fill: none; stroke: #1f5fa8; stroke-width: 1.75; stroke-linejoin: round }
        .point { fill: #1f5fa8 } .break { stroke: #b3261e; stroke-width: 2 }
        \(legend == nil ? "" : PlotLegend.styleSheet)@media (prefers-color-scheme: dark) {
          text { fill: #bbb } .grid { stroke: #3a3a3a } .axis { stroke: #888 }
          .curve { stroke: #7db4f0 } .point { fill: #7db4f0 } .break { stroke: #ff8a80 }
        \(legend == nil ? "" : PlotLegend.darkStyleSheet)}
        </style>

        """)
  }

  private func svg(attributes: String, style: String = "") -> String {
    """
    <svg\(attributes) class="plot" viewBox="0 0 \(Self.width) \(height)" role="img" \
    aria-labelledby="\(identifier)-title \(identifier)-description">
    <title id="\(identifier)-title">\(escapedHTML(title))</title>
    <desc id="\(identifier)-description">\(escapedHTML(summary))</desc>
    \(style)\(axes)\(curves.map(drawn).joined())\(legend?.svg ?? "")</svg>

    """
  }

  private var title: String { "\(quantity) by step" }

  // MARK: Axes

  private var axes: String {
    var svg = ""
    for tick in vertical.ticks {
      let y = Self.bottom - tick.position * (Self.bottom - Self.top)
      svg += svgLine("grid", (Self.left, y), (Self.right, y))
      svg += text(tick.label, at: (Self.left - 8, y + 4.5), anchor: "end")
    }
    svg += svgLine("axis", (Self.left, Self.bottom), (Self.right, Self.bottom))
    for tick in horizontal.ticks {
      let x = Self.left + tick.position * (Self.right - Self.left)
      svg += svgLine("axis", (x, Self.bottom), (x, Self.bottom + 5))
      svg += text(tick.label, at: (x, Self.bottom + 19), anchor: "middle")
    }
    svg += text(.number("step"), at: (Self.right, Self.bottom + 36), anchor: "end")
    let scale = vertical.kind == .logarithmic ? ", logarithmic" : ""
    svg += text(.number(quantity + scale), at: (Self.left - 8, 13), anchor: "start")
    return svg
  }

  private func text(
    _ label: PlotScale.Label, at place: (Double, Double), anchor: String
  ) -> String {
    let content =
      switch label {
      case .number(let text): escapedHTML(text.hasPrefix("-") ? "−" + text.dropFirst() : text)
      case .powerOfTen(0): "1"
      case .powerOfTen(1): "10"
      case .powerOfTen(let power):
        "10<tspan dy=\"-5\" font-size=\"75%\">\(power < 0 ? "−" : "")\(abs(power))</tspan>"
      }
    return "<text x=\"\(tenths(place.0))\" y=\"\(tenths(place.1))\" text-anchor=\"\(anchor)\">"
      + "\(content)</text>\n"
  }

  // MARK: Curves

  private func drawn(_ curve: Curve) -> String {
    let (steps, values) = (curve.steps, curve.values)
    var path = ""
    var marks = ""
    var run: [(Double, Double)] = []
    func endRun() {
      if run.count == 1 {
        marks +=
          "<circle class=\"\(curve.style.classes("point"))\" cx=\"\(tenths(run[0].0))\" "
          + "cy=\"\(tenths(run[0].1))\" r=\"3\"/>\n"
      } else {
        for (index, point) in run.enumerated() {
          path += index == 0 ? "M" : "L"
          appendTenths(point.0, to: &path)
          path += " "
          appendTenths(point.1, to: &path)
        }
      }
      run.removeAll()
    }
    var previousWasFinite = true
    for index in CurveReduction.indices(of: values, columns: Int(Self.right - Self.left)) {
      let x = Self.left + horizontal.position(of: Double(steps[index])) * (Self.right - Self.left)
      if values[index].isFinite {
        let y = Self.bottom - vertical.position(of: values[index]) * (Self.bottom - Self.top)
        run.append((x, y))
      } else {
        endRun()
        // A cross at the lower edge: here the loss was not a finite number.
        if previousWasFinite {
          marks += svgLine("break", (x - 4, Self.bottom - 8), (x + 4, Self.bottom))
          marks += svgLine("break", (x - 4, Self.bottom), (x + 4, Self.bottom - 8))
        }
      }
      previousWasFinite = values[index].isFinite
    }
    endRun()
    let classes = curve.style.classes("curve")
    return (path.isEmpty ? "" : "<path class=\"\(classes)\" d=\"\(path)\"/>\n") + marks
  }
}

func svgLine(_ classes: String, _ a: (Double, Double), _ b: (Double, Double)) -> String {
  "<line class=\"\(classes)\" x1=\"\(tenths(a.0))\" y1=\"\(tenths(a.1))\" "
    + "x2=\"\(tenths(b.0))\" y2=\"\(tenths(b.1))\"/>\n"
}

/// A coordinate with one decimal, which is finer than any screen shows.
func tenths(_ x: Double) -> String {
  var text = ""
  appendTenths(x, to: &text)
  return text
}

private func appendTenths(_ x: Double, to text: inout String) {
  let scaled = Int((x * 10).rounded())
  let (whole, tenth) = abs(scaled).quotientAndRemainder(dividingBy: 10)
  if scaled < 0 { text += "-" }
  text += String(whole)
  if tenth != 0 {
    text += "."
    text += String(tenth)
  }
}
