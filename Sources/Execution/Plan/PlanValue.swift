import EquationGraph
import LinearAlgebra

/// A value of a plan: given from outside, or what a step makes of other values.
struct PlanValue {
  /// Values are known by their place in `PlanValues.all`.
  typealias ID = Int

  enum Rule: Hashable {
    /// Kept between runs: a parameter, or what an optimiser remembers of it.
    case state(Int)
    /// The rows of a batch, of the data with this number.
    case batch(Int)
    /// A node that nothing given has a part in. It is computed when the plan is made.
    case constant(NodeID)
    case number(Number)
    case step(Step.Kind)
    /// A product whose left operand is transposed.
    case productOfTranspose
    /// A row taken for a column or the other way round: the numbers lie the same way.
    case view
    /// A row, a column or a number repeated to the result's shape.
    case stretch
    case moved([Int32])
    case scattered([Int32])
    case joined(Axis)
    /// The second result of a step, z.
    case second
    /// An operation that no step does, of the node's attribute.
    case call(Operation, Attribute)
  }

  /// A number, told from others by its bits: 0 from −0.
  struct Number: Hashable {
    let value: Double

    static func == (a: Number, b: Number) -> Bool { a.value.bitPattern == b.value.bitPattern }
    func hash(into hasher: inout Hasher) { hasher.combine(value.bitPattern) }
  }

  var rule: Rule
  /// The step's operands a, b, c and its numbers s, t and u.
  var a, b, c, s, t, u: ID?
  /// Operands of what takes any number of them.
  var others: [ID] = []
  let shape: Shape
  /// The node of the graph that it is the value of.
  var node: NodeID?

  init(
    _ rule: Rule, _ shape: Shape, a: ID? = nil, b: ID? = nil, c: ID? = nil, s: ID? = nil,
    t: ID? = nil, u: ID? = nil, others: [ID] = []
  ) {
    self.rule = rule
    self.shape = shape
    (self.a, self.b, self.c, self.s, self.t, self.u) = (a, b, c, s, t, u)
    self.others = others
  }

  /// All operands, with repeats.
  var operands: [ID] { [a, b, c, s, t, u].compactMap { $0 } + others }

  /// The same, the last one first, without an array to hold them: plans are walked again and again while they are
  /// made.
  func forEachOperandFromLast(_ body: (ID) -> Void) {
    for other in others.reversed() { body(other) }
    if let u { body(u) }
    if let t { body(t) }
    if let s { body(s) }
    if let c { body(c) }
    if let b { body(b) }
    if let a { body(a) }
  }

  /// Nothing has to be done for it.
  var isGiven: Bool {
    switch rule {
    case .state, .batch, .constant, .number: true
    default: false
    }
  }

  mutating func replaceOperands(_ replacement: (ID) -> ID) {
    a = a.map(replacement)
    b = b.map(replacement)
    c = c.map(replacement)
    s = s.map(replacement)
    t = t.map(replacement)
    u = u.map(replacement)
    others = others.map(replacement)
  }
}

/// The values of a plan in the making. Equal ones are shared.
struct PlanValues {
  private(set) var all: [PlanValue] = []
  private var known: [Key: PlanValue.ID] = [:]

  private struct Key: Hashable {
    let rule: PlanValue.Rule
    let operands: [PlanValue.ID?]
    let shape: Shape
  }

  subscript(id: PlanValue.ID) -> PlanValue {
    get { all[id] }
    set { all[id] = newValue }
  }

  /// The value, or the equal one that is there.
  mutating func add(_ value: PlanValue) -> PlanValue.ID {
    let key = Key(
      rule: value.rule,
      operands: [value.a, value.b, value.c, value.s, value.t, value.u] + value.others,
      shape: value.shape)
    if let id = known[key] { return id }
    all.append(value)
    known[key] = all.count - 1
    return all.count - 1
  }

  mutating func number(_ number: Double) -> PlanValue.ID {
    add(PlanValue(.number(PlanValue.Number(value: number)), .scalar))
  }

  /// The number that a value always is.
  func number(of id: PlanValue.ID?) -> Double? {
    guard let id, case .number(let number) = all[id].rule else { return nil }
    return number.value
  }

  /// `roots` and what they are computed from, operands first.
  func order(of roots: [PlanValue.ID]) -> [PlanValue.ID] {
    var order: [PlanValue.ID] = []
    var state = [Bool?](repeating: nil, count: all.count)
    var stack: [PlanValue.ID] = []
    for root in roots {
      stack.append(root)
      while let id = stack.last {
        switch state[id] {
        case nil:
          state[id] = false
          all[id].forEachOperandFromLast { if state[$0] == nil { stack.append($0) } }
        case false:
          state[id] = true
          order.append(id)
          stack.removeLast()
        default:
          stack.removeLast()
        }
      }
    }
    return order
  }
}
