import Testing

@testable import Training

@Suite struct LossHistoryTests {
  private func history(ofSteps count: Int) -> LossHistory {
    var history = LossHistory()
    for step in 0...count { history.append(Double(step), at: step) }
    return history
  }

  @Test func `every step is kept up to ten thousand entries`() {
    let history = history(ofSteps: 9_999)
    #expect(history.steps == Array(0...9_999))
    #expect(history.losses == history.steps.map(Double.init))
  }

  @Test(arguments: [10_000, 10_001, 19_999, 20_000, 123_457, 1_000_000])
  func `a long run keeps evenly spaced steps with the first and the last`(count: Int) {
    let history = history(ofSteps: count)
    #expect(history.steps.count <= LossHistory.maximalCount)
    #expect(history.steps.count > LossHistory.maximalCount / 2 - 2)
    #expect(history.steps.first == 0)
    #expect(history.steps.last == count)
    #expect(history.losses == history.steps.map(Double.init))
    let strides = Set(zip(history.steps.dropFirst(), history.steps).dropLast().map { $0 - $1 })
    #expect(strides.count == 1)
  }

  @Test(arguments: [[1], [7, 1, 992], [4096], [30_000, 5], [9_999, 2, 1]])
  func `blocks give the same history as single losses`(sizes: [Int]) {
    let losses = (0..<45_678).map { Double($0 * 7919 % 104_729) }
    var blocks = LossHistory()
    var start = 0
    var turn = 0
    while start < losses.count {
      let end = min(losses.count, start + sizes[turn % sizes.count])
      blocks.append(contentsOf: Array(losses[start..<end]), from: start)
      start = end
      turn += 1
    }
    var singles = LossHistory()
    for (step, loss) in losses.enumerated() { singles.append(loss, at: step) }
    #expect(blocks == singles)
  }

  @Test func `a block of nothing changes nothing`() {
    var history = LossHistory([3, 2, 1])
    history.append(contentsOf: [], from: 3)
    #expect(history == LossHistory([3, 2, 1]))
  }

  /// Ten million steps of a calm loss with three single spikes and a step that is no number.
  @Test func `a spike of one step among ten million is not lost`() {
    var history = LossHistory()
    let calm = Array(repeating: 1.0, count: 100_000)
    for block in 0..<100 {
      var losses = calm
      if block == 3 { losses[33_333] = 50 }
      if block == 71 { losses[2] = -50 }
      if block == 72 { losses[99_999] = .nan }
      history.append(contentsOf: losses, from: block * 100_000)
    }
    #expect(history.steps.count <= LossHistory.maximalCount)
    let curve = history.curve
    #expect(curve.steps.count <= LossHistory.maximalCount + 3 * 2048)
    #expect(curve.steps == curve.steps.sorted())
    #expect(Set(curve.steps).count == curve.steps.count)
    let points = Dictionary(uniqueKeysWithValues: zip(curve.steps, curve.losses))
    #expect(points[333_333] == 50)
    #expect(points[7_100_002] == -50)
    #expect(points[7_299_999]?.isNaN == true)
    #expect(points[9_999_999] == 1)
  }

  @Test func `a short run's curve is its entries`() {
    let history = LossHistory([3, .nan, 1])
    #expect(history.curve.steps == [0, 1, 2])
    #expect(history.curve.losses[2] == 1)
  }
}
