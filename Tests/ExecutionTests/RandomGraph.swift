import EquationGraph
import LinearAlgebra

/// A graph of random expressions in which every row of the table of operations may stand.
///
/// Values stay moderate, so that rounding does not grow: a node that is not finite or has an entry
/// beyond 10 is not used any further.
struct RandomGraph {
  let graph = Graph()
  private(set) var parameters: [NodeID] = []
  private(set) var used: Set<Operation> = []
  /// The sum of all nodes' entries, each brought down by tanh.
  private(set) var loss: NodeID
  private var pool: [NodeID] = []
  private var known: [NodeID: Matrix] = [:]
  private var generator: SplitMix
  private let sizes: (rows: [Int], columns: [Int])
  /// A node with more entries than that is not used.
  private static let mostEntries = 1 << 16

  /// - Parameters:
  ///   - count: nodes to choose operands from, the parameters among them.
  ///   - rows: numbers of rows that matrices begin with.
  ///   - columns: the same; nil for those of `rows`.
  init(seed: UInt64, count: Int, rows: [Int] = [1, 2, 3], columns: [Int]? = nil) throws {
    generator = SplitMix(state: seed)
    sizes = (rows, columns ?? rows)
    loss = graph.constant(0)
    for index in 0..<3 {
      let value = matrix(shape())
      parameters.append(graph.define("w\(index)", as: graph.leaf(value), isFree: true))
    }
    pool = parameters
    for id in parameters { known[id] = value(of: id) }
    while pool.count < count {
      let operation = pick(Self.operations)
      guard var node = try? apply(operation) else { continue }
      if case .flat = operation.derivative { node = try graph.apply(.detach, [node]) }
      guard graph.shape(of: node).count <= Self.mostEntries, let value = value(of: node),
        !value.elements.isEmpty,
        value.elements.allSatisfy({ abs($0) < 10 })
      else { continue }
      used.insert(operation)
      pool.append(pick([true, false]) ? graph.define("v\(pool.count)", as: node) : node)
    }
    for node in pool {
      let small = Value(graph, try graph.apply(.tanh, [node]))
      loss = (Value(graph, loss) + small.total).id
    }
  }

  /// Numbers in (−1, 1).
  mutating func matrix(_ shape: Shape) -> Matrix {
    Matrix(shape, (0..<shape.count).map { _ in Double.random(in: -1..<1, using: &generator) })
  }

  // MARK: - Operations

  /// Those that a statement can stand for; `scatter` and its like come with the gradients.
  static let operations = Operation.all.filter {
    ![.leaf, .constant, .definition, .gradient, .scatter].contains($0)
  }

  private static let withAxis: Set<Operation> = [
    .sum, .mean, .prod, .reduceMax, .reduceMin, .logSumExp, .variance, .standardDeviation, .argmax,
    .argmin, .softmax, .logSoftmax, .productOfOthers,
  ]
  private static let binary: Set<Operation> = [
    .add, .subtract, .multiply, .divide, .raise, .matmul, .less, .lessOrEqual, .equal, .notEqual,
    .greaterOrEqual, .greater, .and, .or, .mod, .leakyReLU, .elu, .maximum, .minimum, .horzcat,
    .vertcat, .mse, .mae, .crossentropy, .bce, .softmaxCrossentropy, .sigmoidCrossentropy, .hinge,
    .accuracy, .confusion, .r2,
  ]

  /// - Throws: where the operands do not fit, which is the common case.
  private mutating func apply(_ operation: Operation) throws -> NodeID {
    let a = pick(pool)
    let shape = graph.shape(of: a)
    if Self.withAxis.contains(operation) {
      return try graph.apply(operation, [a], .axis(pick([.down, .along])))
    }
    if Self.binary.contains(operation) { return try graph.apply(operation, [a, pick(pool)]) }
    switch operation {
    case .huber: return try graph.apply(.huber, [a, pick(pool), graph.constant(0.5)])
    case .stretch:
      let target = self.shape()
      let (rows, columns) = (shape.rows, shape.columns)
      let stretched = Shape(
        rows == 1 ? target.rows : rows, columns == 1 ? target.columns : columns)
      return try graph.apply(.stretch, [a], .shape(stretched))
    case .selection:
      return try select(a, [index(shape.rows), index(shape.columns)])
    case .reshape:
      return try resolve(.reshape, [a, number(shape.columns), number(shape.rows)])
    case .repmat: return try resolve(.repmat, [a, number(few()), number(few())])
    case .matrixPower: return try resolve(.matrixPower, [a, number(few() - 1)])
    case .zeros, .ones, .eye: return try resolve(operation, dimensions())
    case .range:
      return try resolve(.range, [number(1), graph.constant(0.5), number(pick(sizes.columns))])
    case .linspace:
      return try resolve(.linspace, [number(0), number(1), number(pick(sizes.columns))])
    case .onehot:
      let labels = try graph.apply(.argmax, [a], .axis(.along))
      return try resolve(.onehot, [labels, number(shape.columns)])
    default: return try graph.apply(operation, [a])
    }
  }

  /// `:`, or up to three numbers, repeats among them.
  private mutating func index(_ limit: Int) -> Graph.Index {
    if pick([true, false]) { return .colon }
    let count = Int.random(in: 1...3, using: &generator)
    let numbers = (0..<count).map { _ in Double(Int.random(in: 1...limit, using: &generator)) }
    return .node(graph.constant(Matrix(Shape(1, count), numbers)))
  }

  private func select(_ a: NodeID, _ indices: [Graph.Index]) throws -> NodeID {
    try graph.select(a, indices) { graph.value(of: $0) }
  }

  private func resolve(_ operation: Operation, _ inputs: [NodeID]) throws -> NodeID {
    try graph.apply(resolving: operation, inputs) { graph.value(of: $0) }
  }

  private func number(_ value: Int) -> NodeID { graph.constant(Double(value)) }

  private mutating func shape() -> Shape { Shape(pick(sizes.rows), pick(sizes.columns)) }

  private mutating func dimensions() -> [NodeID] {
    let shape = shape()
    return [number(shape.rows), number(shape.columns)]
  }

  /// How often something is repeated.
  private mutating func few() -> Int { Int.random(in: 1...3, using: &generator) }

  private mutating func pick<Element>(_ choices: [Element]) -> Element {
    choices[Int.random(in: choices.indices, using: &generator)]
  }

  private mutating func value(of node: NodeID) -> Matrix? {
    let value = graph.value(of: node, known: &known)
    return value.elements.contains(where: \.isNaN) ? nil : value
  }
}

extension Graph {
  /// The value of `root` as it is written, node by node.
  func value(of root: NodeID) -> Matrix {
    var known: [NodeID: Matrix] = [:]
    return value(of: root, known: &known)
  }

  func value(of root: NodeID, known: inout [NodeID: Matrix]) -> Matrix {
    for id in ancestors(of: [root], cut: Set(known.keys)) where known[id] == nil {
      let node = self[id]
      let operands = Operands(node.inputs.compactMap { known[$0] }, node.attribute)
      known[id] = leafValues[id] ?? node.operation.value(of: operands, node.shape)
    }
    return known[root] ?? Matrix(scalar: .nan)
  }
}

/// A generator whose numbers are the same in every run (Steele, Lea and Flood 2014).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
