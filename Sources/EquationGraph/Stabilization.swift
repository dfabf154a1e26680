import LinearAlgebra

/// Stable forms of compositions that lose their value on the way.
///
/// | written | computed as | what fails otherwise |
/// |---|---|---|
/// | `log(sigmoid(x))` | `log_sigmoid(x)` | sigmoid rounds to 0 below −745: −Inf, gradient NaN |
/// | `log(1 - sigmoid(x))` | `log_sigmoid(-x)` | sigmoid rounds to 1 above 37: −Inf |
/// | `log(softmax(x, d))` | `log_softmax(x, d)` | small probabilities round to 0: −Inf |
/// | `crossentropy(softmax(z), p)` | `softmax_crossentropy(z, p)` | the same, and 0 · ∞ in the gradient |
/// | `crossentropy(q, p)` of other q with a stable `log(q)` | `-sum(sum(p .* log(q))) / rows(q)` | the same |
/// | `bce(sigmoid(z), p)` | `sigmoid_crossentropy(z, p)` | the same |
/// | `log(sum(exp(x), d))`, also of two sums | `logsumexp(x, d)` | exp overflows above 709: Inf |
/// | `exp(x) ./ sum(exp(x), d)` | `softmax(x, d)` | Inf / Inf = NaN |
/// | `log(1 + exp(x))`, `log1p(exp(x))` | `softplus(x)` | exp overflows: Inf |
/// | `1 ./ (1 + exp(-x))`, `exp(x) ./ (1 + exp(x))` | `sigmoid(x)` | Inf / Inf = NaN in the gradient |
///
/// The logarithms, to the bases 2 and 10 too, are also found through an index, a transpose, a reshape or
/// a repetition (`log(q(1, 2))`).
///
/// The author's nodes stay as they are. Names are looked through: in `y_o = sigmoid(y); log(y_o)` the
/// name `y_o` keeps its own value, and the logarithm is computed from `y`.
package struct Stabilizer {
  private let graph: Graph
  private let forms: StableForms
  /// The stable form of every node asked for so far and of all below it.
  private var known: [NodeID: NodeID] = [:]

  /// - Parameter cut: nodes that stand for themselves, besides the graph's free definitions, such as the
  ///   parameters where a differentiation ends; nothing is looked for below them.
  package init(_ graph: Graph, cut: Set<NodeID> = []) {
    self.graph = graph
    forms = StableForms(graph: graph, cut: cut)
  }

  /// The node that computes `id` in stable form; itself where nothing is dangerous.
  package mutating func stable(_ id: NodeID) -> NodeID {
    var pending: Set<NodeID> = []
    var stack = [id]
    while let next = stack.popLast() {
      guard known[next] == nil, pending.insert(next).inserted, !forms.isCut(next) else { continue }
      stack.append(contentsOf: graph[next].inputs)
    }
    for next in pending.sorted() { known[next] = rewritten(next) }
    return known[id] ?? id
  }

  /// The stable form of a node whose inputs' forms are known.
  private func rewritten(_ id: NodeID) -> NodeID {
    let node = graph[id]
    guard !forms.isCut(id), !node.inputs.isEmpty else { return id }
    let inputs = node.inputs.map { known[$0] ?? $0 }
    if let form = forms.form(of: node.operation, inputs), form.shape == node.shape {
      return form.id
    }
    if inputs == node.inputs { return id }
    if node.operation == .definition { return inputs[0] }
    // Stable forms keep their shapes, so what fitted still fits.
    return (try? graph.apply(node.operation, inputs, node.attribute)) ?? id
  }
}

/// Recognises the compositions of the table above.
private struct StableForms {
  let graph: Graph
  let cut: Set<NodeID>

  /// Operations that only move entries.
  private static let rearranging: Set<Operation> = [.selection, .transpose, .reshape, .repmat]

  func form(of operation: Operation, _ inputs: [NodeID]) -> Value? {
    switch operation {
    case .log: logarithm(of: inputs[0])
    case .log2: logarithm(of: inputs[0]).map { $0 ./ $0.constant(2).log }
    case .log10: logarithm(of: inputs[0]).map { $0 ./ $0.constant(10).log }
    case .log1p: logarithmOfOnePlus(value(inputs[0]))
    case .divide: quotient(inputs[0], inputs[1])
    case .crossentropy: crossentropy(inputs[0], inputs[1])
    case .bce:
      operand(of: .sigmoid, inputs[0]).map {
        Value.apply(.sigmoidCrossentropy, [value($0), value(inputs[1])])
      }
    default: nil
    }
  }

  /// The stable form of `log(a)`, if there is one.
  private func logarithm(of a: NodeID) -> Value? {
    // Outermost first; the logarithm of picked entries is picked from the logarithm.
    var rearrangements: [Node] = []
    var inner = underlying(a)
    while StableForms.rearranging.contains(graph[inner].operation), !isCut(inner) {
      rearrangements.append(graph[inner])
      inner = underlying(graph[inner].inputs[0])
    }
    guard !isCut(inner), var result = plainLogarithm(of: inner) else { return nil }
    for node in rearrangements.reversed() {
      result = .apply(node.operation, [result] + node.inputs.dropFirst().map(value), node.attribute)
    }
    return result
  }

  private func plainLogarithm(of a: NodeID) -> Value? {
    let node = graph[a]
    switch node.operation {
    case .sigmoid: return logSigmoid(value(node.inputs[0]))
    case .softmax: return value(node.inputs[0]).logSoftmax(node.attribute.axis)
    case .subtract where isOne(node.inputs[0]):
      return operand(of: .sigmoid, node.inputs[1]).map { logSigmoid(-value($0)) }
    case .add where isOne(node.inputs[0]): return logarithmOfOnePlus(value(node.inputs[1]))
    case .add where isOne(node.inputs[1]): return logarithmOfOnePlus(value(node.inputs[0]))
    case .sum: return logarithmOfSum(node)
    default: return nil
    }
  }

  /// `log(1 + b)`
  private func logarithmOfOnePlus(_ b: Value) -> Value? {
    if let x = operand(of: .exp, b.id) { return value(x).softplus }
    if let negated = operand(of: .negate, b.id), let x = operand(of: .sigmoid, negated) {
      return logSigmoid(-value(x))
    }
    return nil
  }

  /// The logarithm of one or two sums of exponentials.
  private func logarithmOfSum(_ node: Node) -> Value? {
    var axes = [node.attribute.axis]
    var inner = underlying(node.inputs[0])
    if graph[inner].operation == .sum {
      axes.append(graph[inner].attribute.axis)
      inner = underlying(graph[inner].inputs[0])
    }
    guard let x = operand(of: .exp, inner), graph.shape(of: x).count > 0 else { return nil }
    return axes.reversed().reduce(value(x)) { .apply(.logSumExp, [$0], .axis($1)) }
  }

  /// The stable form of `a ./ b`, if there is one.
  private func quotient(_ a: NodeID, _ b: NodeID) -> Value? {
    let (numerator, denominator) = (underlying(a), underlying(b))
    if graph[denominator].operation == .add {
      let inputs = graph[denominator].inputs
      guard let one = inputs.firstIndex(where: isOne),
        let exponent = operand(of: .exp, inputs[1 - one])
      else { return nil }
      if isOne(numerator) { return (-value(exponent)).sigmoid }
      if isSame(operand(of: .exp, numerator), exponent) { return value(exponent).sigmoid }
      return nil
    }
    guard let x = operand(of: .exp, numerator) else { return nil }
    var sums: [Axis] = []
    var inner = denominator
    while graph[inner].operation == .sum, sums.count < 2 {
      sums.append(graph[inner].attribute.axis)
      inner = underlying(graph[inner].inputs[0])
    }
    // A sum over a single entry is no sum: of a row, `sum(sum(exp(x)))` goes along it.
    let shape = graph.shape(of: x)
    sums.removeAll { shape.count(along: $0) == 1 }
    guard sums.count == 1, isSame(operand(of: .exp, inner), x) else { return nil }
    return value(x).softmax(sums[0])
  }

  private func crossentropy(_ q: NodeID, _ p: NodeID) -> Value? {
    let prediction = graph[underlying(q)]
    if prediction.operation == .softmax, prediction.attribute == .axis(.along) {
      return .apply(.softmaxCrossentropy, [value(prediction.inputs[0]), value(p)])
    }
    guard let logarithm = logarithm(of: q) else { return nil }
    return -(value(p) .* logarithm).total ./ value(p).rowCount
  }

  private func logSigmoid(_ x: Value) -> Value { .apply(.logSigmoid, [x]) }

  private func value(_ id: NodeID) -> Value { Value(graph, id) }

  func isCut(_ id: NodeID) -> Bool {
    cut.contains(id) || graph.freeDefinitions.contains(id)
  }

  private func underlying(_ id: NodeID) -> NodeID {
    var id = id
    while graph[id].operation == .definition, !isCut(id) { id = graph[id].inputs[0] }
    return id
  }

  /// The operand, if `id` is computed by `operation`. A parameter is not looked into.
  private func operand(of operation: Operation, _ id: NodeID) -> NodeID? {
    let node = graph[underlying(id)]
    guard node.operation == operation, !isCut(underlying(id)) else { return nil }
    return node.inputs[0]
  }

  private func isSame(_ a: NodeID?, _ b: NodeID) -> Bool {
    a.map { underlying($0) == underlying(b) } ?? false
  }

  private func isOne(_ id: NodeID) -> Bool {
    graph[underlying(id)].attribute == .value(Matrix(scalar: 1))
  }
}
