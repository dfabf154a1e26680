import CKernels
import Testing

/// Products beside sums that are exact but for one rounding.
@Suite struct ProductTests {
  /// c, or what stands there, and s · Σ aᵢₗ bₗⱼ, and the bound: a sum of n products in any order, fused or not, is
  /// off by at most γₙ Σ |aᵢₗ bₗⱼ| with γₙ = n u / (1 − n u) and u = 2⁻⁵³ (Higham, Accuracy and stability of
  /// numerical algorithms, 2002, 3.1). Scale and beginning add two roundings more.
  private func expectation(_ trial: Trial, _ i: Int, _ j: Int) -> (value: Double, bound: Double) {
    guard let a = trial.a, let b = trial.b, let y = trial.y else { return (.nan, .nan) }
    let inner = trial.step.inner
    var sum = ExactSum()
    var magnitude = 0.0
    for l in 0..<inner {
      let entry = trial.isTurned ? a[l, i] : a[i, l]
      sum.add(entry, times: b[l, j])
      magnitude += abs(entry * b[l, j])
    }
    var beginning = 0.0
    let isMasked = trial.step.function == kernel_epilogue.KERNEL_SUMS_THROUGH_RELU.rawValue
    if let c = trial.c, !isMasked { beginning = c[0, j] }
    if trial.step.adds || trial.s != nil { beginning = y[i, j] }
    let scale = trial.s ?? 1
    var total = ExactSum()
    total.add(beginning, times: 1)
    total.add(sum.high, times: scale)
    total.add(sum.low, times: scale)
    let unit = 0x1p-53
    let n = Double(inner + 3) * unit
    let bound = n / (1 - n) * (abs(scale) * magnitude + abs(beginning))
    // Neither brings two numbers further apart.
    if isMasked { return (trial.c?[i, j] ?? .nan > 0 ? total.high : 0, bound) }
    let hasReLU = trial.step.function == kernel_epilogue.KERNEL_RELU_OF_SUMS.rawValue
    return (hasReLU ? max(0, total.high) : total.high, bound)
  }

  private func trials(_ seed: Int, _ source: @escaping Trials.Source) -> [Trial] {
    var trials = Trials(seed: seed, source)
    trials.addProducts(Trials.productSizes)
    return trials.all
  }

  @Test(arguments: TrialMemory.machines)
  func `a product is as near as the roundings of its sums allow`(machine: Int) {
    expectProducts(trials(6) { $0.calm($1) }, on: machine) { seen, value, bound in
      abs(seen - value) <= bound
    }
  }

  @Test(arguments: TrialMemory.machines)
  func `products of small multiples of a half are exact`(machine: Int) {
    expectProducts(trials(7) { $0.halves($1) }, on: machine) { seen, value, _ in seen == value }
  }

  private func expectProducts(
    _ trials: [Trial], on machine: Int, _ isRight: (Double, Double, Double) -> Bool
  ) {
    let memory = TrialMemory(capacity: Trials.capacity)
    let problems = trials.firstProblems { trial in
      let y = memory.result(of: trial, on: machine).y
      for (place, seen) in y.enumerated() where isLookedAt(place, of: trial) {
        let (i, j) = place.quotientAndRemainder(dividingBy: trial.step.columns)
        let (value, bound) = expectation(trial, i, j)
        guard isRight(seen, value, bound) else {
          return "\(seen) instead of \(value) ± \(bound) at \(i), \(j)"
        }
      }
      return nil
    }
    #expect(problems == [])
  }

  /// Of large products every 13th entry: it comes by all rows and columns of a tile, and the plain sums take
  /// longest here.
  private func isLookedAt(_ place: Int, of trial: Trial) -> Bool {
    let step = trial.step
    return step.rows * step.columns * step.inner < 10_000 || place % 13 == 0
  }

  /// A step is prepared once, and then does smaller blocks too.
  @Test func `a product of fewer rows than it was prepared for has the same rows`() {
    let memory = TrialMemory(capacity: Trials.capacity)
    let problems = trials(8) { $0.calm($1) }.firstProblems { trial in
      let all = memory.result(of: trial, on: nil).y
      for rows in Set([0, 1, trial.step.rows / 2, trial.step.rows - 1]) where rows >= 0 {
        let count = rows * trial.step.columns
        let y = memory.result(of: trial, ofRows: rows).y
        if y.prefix(count) != all.prefix(count) { return "\(rows) rows differ" }
      }
      return nil
    }
    #expect(problems == [])
  }
}

/// A sum of products with twice the digits (Ogita, Rump and Oishi, Accurate sum and dot product, 2005, Dot2).
struct ExactSum {
  private(set) var high = 0.0
  private(set) var low = 0.0

  mutating func add(_ a: Double, times b: Double) {
    let product = a * b
    let lostByProduct = (-product).addingProduct(a, b)
    let sum = high + product
    let part = sum - high
    let lostBySum = (high - (sum - part)) + (product - part)
    low += lostByProduct + lostBySum
    // Both parts together are what counts; the first one is their sum rounded.
    let total = sum + low
    low -= total - sum
    high = total
  }
}
