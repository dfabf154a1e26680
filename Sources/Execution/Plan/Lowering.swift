import EquationGraph
import LinearAlgebra

/// Makes the values of a plan out of nodes of a graph: names and formulas in other operations are looked
/// through, and each operation becomes a step.
struct Lowering {
  let graph: Graph
  /// The value that a node has from outside, whatever its equation.
  private let given: (NodeID) -> PlanValue.ID?
  /// A value that is known and does not change.
  private let fixed: (NodeID) -> Matrix?
  private let foldsConstants: Bool
  private(set) var values: PlanValues
  private var valueOf: [NodeID: PlanValue.ID] = [:]
  private var formulas: [NodeID: NodeID] = [:]

  init(
    _ graph: Graph, values: PlanValues, given: @escaping (NodeID) -> PlanValue.ID?,
    fixed: @escaping (NodeID) -> Matrix?, foldsConstants: Bool
  ) {
    self.graph = graph
    self.foldsConstants = foldsConstants
    self.values = values
    self.given = given
    self.fixed = fixed
  }

  /// The value of `node`. The walk goes along a stack: a graph may be of any depth.
  mutating func value(of node: NodeID) -> PlanValue.ID {
    var stack = [node]
    while let next = stack.last {
      if valueOf[next] == nil {
        let open = parts(of: next).filter { valueOf[$0] == nil }
        guard open.isEmpty else {
          stack.append(contentsOf: open.reversed())
          continue
        }
        let value = make(next)
        // The author's name says most.
        if values[value].node == nil || graph.names[next] != nil { values[value].node = next }
        valueOf[next] = value
      }
      stack.removeLast()
    }
    return valueOf[node] ?? 0
  }

  // MARK: - Nodes

  private func isEnd(_ id: NodeID) -> Bool {
    given(id) != nil || fixed(id) != nil || graph.leafValues[id] != nil
  }

  /// The nodes whose values the value of `id` is made from.
  private mutating func parts(of id: NodeID) -> [NodeID] {
    guard !isEnd(id) else { return [] }
    let node = graph[id]
    switch node.operation.valueRule {
    case .ofShape where node.operation.resolution == nil: return []
    case .same: return [node.inputs[0]]
    case .composed: return [formula(of: id)]
    case .product: return [transposed(node.inputs[0]) ?? node.inputs[0], node.inputs[1]]
    default: return node.inputs
    }
  }

  /// The node under a transpose, so that a product can take it as it lies.
  private func transposed(_ id: NodeID) -> NodeID? {
    var id = id
    while !isEnd(id) {
      switch graph[id].operation.valueRule {
      case .same: id = graph[id].inputs[0]
      case .transpose: return graph[id].inputs[0]
      default: return nil
      }
    }
    return nil
  }

  /// The node that says a composed operation in others.
  private mutating func formula(of id: NodeID) -> NodeID {
    if let known = formulas[id] { return known }
    let node = graph[id]
    guard case .composed(let formula) = node.operation.valueRule else { return id }
    let operands = node.inputs.map { Value(graph, $0) }
    let result = formula(Operands(operands, node.attribute)).id
    formulas[id] = result
    return result
  }

  private mutating func make(_ id: NodeID) -> PlanValue.ID {
    if let given = given(id) { return given }
    let node = graph[id]
    let parts = parts(of: id)
    let operands = parts.compactMap { valueOf[$0] }
    if case .same = node.operation.valueRule, !isEnd(id) { return operands[0] }
    if case .composed = node.operation.valueRule, !isEnd(id) { return operands[0] }
    let folds = operands.allSatisfy { operand in
      foldsConstants ? isConstant(operand) : values.number(of: operand) != nil
    }
    if folds { return constant(id, node.shape) }
    return computed(id, node, operands)
  }

  private func isConstant(_ id: PlanValue.ID) -> Bool {
    switch values[id].rule {
    case .constant, .number: true
    default: false
    }
  }

  /// Numbers are computed now: what they are decides how they are used.
  private mutating func constant(_ id: NodeID, _ shape: Shape) -> PlanValue.ID {
    guard shape.isScalar else { return values.add(PlanValue(.constant(id), shape)) }
    return values.number(constantValue(of: id).scalar)
  }

  /// The value of a node that nothing given has a part in.
  func constantValue(of root: NodeID) -> Matrix {
    var known: [NodeID: Matrix] = [:]
    var stack = [root]
    while let id = stack.last {
      if known[id] == nil {
        if let value = fixed(id) ?? graph.leafValues[id] ?? valueOfShapes(id) {
          known[id] = value
        } else {
          let node = graph[id]
          let open = node.inputs.filter { known[$0] == nil }
          guard open.isEmpty else {
            stack.append(contentsOf: open)
            continue
          }
          known[id] =
            node.evaluate(node.inputs.compactMap { known[$0] })
            ?? Matrix(node.shape, repeating: .nan)
        }
      }
      stack.removeLast()
    }
    return known[root] ?? Matrix(graph.shape(of: root), repeating: .nan)
  }

  /// The value of a node that the shapes of its operands say, whatever their values are.
  private func valueOfShapes(_ id: NodeID) -> Matrix? {
    let node = graph[id]
    guard case .ofShape(let make) = node.operation.valueRule, node.operation.resolution == nil
    else { return nil }
    let shapes = node.inputs.map { graph.shape(of: $0) }
    return make(Operands(shapes, node.attribute), node.shape)
  }

  // MARK: - Operations

  private mutating func computed(
    _ id: NodeID, _ node: Node, _ operands: [PlanValue.ID]
  ) -> PlanValue.ID {
    let shape = node.shape
    // Sizes and indices that move with what is given have to be read anew each time.
    if let resolution = node.operation.resolution,
      operands.dropFirst(resolution.firstInput).contains(where: { !isConstant($0) })
    {
      return call(node, operands)
    }
    let shapes = Operands(node.inputs.map { graph.shape(of: $0) }, node.attribute)
    switch node.operation.valueRule {
    case .same, .composed, .ofShape: return operands[0]
    case .elementwise(let function): return map(function, operands[0])
    case .pairwise(let function): return combine(function, operands[0], operands[1], shape)
    case .product:
      let isTransposed = transposed(node.inputs[0]) != nil
      return values.add(
        PlanValue(
          isTransposed ? .productOfTranspose : .step(.product(.none)), shape, a: operands[0],
          b: operands[1]))
    case .transpose: return transpose(operands[0])
    case .reduction(let reduction): return reduce(reduction, operands[0], node.attribute, shape)
    case .weighing(let weighing):
      return alongRows(operands[0], node.attribute) { values, a in
        values.add(PlanValue(.step(.weigh(weighing)), values[a].shape, a: a))
      }
    case .stretch: return stretch(operands[0], shape)
    case .joined(let axis):
      return values.add(PlanValue(.joined(axis), shape, others: operands))
    case .moved(let places):
      return values.add(PlanValue(.moved(places(shapes, shape)), shape, a: operands[0]))
    case .scattered(let places):
      return values.add(PlanValue(.scattered(places(shapes, shape)), shape, a: operands[0]))
    case .oneHot: return values.add(PlanValue(.step(.oneHot), shape, a: operands[0]))
    case .computed: return call(node, operands)
    }
  }

  /// Rows of data are copied out first: a call cannot follow the batch.
  private mutating func call(_ node: Node, _ operands: [PlanValue.ID]) -> PlanValue.ID {
    let copied = operands.map { operand in
      guard case .batch = values[operand].rule else { return operand }
      return values.add(
        PlanValue(.step(.copyRows), values[operand].shape, a: operand))
    }
    return values.add(
      PlanValue(.call(node.operation, node.attribute), node.shape, others: copied))
  }

  private mutating func stretch(_ a: PlanValue.ID, _ shape: Shape) -> PlanValue.ID {
    let source = unstretched(a)
    if values[source].shape == shape { return source }
    return values.add(PlanValue(.stretch, shape, a: source))
  }

  private func unstretched(_ a: PlanValue.ID) -> PlanValue.ID {
    if case .stretch = values[a].rule, let source = values[a].a { return source }
    return a
  }

  private mutating func transpose(_ a: PlanValue.ID) -> PlanValue.ID {
    let shape = values[a].shape
    switch values[a].rule {
    case .step(.transpose), .view: return values[a].a ?? a
    default: break
    }
    let rule: PlanValue.Rule = shape.isVector ? .view : .step(.transpose)
    return values.add(PlanValue(rule, shape.transposed, a: a))
  }

  /// What `make` gives for rows; for columns, of the transpose and transposed.
  private mutating func alongRows(
    _ a: PlanValue.ID, _ attribute: Attribute,
    _ make: (inout PlanValues, PlanValue.ID) -> PlanValue.ID
  ) -> PlanValue.ID {
    guard case .axis(.down) = attribute else { return make(&values, a) }
    return transpose(make(&values, transpose(a)))
  }

  private mutating func reduce(
    _ reduction: Reduction, _ a: PlanValue.ID, _ attribute: Attribute, _ shape: Shape
  ) -> PlanValue.ID {
    if reduction == .logSumExp {
      return alongRows(a, attribute) { values, a in
        values.add(
          PlanValue(.step(.reduceRows(.logSumExp)), Shape(values[a].shape.rows, 1), a: a))
      }
    }
    // Of a single number nothing is left to do.
    if values[a].shape.isScalar, [.sum, .product, .maximum, .minimum].contains(reduction) {
      return a
    }
    // A sum down to one number, in one step if it was two.
    if reduction == .sum, shape.isScalar {
      if case .step(.reduceColumns(.sum)) = values[a].rule, let inner = values[a].a {
        return values.add(PlanValue(.step(.sum), .scalar, a: inner))
      }
      if case .step(.reduceRows(.sum)) = values[a].rule, let inner = values[a].a {
        return values.add(PlanValue(.step(.sum), .scalar, a: inner))
      }
      return values.add(PlanValue(.step(.sum), .scalar, a: a))
    }
    let kind: Step.Kind =
      attribute == .axis(.down) ? .reduceColumns(reduction) : .reduceRows(reduction)
    return values.add(PlanValue(.step(kind), shape, a: a))
  }

  private mutating func map(_ function: ElementwiseFunction, _ a: PlanValue.ID) -> PlanValue.ID {
    // A repeated value is computed once.
    if case .stretch = values[a].rule, let source = values[a].a {
      let shape = values[a].shape
      return stretch(map(function, source), shape)
    }
    if case .step(.map(let inner)) = values[a].rule, let source = values[a].a {
      switch (function, inner) {
      case (.negate, .negate): return source
      case (.sigmoid, .negate): return map(.sigmoidOfNegative, source)
      case (.logSigmoid, .negate): return map(.negate, map(.softplus, source))
      case (.softplus, .negate): return map(.negate, map(.logSigmoid, source))
      case (.logSigmoid, .abs): return map(.negate, map(.logOnePlusPower, source))
      default: break
      }
    }
    return values.add(PlanValue(.step(.map(function)), values[a].shape, a: a))
  }

  private mutating func combine(
    _ function: BinaryFunction, _ left: PlanValue.ID, _ right: PlanValue.ID, _ shape: Shape
  ) -> PlanValue.ID {
    // The step repeats its operands anyway.
    let (a, b) = (unstretched(left), unstretched(right))
    if function == .power, values.number(of: b) == 2 { return square(a, shape) }
    if function == .multiply, a == b { return square(a, shape) }
    if function == .multiply, values.number(of: a) == 1 { return stretch(b, shape) }
    if [.multiply, .divide].contains(function), values.number(of: b) == 1 {
      return stretch(a, shape)
    }
    // Both smaller: combined first, repeated afterwards.
    let (small, other) = (values[a].shape, values[b].shape)
    if small != shape, other != shape, small == other || small.isScalar || other.isScalar {
      return stretch(combine(function, a, b, small.isScalar ? other : small), shape)
    }
    return values.add(PlanValue(.step(.combine(function)), shape, a: a, b: b))
  }

  private mutating func square(_ a: PlanValue.ID, _ shape: Shape) -> PlanValue.ID {
    stretch(map(.square, a), shape)
  }
}
