package import EquationGraph
package import LinearAlgebra

/// A part of a graph made ready to be computed again and again with other inputs.
///
/// What does not depend on the inputs is computed once, when the plan is made; a run computes the rest
/// in order.
package struct Plan {
  private struct Step {
    let id: NodeID
    let shape: Shape
    let evaluate: ([Matrix]) -> Matrix?
    /// Slots.
    let operandSlots: [Int]
    let resultSlot: Int
    /// The operands' values of the last run, kept so that a run allocates no list of them.
    var operands: [Matrix]
  }

  /// The values of all nodes of the plan.
  private var slots: [Matrix] = []
  private var slotOf: [NodeID: Int] = [:]
  /// What a run computes, in order.
  private var steps: [Step] = []
  /// What only the occasional outputs need, in order.
  private var occasionalSteps: [Step] = []
  private var inputs: [Int] = []
  private var outputs: [Int] = []

  /// - Parameters:
  ///   - outputs: what a run computes.
  ///   - occasional: further outputs, computed when asked for; they stand behind `outputs`.
  ///   - inputs: nodes whose values are given to each run; nothing below them is computed.
  ///   - fixed: the value of a node that is known already and does not change.
  package init(
    _ graph: Graph, outputs: [NodeID], occasional: [NodeID] = [], inputs: [NodeID],
    fixed: (NodeID) -> Matrix?
  ) {
    let given = Set(inputs)
    let always = Set(graph.ancestors(of: outputs, cut: given))
    // An input that no output depends on has a slot too.
    let nodes = Set(graph.ancestors(of: occasional, cut: given)).union(always).union(given)
    var varying = given
    for id in nodes.sorted() {
      let node = graph[id]
      slotOf[id] = slots.count
      if given.contains(id) {
        slots.append(Matrix(node.shape, repeating: 0))
      } else if node.inputs.contains(where: varying.contains) {
        varying.insert(id)
        let operandSlots = node.inputs.compactMap { slotOf[$0] }
        let step = Step(
          id: id, shape: node.shape, evaluate: node.evaluate, operandSlots: operandSlots,
          resultSlot: slots.count, operands: operandSlots.map { slots[$0] })
        if always.contains(id) { steps.append(step) } else { occasionalSteps.append(step) }
        slots.append(Matrix(scalar: 0))
      } else if let value = fixed(id) ?? graph.leafValues[id] {
        slots.append(value)
      } else {
        let operands = node.inputs.compactMap { slotOf[$0].map { slots[$0] } }
        slots.append(node.evaluate(operands) ?? Matrix(node.shape, repeating: .nan))
      }
    }
    self.inputs = inputs.compactMap { slotOf[$0] }
    self.outputs = (outputs + occasional).compactMap { slotOf[$0] }
  }

  /// Computes the outputs from `values`, one for each input.
  package mutating func run(_ values: [Matrix]) {
    for (slot, value) in zip(inputs, values) { slots[slot] = value }
    Self.perform(&steps, &slots)
  }

  /// Computes the occasional outputs for the values of the last run.
  package mutating func runOccasional() {
    Self.perform(&occasionalSteps, &slots)
  }

  private static func perform(_ steps: inout [Step], _ slots: inout [Matrix]) {
    for index in steps.indices {
      for operand in steps[index].operands.indices {
        steps[index].operands[operand] = slots[steps[index].operandSlots[operand]]
      }
      // NaN stops a run: an index that moved out of its matrix is found like any other bad number.
      slots[steps[index].resultSlot] =
        steps[index].evaluate(steps[index].operands)
        ?? Matrix(steps[index].shape, repeating: .nan)
    }
  }

  /// The value, after the last run, of the output with this index.
  package func output(_ index: Int) -> Matrix { slots[outputs[index]] }

  /// The value, after the last run, of a node of the plan.
  package func value(of node: NodeID) -> Matrix? { slotOf[node].map { slots[$0] } }

  /// The first node of the last run that made a number that is not finite out of finite ones.
  package var firstNotFinite: NodeID? {
    steps.first { step in
      !slots[step.resultSlot].isFinite && step.operandSlots.allSatisfy { slots[$0].isFinite }
    }?.id
  }
}
