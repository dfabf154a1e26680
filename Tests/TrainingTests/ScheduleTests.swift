import EquationGraph
import LinearAlgebra
import Testing

@testable import Training

@Suite struct ScheduleTests {
  /// The rate of each step, from 1.
  private func rates(
    _ shape: LearningRateSchedule.Shape, warmup: Int = 1, steps: Int
  ) -> [Double] {
    var schedule = LearningRateSchedule()
    schedule.shape = shape
    schedule.warmup = warmup
    let graph = Graph()
    return (1...steps).map { number in
      let step = Value(graph, graph.leaf(Matrix(scalar: Double(number))))
      let rate = Value(graph, graph.constant(0.5))
      return evaluated([schedule.rate(rate, step: step, of: steps)])[0].scalar
    }
  }

  private func expect(_ seen: [Double], _ wanted: [Double]) {
    #expect(seen.count == wanted.count)
    for (a, b) in zip(seen, wanted) { #expect(abs(a - b) < 1e-15, "\(seen)") }
  }

  @Test func `each shape has its rates`() {
    expect(rates(.constant, steps: 3), [0.5, 0.5, 0.5])
    expect(rates(.step(every: 2, factor: 0.1), steps: 5), [0.5, 0.5, 0.05, 0.05, 0.005])
    expect(rates(.exponential(0.5), steps: 4), [0.5, 0.25, 0.125, 0.0625])
    // cos of 0, 60, 120 and 180 degrees
    expect(rates(.cosine(to: 0.1), steps: 4), [0.5, 0.4, 0.2, 0.1])
  }

  @Test func `a cosine ends exactly at its end, and a single step has the rate`() {
    #expect(rates(.cosine(to: 0.1), steps: 100).last == 0.1)
    #expect(rates(.cosine(to: 0), steps: 37).last == 0)
    #expect(rates(.cosine(to: 0.1), steps: 1) == [0.5])
  }

  @Test func `a warm-up rises in equal parts and multiplies the rest`() {
    expect(rates(.constant, warmup: 4, steps: 6), [0.125, 0.25, 0.375, 0.5, 0.5, 0.5])
    expect(rates(.exponential(0.5), warmup: 2, steps: 3), [0.25, 0.25, 0.125])
  }
}

@Suite struct GradientClipTests {
  private func clipped(
    _ clip: GradientClip, _ gradients: [[Double]], _ convention: Convention
  ) -> [[Double]] {
    let graph = Graph()
    let values = gradients.map { Value(graph, graph.leaf(Matrix(rows: [$0]))) }
    return evaluated(clip.clipped(values, norm: jointNorm(of: values), convention)).map {
      Array($0.elements)
    }
  }

  /// The joint norm is 5.
  private let gradients = [[3.0], [0, -4]]

  @Test func `PyTorch's factor stays a little below the limit`() {
    let factor = 2 / (5 + 1e-6)
    #expect(clipped(.norm(2), gradients, .pytorch) == [[3 * factor], [0, -4 * factor]])
    #expect(clipped(.norm(6), gradients, .pytorch) == gradients)
  }

  @Test(arguments: [Convention.keras, .optax])
  func `Keras and Optax meet the limit`(convention: Convention) {
    let result = clipped(.norm(2.5), gradients, convention)
    #expect(result == [[1.5], [0, -2]])
    #expect(clipped(.norm(8), gradients, convention) == gradients)
  }

  @Test(arguments: Convention.allCases)
  func `gradients of zero stay zero`(convention: Convention) {
    #expect(clipped(.norm(2), [[0], [0, 0]], convention) == [[0], [0, 0]])
  }

  @Test(arguments: Convention.allCases)
  func `a limit for values is met by each entry`(convention: Convention) {
    #expect(clipped(.value(1), gradients, convention) == [[1], [0, -1]])
  }
}
