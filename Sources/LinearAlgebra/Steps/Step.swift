import CKernels

/// Where an operand or a result of a step lies.
package struct Place: Sendable {
  package enum Area: Sendable {
    /// In a memory that the program holds on to, from this number on.
    case memory(NumberMemory, Int)
    /// The numbers of a matrix. They are only read.
    case elements(MatrixElements)
    /// In the memory that each worker has for values that live no longer than a block.
    case scratch(Int)
  }

  /// What the place follows from block to block of a sweep, and how many numbers it moves for each row or
  /// part.
  package enum Motion: Sendable {
    case withRow(Int)
    /// With the first row of the batch in its data.
    case withBatch(Int)
    case withPart(Int)
  }

  package var area: Area
  /// Numbers from one row to the next; 0 for a single row that serves for all.
  package var row: Int
  package var motions: [Motion]

  package init(_ area: Area, row: Int, motions: [Motion] = []) {
    self.area = area
    self.row = row
    self.motions = motions
  }
}

/// How an operand of an elementwise step is read for each row of the result.
package enum Extent: Sendable {
  /// As large as the result.
  case full
  /// A single row, used for all.
  case row
  /// A single column, used for all.
  case column
  case scalar

  /// How an operand of one shape is read for a result of another.
  package init(of operand: Shape, in result: Shape) {
    self =
      operand == result ? .full : operand.isScalar ? .scalar : operand.rows == 1 ? .row : .column
  }

  var code: kernel_extent {
    switch self {
    case .full: .KERNEL_FULL
    case .row: .KERNEL_ROW
    case .column: .KERNEL_COLUMN
    case .scalar: .KERNEL_SCALAR
    }
  }
}

/// One step of a program: what it does and where its operands a, b, c and its results y, z lie. `s`, `t` and `u`
/// are single numbers.
package struct Step: Sendable {
  package enum Kind: Sendable, Hashable {
    /// y = f(a)
    case map(ElementwiseFunction)
    /// y = f(a) ⊙ b
    case mapTimes(ElementwiseFunction)
    /// y = s · Σ f(a), or s · Σ f(a) ⊙ b
    case mapSum(ElementwiseFunction)
    /// y = f(a), z = g(a) ⊙ c with one exponential for both: f is log_sigmoid, softplus or logOnePlusPower, g
    /// sigmoid or sigmoidOfNegative; c may be missing.
    case logistic(ElementwiseFunction, ElementwiseFunction)
    /// y = s · Σ f(a) ⊙ b, z as before; b may be missing.
    case logisticSum(ElementwiseFunction, ElementwiseFunction)
    /// y = f(a, b)
    case combine(BinaryFunction)
    /// y = a + s · b
    case addScaled
    /// y = s · (a − b)
    case scaledDifference
    /// y = s · a + t · b
    case mix
    /// y = s · a + t · b²
    case mixSquare
    /// y = c − s · a ⊘ (√b ⊘ t + u); t may be missing.
    case overRoot
    /// y = s · Σ a ⊙ b
    case dot
    /// y [rows, 1]
    case reduceRows(Reduction)
    /// y [1, columns]; with s, y + s · Σ
    case reduceColumns(Reduction)
    /// y = s · Σ a
    case sum
    /// y, and with z its logarithm
    case weigh(Weighing)
    /// y = a · b, with c from the row c, with s y + s · a · b
    case product(Epilogue)
    case transpose
    /// y[k] = a[index[k]]
    case gather
    /// y[index[k]] += a[k]
    case scatter
    /// y = the rows of a that the order of the batch names
    case gatherRows
    /// y = a, and nothing behind the ends of its rows
    case copyRows
    /// y = s
    case fill
    /// y = the sum of `inner` matrices, `columnOfA` numbers apart
    case addParts
    case oneHot
    /// What no step does.
    case call
  }

  /// What becomes of the entries of a product before they are stored.
  package enum Epilogue: Sendable {
    case none
    case relu
    /// Times (c > 0) for a matrix c as large as y: a cotangent through relu.
    case throughReLU
  }

  /// Which of its sizes is the number of rows of a block.
  package enum Sweep: Sendable {
    case none, rows, inner
  }

  package var kind: Kind
  package var rows = 1
  package var columns = 1
  package var inner = 0
  package var columnOfA = 1
  package var a, b, c, y, z, s, t, u: Place?
  package var extentOfA = Extent.full
  package var extentOfB = Extent.full
  package var places: [Int32] = []
  package var sweep = Sweep.none
  /// The first block of a part begins a sum, and the others add to it.
  package var beginsSum = false
  package var call: (@Sendable () -> Void)?

  package init(_ kind: Kind, rows: Int, columns: Int) {
    self.kind = kind
    self.rows = rows
    self.columns = columns
  }

  /// Floating-point operations: a product has two for each multiplication, an entry of everything else one.
  package var operationCount: Int {
    switch kind {
    case .product: 2 * rows * inner * columns
    case .transpose, .gather, .scatter, .gatherRows, .copyRows, .fill, .call, .oneHot: 0
    case .mapTimes, .mapSum, .addScaled, .scaledDifference, .dot: 2 * rows * columns
    case .mix, .mixSquare: 3 * rows * columns
    case .overRoot: 6 * rows * columns
    case .logistic, .logisticSum: 4 * rows * columns
    case .weigh: 4 * rows * columns
    case .addParts: (inner - 1) * rows * columns
    case .map, .combine, .reduceRows, .reduceColumns, .sum: rows * columns
    }
  }
}

extension Step.Kind {
  var code: kernel_step_kind {
    switch self {
    case .map: .KERNEL_STEP_MAP
    case .mapTimes: .KERNEL_STEP_MAP_TIMES
    case .mapSum: .KERNEL_STEP_MAP_SUM
    case .logistic, .logisticSum: .KERNEL_STEP_LOGISTIC
    case .combine: .KERNEL_STEP_COMBINE
    case .addScaled: .KERNEL_STEP_ADD_SCALED
    case .scaledDifference: .KERNEL_STEP_SCALED_DIFFERENCE
    case .mix: .KERNEL_STEP_MIX
    case .mixSquare: .KERNEL_STEP_MIX_SQUARE
    case .overRoot: .KERNEL_STEP_OVER_ROOT
    case .dot: .KERNEL_STEP_DOT
    case .reduceRows(.logSumExp): .KERNEL_STEP_LOG_SUM_EXP
    case .reduceRows: .KERNEL_STEP_REDUCE_ROWS
    case .reduceColumns: .KERNEL_STEP_REDUCE_COLUMNS
    case .sum: .KERNEL_STEP_SUM
    case .weigh(let weighing): weighing.kind
    case .product: .KERNEL_STEP_PRODUCT
    case .transpose: .KERNEL_STEP_TRANSPOSE
    case .gather: .KERNEL_STEP_GATHER
    case .scatter: .KERNEL_STEP_SCATTER
    case .gatherRows: .KERNEL_STEP_GATHER_ROWS
    case .copyRows: .KERNEL_STEP_COPY_ROWS
    case .fill: .KERNEL_STEP_FILL
    case .addParts: .KERNEL_STEP_ADD_PARTS
    case .oneHot: .KERNEL_STEP_ONE_HOT
    case .call: .KERNEL_STEP_CALL
    }
  }

  /// The codes of the functions.
  var functions: (first: UInt16, second: UInt16) {
    switch self {
    case .map(let f), .mapTimes(let f), .mapSum(let f): (f.code.rawValue, 0)
    case .logistic(let f, let g), .logisticSum(let f, let g): (f.code.rawValue, g.code.rawValue)
    case .combine(let f): (f.code.rawValue, 0)
    case .reduceRows(let r), .reduceColumns(let r): (r.code.rawValue, 0)
    case .product(let epilogue): (epilogue.code.rawValue, 0)
    default: (0, 0)
    }
  }
}

extension Step.Epilogue {
  var code: kernel_epilogue {
    switch self {
    case .none: .KERNEL_AS_THEY_ARE
    case .relu: .KERNEL_RELU_OF_SUMS
    case .throughReLU: .KERNEL_SUMS_THROUGH_RELU
    }
  }
}
