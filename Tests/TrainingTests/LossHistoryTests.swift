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
}
