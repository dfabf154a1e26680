import Diagnostics
import LinearAlgebra
import Training

/// A curve over the steps of a training run, as SVG.
struct CurvePlot {
  /// What the vertical axis shows: the loss's name.
  let quantity: String
  let steps: [Int]
  let values: [Double]
  /// Distinguishes the labels of several plots in one page.
  let identifier: String

  private static let width = 640
  private static let height = 260
  /// The frame of the curve within the picture.
  private static let left = 64.0
  private static let right = 624.0
  private static let top = 26.0
  private static let bottom = 220.0

  let vertical: PlotScale
  private let horizontal: PlotScale

  init(quantity: String, steps: [Int], values: [Double], identifier: String) {
    self.quantity = quantity
    self.steps = steps
    self.values = values
    self.identifier = identifier
    vertical = PlotScale.fitting(values)
    horizontal = PlotScale.steps(from: steps.first ?? 0, to: steps.last ?? 0)
  }

  /// One sentence that says what the curve shows, for those who cannot see it.
  var summary: String {
    guard let first = values.first, let last = values.last, let end = steps.last else {
      return "No values."
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
    return text + (vertical.kind == .logarithmic ? ". Logarithmic scale." : ".")
  }

  private func number(_ x: Double) -> String { formatted(x, significantDigits: 5) }

  /// The `<svg>` element for a page, coloured by the page's style sheet.
  var inlineSVG: String { svg(attributes: "") }

  /// A file of its own, with its own colours for light and dark.
  var standaloneSVG: String {
    svg(
      attributes: " xmlns=\"http://www.w3.org/2000/svg\" width=\"\(Self.width)\" "
        + "height=\"\(Self.height)\"",
      style: """
        <style>
        text { font: 13px system-ui, sans-serif; fill: #444 }
        .grid { stroke: #ddd } .axis { stroke: #888 }
        .curve { fill: none; stroke: #1f5fa8; stroke-width: 1.75; stroke-linejoin: round }
        .point { fill: #1f5fa8 } .break { stroke: #b3261e; stroke-width: 2 }
        @media (prefers-color-scheme: dark) {
          text { fill: #bbb } .grid { stroke: #3a3a3a } .axis { stroke: #888 }
          .curve { stroke: #7db4f0 } .point { fill: #7db4f0 } .break { stroke: #ff8a80 }
        }
        </style>

        """)
  }

  private func svg(attributes: String, style: String = "") -> String {
    """
    <svg\(attributes) class="plot" viewBox="0 0 \(Self.width) \(Self.height)" role="img" \
    aria-labelledby="\(identifier)-title \(identifier)-description">
    <title id="\(identifier)-title">\(escapedHTML(title))</title>
    <desc id="\(identifier)-description">\(escapedHTML(summary))</desc>
    \(style)\(axes)\(curve)</svg>

    """
  }

  private var title: String { "\(quantity) by step" }

  // MARK: Axes

  private var axes: String {
    var svg = ""
    for tick in vertical.ticks {
      let y = Self.bottom - tick.position * (Self.bottom - Self.top)
      svg += line("grid", (Self.left, y), (Self.right, y))
      svg += text(tick.label, at: (Self.left - 8, y + 4.5), anchor: "end")
    }
    svg += line("axis", (Self.left, Self.bottom), (Self.right, Self.bottom))
    for tick in horizontal.ticks {
      let x = Self.left + tick.position * (Self.right - Self.left)
      svg += line("axis", (x, Self.bottom), (x, Self.bottom + 5))
      svg += text(tick.label, at: (x, Self.bottom + 19), anchor: "middle")
    }
    svg += text(.number("step"), at: (Self.right, Self.bottom + 36), anchor: "end")
    let scale = vertical.kind == .logarithmic ? ", logarithmic" : ""
    svg += text(.number(quantity + scale), at: (Self.left - 8, 13), anchor: "start")
    return svg
  }

  private func line(_ style: String, _ a: (Double, Double), _ b: (Double, Double)) -> String {
    "<line class=\"\(style)\" x1=\"\(tenths(a.0))\" y1=\"\(tenths(a.1))\" "
      + "x2=\"\(tenths(b.0))\" y2=\"\(tenths(b.1))\"/>\n"
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

  // MARK: Curve

  private var curve: String {
    var path = ""
    var marks = ""
    var run: [(Double, Double)] = []
    func endRun() {
      if run.count == 1 {
        marks +=
          "<circle class=\"point\" cx=\"\(tenths(run[0].0))\" cy=\"\(tenths(run[0].1))\" r=\"3\"/>\n"
      } else {
        for (index, point) in run.enumerated() {
          path += "\(index == 0 ? "M" : "L")\(tenths(point.0)) \(tenths(point.1))"
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
          marks += line("break", (x - 4, Self.bottom - 8), (x + 4, Self.bottom))
          marks += line("break", (x - 4, Self.bottom), (x + 4, Self.bottom - 8))
        }
      }
      previousWasFinite = values[index].isFinite
    }
    endRun()
    return (path.isEmpty ? "" : "<path class=\"curve\" d=\"\(path)\"/>\n") + marks
  }
}

/// A coordinate with one decimal, which is finer than any screen shows.
private func tenths(_ x: Double) -> String {
  let scaled = Int((x * 10).rounded())
  let (whole, tenth) = abs(scaled).quotientAndRemainder(dividingBy: 10)
  return (scaled < 0 ? "-" : "") + (tenth == 0 ? "\(whole)" : "\(whole).\(tenth)")
}
