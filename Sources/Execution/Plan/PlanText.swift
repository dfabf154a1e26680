import EquationGraph
import LinearAlgebra

/// A plan as text, for people who want to see what a training step really does: stages and their steps in the
/// order in which they are carried out, with shapes, places and floating-point operations.
struct PlanText {
  let graph: Graph
  let schedule: Schedule
  let layout: PlanLayout
  let emission: PlanEmission
  let state: PlanState
  let updates: [PlanValue.ID: Int]
  let unfusedCount: Int
  let threads: Int
  let operationCount: Int
  let byteCount: Int

  private var values: PlanValues { schedule.values }

  var text: String {
    let steps = emission.stages.reduce(0) { $0 + $1.steps.count }
    let head =
      "\(unfusedCount) operations in \(steps) steps, \(approximate(operationCount)) FLOP; "
      + "\(bytes(byteCount)) of values, \(bytes(state.memory.count * 8)) of state"
    let stages = emission.stages.indices.flatMap { ["", title(of: $0)] + lines(of: $0) }
    return ([head] + stages).joined(separator: "\n")
  }

  // MARK: - Stages

  private func title(of index: Int) -> String {
    let role = index < emission.firstUpdate ? "" : ", update"
    guard let sweep = emission.stages[index].sweep else { return "stage \(index + 1)\(role)" }
    let blocks = (sweep.rows + sweep.block - 1) / sweep.block
    var title = "stage \(index + 1)\(role): \(sweep.rows) rows"
    title += blocks == 1 ? " at once" : " in \(blocks) blocks of \(sweep.block)"
    if sweep.isParallel {
      title += ", \(sweep.parts) parts on \(min(sweep.parts, threads)) threads"
    }
    return title
  }

  private func lines(of index: Int) -> [String] {
    let stage = emission.stages[index]
    let rows = zip(stage.steps, emission.lines[index]).map { step, line in
      [
        results(of: line.value), "\(values[line.value].shape)", formula(of: line.value, step),
        line.operations == 0 ? "" : "\(approximate(line.operations)) FLOP",
        place(of: line.value, step),
      ]
    }
    let widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = zip(row, widths).map { text, width in
        text + String(repeating: " ", count: width - text.count)
      }
      return "  " + (cells + [row[4]]).joined(separator: "  ")
    }
  }

  private func place(of id: PlanValue.ID, _ step: Step) -> String {
    if layout.partsOfSums[id] != nil, step.kind != .addParts { return "a part's own memory" }
    switch layout.homes[id] {
    case .memory(let place)?: return "at byte \(place * 8)"
    case .scratch?: return "a block in the cache"
    case .state(let index)?: return "in place of \(stateName(index))"
    case nil: return ""
    }
  }

  // MARK: - Names

  private func name(of id: PlanValue.ID) -> String {
    let value = values[id]
    switch value.rule {
    case .state(let index): return stateName(index)
    case .number(let number): return formatted(number.value, significantDigits: 6)
    case .view: return "\(named(value.a))'"
    case .constant(let node):
      return value.node.flatMap { graph.names[$0] } ?? constantName(node) ?? "constant \(id)"
    default: break
    }
    if let state = updates[id] { return "new \(stateName(state))" }
    return value.node.flatMap { graph.names[$0] } ?? "#\(id)"
  }

  /// The step's result, or both.
  private func results(of id: PlanValue.ID) -> String {
    let second = schedule.groups.lazy.flatMap(\.members).first {
      values[$0].rule == .second && values[$0].a == id
    }
    return name(of: id) + (second.map { ", \(name(of: $0))" } ?? "")
  }

  private func named(_ operand: PlanValue.ID?) -> String { operand.map { name(of: $0) } ?? "?" }

  /// The author's name, or the formula if it is short.
  private func constantName(_ node: NodeID) -> String? {
    if let name = graph.names[node] { return name }
    let formula = graph.formula(of: node, known: graph.names.mapValues { .name($0) })
    let text = formula.text(precision: 6)
    return text.count <= 24 ? text : nil
  }

  private func stateName(_ index: Int) -> String {
    graph.names[state.nodes[index]] ?? "state \(index + 1)"
  }

  // MARK: - Formulas

  private func formula(of id: PlanValue.ID, _ step: Step) -> String {
    let value = values[id]
    let a = named(value.a)
    if step.kind == .addParts { return "the parts added up" }
    switch value.rule {
    case .productOfTranspose: return product("\(a)' · \(named(value.b))", value)
    case .stretch: return "\(a) repeated"
    case .moved: return "entries of \(a)"
    case .scattered: return step.kind == .fill ? "0" : "\(a) added to its places"
    case .joined: return "\(value.others.map { name(of: $0) }.joined(separator: ", ")) joined"
    case .call(let operation, _):
      return "\(operation.name)(\(value.others.map { name(of: $0) }.joined(separator: ", ")))"
    case .step(let kind): return formula(of: kind, value, step)
    case .state, .batch, .constant, .number, .view, .second: return ""
    }
  }

  private func formula(of kind: Step.Kind, _ value: PlanValue, _ step: Step) -> String {
    let (a, b, s, t) = (named(value.a), named(value.b), named(value.s), named(value.t))
    func scaled(_ text: String) -> String { value.s == nil ? text : "\(s) · \(text)" }
    switch kind {
    case .map(.square): return "\(a)²"
    case .map(let f): return "\(f.rawValue)(\(a))"
    case .mapTimes(let f): return "\(f.rawValue)(\(a)) ⊙ \(b)"
    case .mapSum(let f):
      return scaled("Σ \(f.rawValue)(\(a))\(value.b == nil ? "" : " ⊙ \(b)")")
    case .logistic(let f, let g):
      return "\(f.rawValue)(\(a)), \(g.rawValue)(\(a))\(value.c.map { " ⊙ \(name(of: $0))" } ?? "")"
    case .logisticSum(let f, let g):
      let factor = value.c.map { " ⊙ \(name(of: $0))" } ?? ""
      return scaled("Σ \(f.rawValue)(\(a))\(value.b == nil ? "" : " ⊙ \(b)")")
        + ", \(g.rawValue)(\(a))\(factor)"
    case .combine(let f): return f.formula(a, b)
    case .addScaled: return value.a.map { moved($0, value, b) } ?? ""
    case .scaledDifference: return "\(s) · (\(a) − \(b))"
    case .mix: return "\(s) · \(a) + \(t) · \(b)"
    case .mixSquare: return "\(s) · \(a) + \(t) · \(b)²"
    case .overRoot:
      let root = value.t == nil ? "√\(b)" : "√\(b) ⊘ \(t)"
      return "\(named(value.c)) − \(s) · \(a) ⊘ (\(root) + \(named(value.u)))"
    case .dot: return scaled("Σ \(a) ⊙ \(b)")
    case .reduceRows(let reduction): return "\(reduction.rawValue) of each row of \(a)"
    case .reduceColumns(let reduction):
      let sum = "\(reduction.rawValue) of each column of \(a)"
      return value.others.first.map { moved($0, value, sum) } ?? sum
    case .sum: return scaled("Σ \(a)")
    case .weigh(let weighing):
      return "\(weighing.rawValue) of each row of \(a)\(step.z == nil ? "" : " and its logarithm")"
    case .product(.throughReLU): return "\(a) · \(b) ⊙ (\(named(value.c)) > 0)"
    case .product(let epilogue):
      let row = value.c.map { " + \(name(of: $0))" } ?? ""
      let sums = "\(a) · \(b)\(row)"
      return epilogue == .relu ? "relu(\(sums))" : product(sums, value)
    case .transpose: return "\(a)'"
    case .gather: return "entries of \(a)"
    case .scatter: return "\(a) added to its places"
    case .gatherRows: return "rows of \(a) in the order of the epoch"
    case .copyRows: return a
    case .fill: return s
    case .addParts: return "the parts added up"
    case .oneHot: return "one-hot of \(a)"
    case .call: return ""
    }
  }

  private func product(_ text: String, _ value: PlanValue) -> String {
    value.others.first.map { moved($0, value, text) } ?? text
  }

  /// "W − 0.1 · ∇W".
  private func moved(_ old: PlanValue.ID, _ value: PlanValue, _ text: String) -> String {
    if let scale = values.number(of: value.s), scale < 0 {
      return "\(name(of: old)) − \(formatted(-scale, significantDigits: 6)) · \(text)"
    }
    return "\(name(of: old)) + \(named(value.s)) · \(text)"
  }

  // MARK: - Numbers

  /// "1.23 M", "640".
  private func approximate(_ number: Int) -> String {
    let units = [(1e12, " T"), (1e9, " G"), (1e6, " M"), (1e3, " k")]
    for (size, unit) in units where Double(number) >= size {
      return formatted(Double(number) / size, significantDigits: 3) + unit
    }
    return "\(number)"
  }

  private func bytes(_ number: Int) -> String { approximate(number) + (number < 1000 ? " B" : "B") }
}

extension BinaryFunction {
  fileprivate func formula(_ a: String, _ b: String) -> String {
    switch self {
    case .add: "\(a) + \(b)"
    case .subtract: "\(a) − \(b)"
    case .multiply: "\(a) ⊙ \(b)"
    case .divide: "\(a) ⊘ \(b)"
    case .throughTanh: "\(a) ⊙ (1 − \(b)²)"
    case .throughSigmoid: "\(a) ⊙ \(b) ⊙ (1 − \(b))"
    case .throughReLU: "\(a) ⊙ (\(b) > 0)"
    default: "\(rawValue)(\(a), \(b))"
    }
  }
}
