package import EquationGraph
import LinearAlgebra

/// The rule that every step of a run applies, as formulas in the author's names: `W ← W − h ∂C/∂W`.
///
/// They are read off the nodes that the optimiser builds, so what is printed is what was computed.
package struct UpdateFormulas: Sendable {
  /// One assignment: what `name` becomes.
  package struct Line: Sendable {
    package let name: String
    package let formula: Formula

    package init(name: String, formula: Formula) {
      self.name = name
      self.formula = formula
    }
  }

  /// For the first parameter: the rate if it changes, the gradient if it is clipped, the optimiser's
  /// states, the parameter. Empty for `lbfgs`, whose step is an algorithm.
  package let lines: [Line]
  /// The parameters for which the same is done.
  package let others: [String]
  /// `t` stands in them for the number of the step, from 1.
  package let countsSteps: Bool

  package init(lines: [Line], others: [String] = [], countsSteps: Bool = false) {
    self.lines = lines
    self.others = others
    self.countsSteps = countsSteps
  }

  /// - Parameter rateName: the name the author gave the learning rate, if it has one.
  package init(
    loss: String, parameters: [String], optimizer: Optimizer, rateName: String?,
    schedule: LearningRateSchedule, steps: Int, clip: GradientClip?
  ) {
    guard let rule = optimizer.updateRule, let parameter = parameters.first else {
      self.init(lines: [])
      return
    }
    var sketch = Sketch(taken: Set(parameters + [loss, "t"] + (rateName.map { [$0] } ?? [])))
    let rate = sketch.symbol(.scalar, rateName.map { .name($0) } ?? .value(optimizer.learningRate))
    let step = sketch.symbol(.scalar, .name("t"))
    var lines: [Line] = []
    var present = rate
    if !schedule.isConstant {
      let scheduled = schedule.rate(rate, step: step, of: steps)
      present = sketch.assign("lr", scheduled, &lines)
    }
    var gradient = sketch.symbol(
      Sketch.shape, .call("grad", [.name(loss), .name(parameter)]))
    if let clip {
      let norm = sketch.symbol(.scalar, .call("norm", [.call("grad", [.name(loss)])]))
      gradient = sketch.assign(
        "g", clip.clipped([gradient], norm: norm, optimizer.convention)[0], &lines)
    }
    let before = Update(
      parameter: sketch.symbol(Sketch.shape, .name(parameter)), gradient: gradient,
      states: rule.states.map { sketch.symbol(Sketch.shape, .name(sketch.free($0.name))) },
      rate: present, step: step)
    let after = rule.updated(before)
    for (state, value) in zip(rule.states, after.states) {
      _ = sketch.assign(state.name, value, &lines)
    }
    lines.append(Line(name: parameter, formula: sketch.formula(of: after.parameter)))
    self.init(
      lines: lines, others: Array(parameters.dropFirst()),
      countsSteps: sketch.depends(after.parameter, on: step))
  }
}

/// A graph to build a rule in, with symbols in place of values.
private struct Sketch {
  /// Of a parameter: neither a number nor a row, so that no product is written as one with a number.
  static let shape = Shape(2, 2)

  private let graph = Graph()
  private var known: [NodeID: Formula] = [:]
  private let taken: Set<String>

  init(taken: Set<String>) {
    self.taken = taken
  }

  mutating func symbol(_ shape: Shape, _ formula: Formula) -> Value {
    let id = graph.input(shape)
    known[id] = formula
    return Value(graph, id)
  }

  /// `name`, or another that is like it and means nothing else in these formulas.
  func free(_ name: String) -> String { taken.contains(name) ? name + "_t" : name }

  func formula(of value: Value) -> Formula { graph.formula(of: value.id, known: known) }

  func depends(_ value: Value, on other: Value) -> Bool {
    graph.ancestors(of: [value.id]).contains(other.id)
  }

  /// Writes `value` as a line of its own; further formulas call it `name`.
  mutating func assign(_ name: String, _ value: Value, _ lines: inout [UpdateFormulas.Line])
    -> Value
  {
    lines.append(UpdateFormulas.Line(name: free(name), formula: formula(of: value)))
    known[value.id] = .name(free(name))
    return value
  }
}

extension Formula {
  fileprivate static func value(_ number: Double) -> Formula { .value(Matrix(scalar: number)) }
}
