import LinearAlgebra

/// Joins steps that stand beside each other into one that does both: fewer passes over memory, and in small
/// networks fewer steps to begin with.
///
/// A value that something else uses as well, or that has to be kept, stays a step of its own.
struct Fusion {
  var values: PlanValues
  /// How many others use a value; what nothing uses does not count as a user.
  private var uses: [Int]
  let roots: [PlanValue.ID]

  /// - Parameter roots: values that are wanted as they are.
  static func fused(_ values: PlanValues, roots: [PlanValue.ID]) -> PlanValues {
    var fusion = Fusion(values: values, roots: roots)
    fusion.readMasksOffResults()
    for id in fusion.values.order(of: roots) { fusion.fuse(id) }
    fusion.pairLogistic()
    fusion.pairSoftmax()
    return fusion.values
  }

  private init(values: PlanValues, roots: [PlanValue.ID]) {
    self.values = values
    self.roots = roots
    uses = []
    countUses()
  }

  mutating func countUses() {
    uses = Array(repeating: 0, count: values.all.count)
    for root in roots { uses[root] += 1 }
    for id in values.order(of: roots) {
      values[id].forEachOperandFromLast { uses[$0] += 1 }
    }
  }

  /// Puts `value` in the place of what `id` was.
  private mutating func replace(_ id: PlanValue.ID, by value: PlanValue) {
    for operand in value.operands { use(operand) }
    for operand in values[id].operands { release(operand) }
    var value = value
    value.node = values[id].node
    values[id] = value
  }

  private mutating func use(_ id: PlanValue.ID) {
    while uses.count < values.all.count { uses.append(0) }
    var stack = [id]
    while let next = stack.popLast() {
      uses[next] += 1
      if uses[next] == 1 { stack.append(contentsOf: values[next].operands) }
    }
  }

  private mutating func release(_ id: PlanValue.ID) {
    var stack = [id]
    while let next = stack.popLast() {
      uses[next] -= 1
      if uses[next] == 0 { stack.append(contentsOf: values[next].operands) }
    }
  }

  // MARK: - Looking at operands

  /// One other value uses it.
  private func isSingle(_ id: PlanValue.ID) -> Bool { id < uses.count && uses[id] == 1 }

  /// The value, if it is this step and nothing else uses it.
  private func only(_ kind: Step.Kind, _ id: PlanValue.ID?) -> PlanValue? {
    guard let id, isSingle(id), values[id].rule == .step(kind) else { return nil }
    return values[id]
  }

  private func isScalar(_ id: PlanValue.ID?) -> Bool {
    id.map { values[$0].shape.isScalar } ?? false
  }

  /// As large as the result, so that no row or column of it is repeated.
  private func isFull(_ id: PlanValue.ID?, _ shape: Shape) -> Bool {
    id.map { values[$0].shape == shape } ?? false
  }

  /// `s · x` with a number s, used nowhere else.
  private func scaled(_ id: PlanValue.ID?, _ shape: Shape) -> (s: PlanValue.ID, x: PlanValue.ID)? {
    guard let product = only(.combine(.multiply), id), let a = product.a, let b = product.b else {
      return nil
    }
    if isScalar(a), isFull(b, shape) { return (a, b) }
    return isScalar(b) && isFull(a, shape) ? (b, a) : nil
  }

  // MARK: - Patterns

  /// Where a relu lets through what comes to it is where its result is above 0: its operand need not stay.
  private mutating func readMasksOffResults() {
    let order = values.order(of: roots)
    var results: [PlanValue.ID: PlanValue.ID] = [:]
    for id in order where values[id].rule == .step(.map(.relu)) {
      if let operand = values[id].a { results[operand] = id }
    }
    for id in order {
      guard values[id].rule == .step(.combine(.greater)), values.number(of: values[id].b) == 0,
        let result = values[id].a.flatMap({ results[$0] })
      else { continue }
      var mask = values[id]
      mask.a = result
      replace(id, by: mask)
    }
  }

  private mutating func fuse(_ id: PlanValue.ID) {
    let value = values[id]
    guard case .step(let kind) = value.rule, let a = value.a else { return }
    switch kind {
    case .combine(let function):
      guard let b = value.b else { return }
      if value.shape.isScalar, scaleSum(id, function, a, b) { return }
      switch function {
      case .add: fuseSum(id, a, b)
      case .subtract: fuseDifference(id, a, b)
      case .multiply: fuseProduct(id, a, b)
      case .divide: fuseQuotient(id, a, b)
      default: return
      }
    case .map(.relu): fuseReLU(id, a)
    case .map(.negate) where value.shape.isScalar: _ = scaleSum(id, .multiply, a, values.number(-1))
    case .sum: fuseTotal(id, a)
    default: return
    }
  }

  private mutating func fuseSum(_ id: PlanValue.ID, _ a: PlanValue.ID, _ b: PlanValue.ID) {
    let shape = values[id].shape
    // A row added to a product: its sums begin with it.
    for (product, row) in [(a, b), (b, a)] {
      let bias = values[row].shape
      guard isSingle(product), values[product].rule == .step(.product(.none)),
        values[product].c == nil,
        bias.rows == 1, bias.columns == shape.columns, values[product].shape == shape
      else { continue }
      var joined = values[product]
      joined.c = row
      return replace(id, by: joined)
    }
    guard !shape.isScalar else { return }
    let (left, right) = (scaled(a, shape), scaled(b, shape))
    if let left, let right {
      if let square = only(.map(.square), right.x), let base = square.a {
        return replace(
          id,
          by: PlanValue(.step(.mixSquare), shape, a: left.x, b: base, s: left.s, t: right.s))
      }
      return replace(
        id, by: PlanValue(.step(.mix), shape, a: left.x, b: right.x, s: left.s, t: right.s))
    }
    if let right, isFull(a, shape) {
      replace(id, by: PlanValue(.step(.addScaled), shape, a: a, b: right.x, s: right.s))
    } else if let left, isFull(b, shape) {
      replace(id, by: PlanValue(.step(.addScaled), shape, a: b, b: left.x, s: left.s))
    }
  }

  private mutating func fuseDifference(_ id: PlanValue.ID, _ a: PlanValue.ID, _ b: PlanValue.ID) {
    let shape = values[id].shape
    if let step = overRoot(shape, from: a, b) { return replace(id, by: step) }
    guard isFull(a, shape), let (s, x) = scaled(b, shape) else { return }
    let negative: PlanValue.ID
    if let number = values.number(of: s) {
      negative = values.number(-number)
    } else {
      negative = values.add(PlanValue(.step(.map(.negate)), .scalar, a: s))
    }
    replace(id, by: PlanValue(.step(.addScaled), shape, a: a, b: x, s: negative))
  }

  /// A product small in one of its sizes has a loop of its own, which knows no epilogue.
  private func takesEpilogue(_ id: PlanValue.ID) -> Bool {
    isSingle(id) && values[id].rule == .step(.product(.none)) && values[id].shape.columns > 4
      && values[id].shape.rows > 4
  }

  private mutating func fuseReLU(_ id: PlanValue.ID, _ product: PlanValue.ID) {
    guard takesEpilogue(product) else { return }
    var joined = values[product]
    joined.rule = .step(.product(.relu))
    replace(id, by: joined)
  }

  /// `start − s · x ⊘ (√y ⊘ t + u)`, as Adam, RMSprop and Adagrad move a parameter.
  private func overRoot(_ shape: Shape, from start: PlanValue.ID, _ way: PlanValue.ID)
    -> PlanValue?
  {
    guard !shape.isScalar, isFull(start, shape), let quotient = only(.combine(.divide), way),
      let (s, x) = scaled(quotient.a, shape), let sum = only(.combine(.add), quotient.b),
      isScalar(sum.b)
    else { return nil }
    var root = sum.a
    var t: PlanValue.ID?
    if let corrected = only(.combine(.divide), root), isScalar(corrected.b) {
      (root, t) = (corrected.a, corrected.b)
    }
    guard let y = only(.map(.sqrt), root)?.a, isFull(y, shape) else { return nil }
    return PlanValue(.step(.overRoot), shape, a: x, b: y, c: start, s: s, t: t, u: sum.b)
  }

  private mutating func fuseProduct(_ id: PlanValue.ID, _ a: PlanValue.ID, _ b: PlanValue.ID) {
    let shape = values[id].shape
    for (x, factor) in [(a, b), (b, a)] {
      guard isFull(x, shape) else { continue }
      if isScalar(factor), !shape.isScalar, let difference = only(.combine(.subtract), x),
        isFull(difference.a, shape), isFull(difference.b, shape)
      {
        return replace(
          id,
          by: PlanValue(
            .step(.scaledDifference), shape, a: difference.a, b: difference.b, s: factor))
      }
      guard isFull(factor, shape) else { continue }
      if let through = cotangent(x, through: factor) {
        return replace(id, by: through)
      }
    }
    for (x, factor) in [(a, b), (b, a)] where isFull(x, shape) && isFull(factor, shape) {
      guard isSingle(x), case .step(.map(let function)) = values[x].rule,
        function.isWorthJoining, let operand = values[x].a
      else { continue }
      return replace(
        id, by: PlanValue(.step(.mapTimes(function)), shape, a: operand, b: factor))
    }
  }

  /// `x` times the slope of tanh, of a sigmoid or of relu.
  private func cotangent(_ x: PlanValue.ID, through slope: PlanValue.ID) -> PlanValue? {
    let shape = values[x].shape
    if let mask = only(.combine(.greater), slope), values.number(of: mask.b) == 0,
      let result = mask.a, isFull(result, shape)
    {
      if takesEpilogue(x), values[x].c == nil {
        var joined = values[x]
        (joined.rule, joined.c) = (.step(.product(.throughReLU)), result)
        return joined
      }
      return PlanValue(.step(.combine(.throughReLU)), shape, a: x, b: mask.a)
    }
    guard let difference = only(.combine(.subtract), slope), values.number(of: difference.a) == 1,
      let y = difference.b, isFull(y, shape)
    else { return nil }
    if let square = only(.map(.square), y) {
      return PlanValue(.step(.combine(.throughTanh)), shape, a: x, b: square.a)
    }
    guard let product = only(.combine(.multiply), x) else { return nil }
    for (g, factor) in [(product.a, product.b), (product.b, product.a)]
    where factor == y && isFull(g, shape) {
      return PlanValue(.step(.combine(.throughSigmoid)), shape, a: g, b: y)
    }
    return nil
  }

  private mutating func fuseQuotient(_ id: PlanValue.ID, _ a: PlanValue.ID, _ b: PlanValue.ID) {
    let shape = values[id].shape
    guard let n = values.number(of: b), n != 0, n.isFinite, !shape.isScalar,
      let difference = only(.combine(.subtract), a), isFull(difference.a, shape),
      isFull(difference.b, shape)
    else { return }
    let factor = values.number(1 / n)
    replace(
      id,
      by: PlanValue(
        .step(.scaledDifference), shape, a: difference.a, b: difference.b, s: factor))
  }

  private mutating func fuseTotal(_ id: PlanValue.ID, _ a: PlanValue.ID) {
    let shape = values[a].shape
    guard isSingle(a), !shape.isScalar, case .step(let kind) = values[a].rule else { return }
    let summand = values[a]
    switch kind {
    case .combine(.multiply) where isFull(summand.a, shape) && isFull(summand.b, shape):
      replace(id, by: PlanValue(.step(.dot), .scalar, a: summand.a, b: summand.b))
    case .mapTimes(let function):
      replace(id, by: PlanValue(.step(.mapSum(function)), .scalar, a: summand.a, b: summand.b))
    case .map(let function) where function.isWorthJoining:
      replace(id, by: PlanValue(.step(.mapSum(function)), .scalar, a: summand.a))
    default: return
    }
  }

  /// A sum times or over a number: the step multiplies by it.
  private mutating func scaleSum(
    _ id: PlanValue.ID, _ function: BinaryFunction, _ a: PlanValue.ID, _ b: PlanValue.ID
  ) -> Bool {
    let candidates = function == .multiply ? [(a, b), (b, a)] : function == .divide ? [(a, b)] : []
    for (sum, factor) in candidates {
      guard isSingle(sum), let number = values.number(of: factor), number != 0, number.isFinite,
        case .step(let kind) = values[sum].rule, kind.isScalableSum
      else { continue }
      let earlier = values[sum].s.map { values.number(of: $0) } ?? 1
      guard let earlier else { continue }
      var scaled = values[sum]
      scaled.s = values.number(function == .divide ? earlier / number : earlier * number)
      replace(id, by: scaled)
      return true
    }
    return false
  }
}

extension ElementwiseFunction {
  /// Costs more than to read and write the entry, or saves a pass that would do nothing else.
  fileprivate var isWorthJoining: Bool {
    switch self {
    case .exp, .log, .log1p, .expm1, .sqrt, .tanh, .sigmoid, .sigmoidOfNegative, .logSigmoid,
      .logOnePlusPower, .softplus, .silu, .square, .abs, .relu:
      true
    default: false
    }
  }
}

extension Step.Kind {
  fileprivate var isScalableSum: Bool {
    switch self {
    case .sum, .dot, .mapSum: true
    default: false
    }
  }
}
