import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@testable import Reports

@Suite struct CurvePlotTests {
  private func plot(_ values: [Double]) -> CurvePlot {
    CurvePlot(
      quantity: "C", curves: [Curve(label: "C", steps: Array(values.indices), values: values)],
      identifier: "p")
  }

  private func numbers(_ scale: PlotScale) -> [String] {
    scale.ticks.map { tick in
      switch tick.label {
      case .number(let text): text
      case .powerOfTen(let power): "10^\(power)"
      }
    }
  }

  @Test func `a plot of a falling loss`() throws {
    let values = (0...200).map { 8 * exp(-Double($0) / 40) }
    try Snapshot.expect(plot(values).standaloneSVG, matches: "plot-200.svg")
  }

  @Test(
    arguments: [
      [1], [1, 2], [5, 5, 5], [0, 0], [.nan], [.infinity, 1, .nan, 2], [-.infinity, .nan],
      [1e308, -1e308], [.leastNonzeroMagnitude, 3 * .leastNonzeroMagnitude],
      [1, .nan, .nan, .infinity], [1e-300, 1e300],
      [1 + 1e-16, 1],
    ] as [[Double]])
  func `every loss can be drawn`(values: [Double]) throws {
    let svg = plot(values).standaloneSVG
    #expect(XMLParser(data: Data(svg.utf8)).parse())
    for word in ["nan", "inf", "NaN)", "e+", "e-"] {
      let coordinates = svg.split(separator: "<path").dropFirst().joined()
      #expect(!coordinates.contains(word))
    }
    let hasPoint = values.contains(where: \.isFinite)
    #expect(svg.contains("class=\"curve\"") || svg.contains("class=\"point\"") == hasPoint)
  }

  @Test func `a gap is marked where the loss was not finite`() {
    let svg = plot([3, 2, .nan, .nan, 1, 2]).inlineSVG
    #expect(svg.components(separatedBy: "class=\"break\"").count == 3)
    #expect(svg.components(separatedBy: "M").count == 3)
  }

  @Test func `a long curve keeps its spikes`() {
    var values = (0..<10_000).map { 1 + sin(Double($0) / 500) }
    values[4321] = 50
    values[7777] = -50
    values[8000] = .nan
    let kept = CurveReduction.indices(of: values, columns: 560)
    #expect(kept.count <= 4 * 560 + 560)
    #expect(kept == kept.sorted() && Set(kept).count == kept.count)
    for index in [0, 4321, 7777, 8000, 9999] { #expect(kept.contains(index)) }
  }

  @Test(
    arguments: [
      ([0, 10], ["0", "2", "4", "6", "8", "10"]),
      ([7.6, 7.9], ["7.6", "7.7", "7.8", "7.9"]),
      ([1000.1, 1000.2], ["1000.1", "1000.12", "1000.14", "1000.16", "1000.18", "1000.2"]),
      ([-0.3, 0.3], ["-0.4", "-0.2", "0", "0.2", "0.4"]),
      ([1, 100], ["0", "20", "40", "60", "80", "100"]),
      ([1, 101], ["10^0", "10^1", "10^2", "10^3"]),
      ([1e-3, 2], ["10^-3", "10^-2", "10^-1", "10^0", "10^1"]),
      ([0, 1000], ["0", "200", "400", "600", "800", "1000"]),
      ([5, 5], ["4.4", "4.6", "4.8", "5", "5.2", "5.4", "5.6"]),
    ] as [([Double], [String])])
  func `ticks are round numbers`(values: [Double], labels: [String]) {
    #expect(numbers(PlotScale.fitting(values)) == labels)
  }

  @Test(
    arguments: [
      (0, 0, ["0"]), (0, 1, ["0", "1"]), (0, 3, ["0", "1", "2", "3"]),
      (0, 200, ["0", "50", "100", "150", "200"]), (0, 483, ["0", "100", "200", "300", "400"]),
    ])
  func `steps are whole numbers`(first: Int, last: Int, labels: [String]) {
    #expect(numbers(PlotScale.steps(from: first, to: last)) == labels)
  }

  @Test func `several curves have a legend, in rows as they need them`() throws {
    func plot(_ count: Int) -> CurvePlot {
      CurvePlot(
        quantity: "L",
        curves: (1...count).map {
          Curve(label: "lr = 0.\($0)", steps: [0, 1], values: [1, 2], style: .numbered($0))
        }, identifier: "p")
    }
    #expect(!plot(1).inlineSVG.contains("lr = 0.1<"))
    let two = plot(2).standaloneSVG
    #expect(two.contains("viewBox=\"0 0 640 260\"") && two.contains(">lr = 0.2</text>"))
    #expect(two.contains("class=\"curve curve-2\""))
    let many = plot(8).standaloneSVG
    #expect(many.contains("viewBox=\"0 0 640 286\""))
    // Where the colours end, dashes begin.
    #expect(many.contains("class=\"curve curve-2 second-round\""))
    #expect(XMLParser(data: Data(many.utf8)).parse())
  }

  @Test func `curves of different length share their axes`() {
    let plot = CurvePlot(
      quantity: "L",
      curves: [
        Curve(label: "a", steps: [0, 10], values: [1, 2]),
        Curve(label: "b", steps: [0, 5, 20], values: [3, 4, 5], style: .dashed),
      ], identifier: "p")
    #expect(numbers(plot.vertical) == ["1", "2", "3", "4", "5"])
    #expect(plot.summary.contains("L, a, is 1 at step 0 and 2 at step 10."))
    #expect(plot.inlineSVG.contains(">20</text>"))
  }

  @Test func `names in a plot are escaped`() {
    let plot = CurvePlot(
      quantity: MistakesRun.markup,
      curves: [0, 1].map { Curve(label: MistakesRun.markup, steps: [0, 1], values: [1, $0]) },
      identifier: "p")
    #expect(!plot.inlineSVG.contains("<script"))
    #expect(XMLParser(data: Data(plot.standaloneSVG.utf8)).parse())
  }
}
