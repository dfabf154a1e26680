package import EquationGraph
package import LinearAlgebra

/// A part of a graph made ready to be computed again and again with other values of its state.
///
/// The graph is compiled once: shapes are known, so every value gets its place in one stretch of memory, steps
/// that stand beside each other are joined, and rows go through the steps in blocks. What does not depend on the
/// state or the batch is computed when the plan is made. A run allocates nothing.
package final class Plan {
  /// How a plan is made. Results differ by rounding alone.
  package struct Options: Sendable {
    /// Join steps.
    package var fuses = true
    /// Go through rows in blocks.
    package var sweeps = Sweeps.wherePaying
    /// Rows of a block; nil: by the sizes.
    package var block: Int?
    /// Compute what nothing given has a part in when the plan is made, not in each run.
    package var foldsConstants = true

    package enum Sweeps: Sendable {
      case wherePaying, never
      /// However small the matrices are.
      case everywhere
    }

    package init() {}
  }

  package let state: PlanState
  private let program: StepProgram
  private let emission: PlanEmission
  private let layout: PlanLayout
  private let schedule: Schedule
  private let outputs: [PlanValue.ID]
  private let outputShapes: [Shape]
  private let graph: Graph
  private let updates: [Int: PlanValue.ID]
  private let unfusedCount: Int
  private let workerCount: Int
  /// Floating-point operations of a run and an update.
  package let operationCount: Int

  /// - Parameters:
  ///   - outputs: what a run computes.
  ///   - state: the nodes whose values are kept; nothing below them is computed.
  ///   - updates: the new value of each state that changes, by its index.
  ///   - batch: nodes that stand for rows of data.
  ///   - fixed: the value of a node that is known already and does not change.
  package init(
    _ graph: Graph, outputs: [NodeID], state: PlanState, updates: [Int: NodeID] = [:],
    batch: PlanBatch? = nil, workers: Workers, options: Options = Options(),
    fixed: @escaping (NodeID) -> Matrix?
  ) {
    self.graph = graph
    self.state = state
    var values = PlanValues()
    var given: [NodeID: PlanValue.ID] = [:]
    for (index, node) in state.nodes.enumerated() {
      given[node] = values.add(PlanValue(.state(index), state.cells[index].shape))
      if let id = given[node] { values[id].node = node }
    }
    for (index, (node, all)) in (batch?.data ?? []).enumerated() {
      let shape = Shape(batch?.rows ?? 0, all.columns)
      var id = values.add(PlanValue(.batch(index), shape))
      if batch?.order != nil {
        id = values.add(PlanValue(.step(.gatherRows), shape, a: id))
      }
      values[id].node = node
      given[node] = id
    }
    var lowering = Lowering(
      graph, values: values, given: { given[$0] }, fixed: fixed,
      foldsConstants: options.foldsConstants)
    let outputs = outputs.map { lowering.value(of: $0) }
    let updates = updates.sorted { $0.key < $1.key }.map { ($0.key, lowering.value(of: $0.value)) }
    values = lowering.values
    let roots = outputs + updates.map(\.1)
    unfusedCount = values.order(of: roots).count { !values[$0].isGiven && values[$0].rule != .view }
    if options.fuses { values = Fusion.fused(values, roots: roots) }
    let count = values.order(of: roots).reduce(0) { $0 + values[$1].shape.count }
    let sweeps =
      options.sweeps == .wherePaying && count <= Schedule.smallCount ? .never : options.sweeps
    if options.fuses {
      values = UpdateFusion.fused(values, roots: roots, updates, sweeps: sweeps != .never)
    }
    self.updates = Dictionary(updates) { first, _ in first }
    let order = values.order(of: roots)
    schedule = Schedule(
      values, order: order, outputs: outputs, updates: Set(updates.map(\.1)), sweeps: sweeps)
    layout = PlanLayout(
      schedule, kept: Set(outputs), updates: self.updates,
      block: options.block)
    let constants = lowering
    emission = PlanEmission(
      schedule, layout, state: state, batch: batch, order: order,
      constantValue: { constants.constantValue(of: $0) })
    program = StepProgram(
      emission.stages, firstUpdate: emission.firstUpdate, scratch: layout.scratchCount,
      workers: workers, order: batch?.order)
    self.outputs = outputs
    outputShapes = outputs.map { values[$0].shape }
    workerCount = workers.count
    operationCount = emission.lines.joined().reduce(0) { $0 + $1.operations }
  }

  /// Computes the outputs. Rows of a batch begin at row `batch` of the data.
  package func run(batch: Int = 0) { program.run(batch: batch) }

  /// Gives the state its new values, which belong to the last run.
  package func update(batch: Int = 0) { program.update(batch: batch) }

  /// Makes training steps without a look back.
  package func train(_ burst: inout Burst) -> Burst.Ending { program.train(&burst) }

  /// The value of an output after the last run.
  package func output(_ index: Int) -> Matrix { emission.value(of: outputs[index]) }

  /// An output of one number, for bursts of training steps.
  package func number(_ index: Int) -> Burst.Number { emission.number(outputs[index]) }

  /// Bytes of memory that the plan has for itself, with the blocks of each worker.
  package var byteCount: Int {
    (emission.programMemory.count + layout.scratchCount * workerCount)
      * MemoryLayout<Double>.stride
  }

  /// The plan for people: stages, steps, shapes, places and operations.
  package var explanation: String {
    PlanText(
      graph: graph, schedule: schedule, layout: layout, emission: emission, state: state,
      updates: Dictionary(updates.map { ($1, $0) }) { first, _ in first },
      unfusedCount: unfusedCount, threads: workerCount, operationCount: operationCount,
      byteCount: byteCount
    ).text
  }
}
