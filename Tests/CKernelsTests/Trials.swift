import CKernels

/// Trials of steps of every kind, of many sizes and layouts, on numbers of a kind.
struct Trials {
  /// Rows, columns, and the gaps between the rows of a, b, c, y and z.
  struct Layout {
    var rows: Int
    var columns: Int
    var gaps = [0, 0, 0, 0, 0]
  }

  /// Hands out so many numbers.
  typealias Source = (inout Numbers, Int) -> [Double]

  private(set) var all: [Trial] = []
  private var numbers: Numbers
  private let source: Source

  init(seed: Int, _ source: @escaping Source) {
    numbers = Numbers(seed: seed)
    self.source = source
  }

  static let alike = [3, 3, 3, 3, 3]
  static let different = [1, 0, 2, 7, 4]

  /// Every number of columns up to 33, and sizes around the lengths of vectors, blocks and tiles.
  static let layouts: [Layout] =
    (0...33).map { Layout(rows: 1, columns: $0) }
    + (0...33).map { Layout(rows: 2 + $0 % 2, columns: $0, gaps: $0 % 3 == 0 ? alike : different) }
    + (0...33).map { Layout(rows: $0, columns: 1 + $0 % 5, gaps: [0, 0, 0, 0, 0]) }
    + [
      Layout(rows: 9, columns: 3, gaps: alike), Layout(rows: 17, columns: 2, gaps: different),
      Layout(rows: 5, columns: 63), Layout(rows: 3, columns: 64, gaps: different),
      Layout(rows: 2, columns: 65, gaps: alike), Layout(rows: 2, columns: 130),
      Layout(rows: 8, columns: 127, gaps: different), Layout(rows: 1, columns: 257),
      Layout(rows: 9, columns: 129, gaps: alike),
    ]

  /// For kinds of which there is one loop for each function: every way through the loop, a few times.
  static let fewLayouts: [Layout] =
    (0...9).map { Layout(rows: 1, columns: $0) }
    + [
      Layout(rows: 2, columns: 1, gaps: different), Layout(rows: 3, columns: 2, gaps: alike),
      Layout(rows: 3, columns: 4, gaps: [0, 0, 0, 1, 1]), Layout(rows: 2, columns: 5, gaps: alike),
      Layout(rows: 3, columns: 7, gaps: different), Layout(rows: 5, columns: 8),
      Layout(rows: 2, columns: 17), Layout(rows: 2, columns: 33, gaps: different),
    ]

  /// As many numbers as every trial's operands have at most.
  static let capacity = 1 << 14

  private mutating func take(_ count: Int) -> [Double] { source(&numbers, count) }

  private mutating func matrix(_ rows: Int, _ columns: Int, gap: Int = 0) -> Operand {
    Operand(rows, columns, gap: gap, take(rows * columns))
  }

  private mutating func scalar() -> Double { take(1)[0] }

  private mutating func add(_ trial: Trial) { all.append(trial) }

  // MARK: - Entries

  mutating func addMaps() {
    for function in 0...kernel_unary.KERNEL_SQUARE.rawValue {
      for layout in Self.fewLayouts {
        var map = elementwise(.KERNEL_STEP_MAP, layout, function)
        add(map)
        map.step.kind = .KERNEL_STEP_MAP_TIMES
        map.b = matrix(layout.rows, layout.columns, gap: layout.gaps[1])
        add(map)
        addSums(map, .KERNEL_STEP_MAP_SUM)
        map.b = nil
        addSums(map, .KERNEL_STEP_MAP_SUM)
      }
    }
  }

  /// y for a of the same size.
  private mutating func elementwise(
    _ kind: kernel_step_kind, _ layout: Layout, _ function: UInt16 = 0
  ) -> Trial {
    let (rows, columns) = (layout.rows, layout.columns)
    var trial = Trial(kind, rows: rows, columns: columns, function: function)
    trial.a = matrix(rows, columns, gap: layout.gaps[0])
    trial.y = matrix(rows, columns, gap: layout.gaps[3])
    return trial
  }

  /// The same operands with a sum as the result, scaled and added to what is there.
  private mutating func addSums(_ trial: Trial, _ kind: kernel_step_kind) {
    var sum = trial
    sum.step.kind = kind
    sum.y = matrix(1, 1)
    add(sum)
    sum.s = scalar()
    add(sum)
    sum.step.adds = true
    add(sum)
  }

  mutating func addCombinations() {
    let extents: [kernel_extent] = [.KERNEL_FULL, .KERNEL_ROW, .KERNEL_COLUMN, .KERNEL_SCALAR]
    for function in 0...kernel_binary.KERNEL_THROUGH_RELU.rawValue {
      for (place, layout) in Self.fewLayouts.enumerated() {
        for a in extents {
          for b in extents where place % 2 == 0 || a == .KERNEL_FULL || b == .KERNEL_FULL {
            var trial = elementwise(.KERNEL_STEP_COMBINE, layout, function)
            trial.step.extent_of_a = a
            trial.step.extent_of_b = b
            trial.a = operand(a, layout, gap: layout.gaps[0])
            trial.b = operand(b, layout, gap: layout.gaps[1])
            add(trial)
          }
        }
      }
    }
  }

  private mutating func operand(
    _ extent: kernel_extent, _ layout: Layout, gap: Int
  ) -> Operand {
    switch extent {
    case .KERNEL_FULL: matrix(layout.rows, layout.columns, gap: gap)
    case .KERNEL_ROW: matrix(1, layout.columns).repeated
    case .KERNEL_COLUMN: matrix(layout.rows, 1, gap: gap)
    default: matrix(1, 1).repeated
    }
  }

  mutating func addLinearSteps() {
    let kinds: [kernel_step_kind] = [
      .KERNEL_STEP_ADD_SCALED, .KERNEL_STEP_SCALED_DIFFERENCE, .KERNEL_STEP_MIX,
      .KERNEL_STEP_MIX_SQUARE,
    ]
    for layout in Self.layouts {
      for kind in kinds {
        var trial = elementwise(kind, layout)
        trial.b = matrix(layout.rows, layout.columns, gap: layout.gaps[1])
        trial.s = scalar()
        if kind == .KERNEL_STEP_MIX || kind == .KERNEL_STEP_MIX_SQUARE { trial.t = scalar() }
        add(trial)
      }
      addOverRoot(layout)
      var dot = elementwise(.KERNEL_STEP_DOT, layout)
      dot.b = matrix(layout.rows, layout.columns, gap: layout.gaps[1])
      addSums(dot, .KERNEL_STEP_DOT)
      var fill = elementwise(.KERNEL_STEP_FILL, layout)
      fill.a = nil
      fill.s = scalar()
      add(fill)
    }
  }

  private mutating func addOverRoot(_ layout: Layout) {
    var trial = elementwise(.KERNEL_STEP_OVER_ROOT, layout)
    trial.b = matrix(layout.rows, layout.columns, gap: layout.gaps[1])
    trial.c = matrix(layout.rows, layout.columns, gap: layout.gaps[2])
    (trial.s, trial.u) = (scalar(), scalar())
    add(trial)
    trial.t = scalar()
    add(trial)
  }

  mutating func addLogisticSteps() {
    let values: [kernel_unary] = [
      .KERNEL_LOG_SIGMOID, .KERNEL_SOFTPLUS, .KERNEL_LOG_ONE_PLUS_POWER,
    ]
    let slopes: [kernel_unary] = [.KERNEL_SIGMOID, .KERNEL_SIGMOID_OF_NEGATIVE]
    for (place, layout) in Self.layouts.enumerated() {
      let (rows, columns) = (layout.rows, layout.columns)
      var trial = elementwise(.KERNEL_STEP_LOGISTIC, layout)
      trial.step.function = values[place % 3].rawValue
      trial.step.other = slopes[place / 3 % 2].rawValue
      trial.z = matrix(rows, columns, gap: layout.gaps[4])
      for hasFactor in [false, true] {
        trial.c = hasFactor ? matrix(rows, columns, gap: layout.gaps[2]) : nil
        trial.step.sums = false
        trial.b = nil
        add(trial)
        trial.step.sums = true
        addSums(trial, .KERNEL_STEP_LOGISTIC)
        trial.b = matrix(rows, columns, gap: layout.gaps[1])
        addSums(trial, .KERNEL_STEP_LOGISTIC)
      }
    }
  }

  // MARK: - Rows and columns

  mutating func addReductions() {
    for layout in Self.layouts {
      let (rows, columns) = (layout.rows, layout.columns)
      for function in 0...kernel_reduction.KERNEL_PLACE_OF_SMALLEST.rawValue {
        var trial = elementwise(.KERNEL_STEP_REDUCE_ROWS, layout, function)
        trial.y = matrix(rows, 1, gap: layout.gaps[3])
        add(trial)
        trial.step.kind = .KERNEL_STEP_REDUCE_COLUMNS
        trial.y = matrix(1, columns)
        add(trial)
        guard function < kernel_reduction.KERNEL_PLACE_OF_LARGEST.rawValue else { continue }
        trial.step.adds = true
        add(trial)
        guard function == kernel_reduction.KERNEL_SUM.rawValue else { continue }
        trial.step.adds = false
        trial.s = scalar()
        add(trial)
      }
      addSums(elementwise(.KERNEL_STEP_SUM, layout), .KERNEL_STEP_SUM)
    }
  }

  mutating func addSoftmaxes() {
    for layout in Self.layouts {
      var trial = elementwise(.KERNEL_STEP_SOFTMAX, layout)
      add(trial)
      trial.step.kind = .KERNEL_STEP_LOG_SOFTMAX
      add(trial)
      trial.step.kind = .KERNEL_STEP_SOFTMAX
      trial.z = matrix(layout.rows, layout.columns, gap: layout.gaps[4])
      add(trial)
      trial.step.kind = .KERNEL_STEP_LOG_SUM_EXP
      trial.z = nil
      trial.y = matrix(layout.rows, 1, gap: layout.gaps[3])
      add(trial)
    }
  }

  // MARK: - Entries that move

  mutating func addMoves() {
    for layout in Self.layouts {
      let (rows, columns) = (layout.rows, layout.columns)
      add(elementwise(.KERNEL_STEP_COPY_ROWS, layout))
      var transpose = elementwise(.KERNEL_STEP_TRANSPOSE, layout)
      transpose.y = matrix(columns, rows, gap: layout.gaps[3])
      add(transpose)

      var gather = elementwise(.KERNEL_STEP_GATHER, layout)
      gather.a = matrix(1, 11)
      gather.index = (0..<rows * columns).map { _ in Int32(numbers.next() % 12) - 1 }
      add(gather)
      var scatter = elementwise(.KERNEL_STEP_SCATTER, layout)
      scatter.y = matrix(1, 11)
      scatter.index = gather.index
      add(scatter)
      var gatherRows = elementwise(.KERNEL_STEP_GATHER_ROWS, layout)
      gatherRows.a = matrix(7, columns, gap: layout.gaps[0])
      gatherRows.index = (0..<rows).map { _ in Int32(numbers.next() % 7) }
      add(gatherRows)

      for parts in 1...3 {
        var addParts = elementwise(.KERNEL_STEP_ADD_PARTS, layout)
        let a = matrix(parts * rows, columns, gap: layout.gaps[0])
        addParts.a = a
        addParts.step.inner = parts
        addParts.step.column_of_a = rows * a.row
        add(addParts)
      }
      var oneHot = elementwise(.KERNEL_STEP_ONE_HOT, layout)
      oneHot.a = matrix(rows, 1, gap: layout.gaps[0])
      add(oneHot)
    }
  }

  mutating func addEverything() {
    addMaps()
    addCombinations()
    addLinearSteps()
    addLogisticSteps()
    addReductions()
    addSoftmaxes()
    addMoves()
    addProducts(Self.productSizes)
  }

  // MARK: - Products

  struct ProductSize {
    var rows: Int
    var inner: Int
    var columns: Int

    init(_ rows: Int, _ inner: Int, _ columns: Int) {
      (self.rows, self.inner, self.columns) = (rows, inner, columns)
    }
  }

  /// Everything small, sizes around tiles and their parts, and around the block of the inner index (256) and what
  /// is put together before it is multiplied (`inner` rows of b that are far apart).
  static let productSizes: [ProductSize] =
    (0...33).map { ProductSize($0, 1 + $0 % 7, 1 + $0 % 11) }
    + (0...33).map { ProductSize(1 + $0 % 9, $0, 1 + $0 % 6) }
    + (0...33).map { ProductSize(1 + $0 % 10, 2 + $0 % 5, $0) }
    + (1...4).flatMap { inner in (1...9).map { ProductSize(($0 + inner) % 9 + 1, inner, $0) } }
    + [0, 1, 7, 8, 9, 31, 33, 64].map { ProductSize(11, $0, 1) }
    + [1, 3, 4, 8, 12, 16, 23].map { ProductSize($0, 21, 1) }
    + (1...4).flatMap { columns in [8, 9, 15, 40].map { ProductSize($0, 16 + columns, columns) } }
    + [
      ProductSize(512, 16, 2), ProductSize(513, 16, 1), ProductSize(5, 255, 3),
      ProductSize(4, 256, 24), ProductSize(9, 257, 25), ProductSize(17, 70, 66),
      ProductSize(18, 513, 12), ProductSize(20, 300, 47), ProductSize(33, 64, 64),
    ]

  /// For each size: from nothing, from a row c, from what is there, with a scale, and the last three with relu or
  /// its slope behind them; a as it lies and turned; with and without gaps.
  mutating func addProducts(_ sizes: [ProductSize]) {
    for (place, size) in sizes.enumerated() {
      let isLarge = size.rows * size.inner * size.columns > 50_000
      for isTurned in [false, true] {
        for gaps in [[0, 0, 0, 0, 0], Self.different, [2, 5, 0, 9, 0]] {
          var trial = Trial(.KERNEL_STEP_PRODUCT, rows: size.rows, columns: size.columns)
          trial.step.inner = size.inner
          let a = isTurned ? (size.inner, size.rows) : (size.rows, size.inner)
          trial.a = matrix(a.0, a.1, gap: gaps[0])
          trial.isTurned = isTurned
          trial.b = matrix(size.inner, size.columns, gap: gaps[1])
          trial.y = matrix(size.rows, size.columns, gap: gaps[3])
          for beginning in 0..<4 where !isLarge || beginning == place % 4 {
            trial.step.function = kernel_epilogue.KERNEL_AS_THEY_ARE.rawValue
            trial.c = beginning == 1 ? matrix(1, size.columns).repeated : nil
            trial.step.adds = beginning == 2
            trial.s = beginning == 3 ? scalar() : nil
            add(trial)
            trial.step.function = kernel_epilogue.KERNEL_RELU_OF_SUMS.rawValue
            add(trial)
            guard beginning != 1 else { continue }
            trial.step.function = kernel_epilogue.KERNEL_SUMS_THROUGH_RELU.rawValue
            trial.c = matrix(size.rows, size.columns, gap: gaps[2])
            add(trial)
          }
        }
      }
    }
  }
}
