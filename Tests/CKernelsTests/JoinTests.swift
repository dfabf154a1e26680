import CKernels
import Testing

/// Prepared steps that follow one another, one by one and joined.
@Suite struct JoinTests {
  /// An average of gradients, one of their squares, and the step over its root, in memory of their own.
  private final class Update {
    var steps: [kernel_step]
    let numbers: UnsafeMutablePointer<Double>
    private let room: Int

    /// - Parameter gap: numbers between two rows.
    init(rows: Int, columns: Int, gap: Int) {
      let row = columns + gap
      room = rows * row + 8
      // Averages, averages of squares, parameters and gradients, then single numbers.
      numbers = .allocate(capacity: 4 * room + 8)
      var source = Numbers(seed: rows + 100 * columns)
      for (place, number) in source.calm(4 * room).enumerated() { numbers[place] = abs(number) }
      for (place, number) in [0.9, 0.1, 0.999, 0.001, 0.01, 0.5, 1e-8].enumerated() {
        numbers[4 * room + place] = number
      }
      let kinds: [kernel_step_kind] = [
        .KERNEL_STEP_MIX, .KERNEL_STEP_MIX_SQUARE, .KERNEL_STEP_OVER_ROOT,
      ]
      steps = kinds.map { kind in
        var step = kernel_step()
        (step.kind, step.rows, step.columns) = (kind, rows, columns)
        return step
      }
      func matrix(_ index: Int) -> kernel_matrix {
        kernel_matrix(start: numbers + index * room, row: row)
      }
      func number(_ index: Int) -> UnsafePointer<Double> {
        UnsafePointer(numbers + 4 * room + index)
      }
      for (index, state) in [0, 1].enumerated() {
        (steps[index].a, steps[index].b, steps[index].y) = (matrix(state), matrix(3), matrix(state))
        (steps[index].s, steps[index].t) = (number(2 * index), number(2 * index + 1))
      }
      (steps[2].a, steps[2].b, steps[2].c, steps[2].y) =
        (matrix(0), matrix(1), matrix(2), matrix(2))
      (steps[2].s, steps[2].t, steps[2].u) = (number(4), number(5), number(6))
      for index in steps.indices { kernel_prepare(&steps[index]) }
    }

    deinit { numbers.deallocate() }

    func run() {
      steps.withUnsafeBufferPointer { steps in
        guard let first = steps.baseAddress else { return }
        for index in steps.indices { first[index].run(first + index) }
      }
    }

    /// Averages and parameters, without what stands in gaps.
    var result: [Double] {
      (0..<3).flatMap { index in
        (0..<steps[0].rows).flatMap { i in
          (0..<steps[0].columns).map { j in
            numbers[index * room + i * steps[2].y.row + j]
          }
        }
      }
    }
  }

  @Test(arguments: [(1, 1, 0), (1, 3, 0), (1, 21, 0), (3, 5, 3), (7, 16, 0), (2, 9, 1)])
  func `an update by averages has the same bits`(rows: Int, columns: Int, gap: Int) {
    let (single, joined) = (
      Update(rows: rows, columns: columns, gap: gap), Update(rows: rows, columns: columns, gap: gap)
    )
    kernel_join(&joined.steps, 3)
    let ways = joined.steps.map { unsafeBitCast($0.run, to: Int.self) }
    // The last two have nothing left to do.
    #expect(ways[1] == ways[2] && ways[0] != ways[1])
    for _ in 0..<3 {
      single.run()
      joined.run()
    }
    #expect(joined.result == single.result)
  }

  @Test func `steps that read something else stay as they are`() {
    expectSingle { $0[1].b.start = $0[1].b.start + 1 }
  }

  /// One pass would read what was there before, or overwrite what is still to be read.
  @Test func `steps that read what another has written stay as they are`() {
    expectSingle { $0[1].a = $0[0].y }
    expectSingle { $0[2].c = $0[0].y }
    expectSingle {
      $0[1].y.start = $0[0].a.start + 3
      $0[2].b = $0[1].y
    }
    expectSingle { $0[2].y.start = $0[0].b.start - 2 }
  }

  private func expectSingle(
    _ change: (inout [kernel_step]) -> Void, _ location: SourceLocation = #_sourceLocation
  ) {
    let update = Update(rows: 2, columns: 9, gap: 0)
    change(&update.steps)
    let before = update.steps.map { unsafeBitCast($0.run, to: Int.self) }
    kernel_join(&update.steps, 3)
    #expect(
      update.steps.map { unsafeBitCast($0.run, to: Int.self) } == before, sourceLocation: location)
  }
}
