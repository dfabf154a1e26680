package import EquationGraph
package import LinearAlgebra

/// The values that plans keep from run to run: parameters, and what an optimiser remembers of them. Several
/// plans may share one state.
package final class PlanState {
  struct Cell {
    let shape: Shape
    let place: Int
  }

  /// The nodes that stand for the values.
  package let nodes: [NodeID]
  let cells: [Cell]
  let memory: NumberMemory

  package init(_ values: [(node: NodeID, value: Matrix)]) {
    nodes = values.map(\.node)
    var cells: [Cell] = []
    var count = 0
    for (_, value) in values {
      cells.append(Cell(shape: value.shape, place: count))
      count += (value.shape.rows * value.shape.pitch + 7) / 8 * 8
    }
    self.cells = cells
    memory = NumberMemory(count: count)
    for (index, (_, value)) in values.enumerated() { self[index] = value }
  }

  /// The value at `index`.
  package subscript(index: Int) -> Matrix {
    get {
      let cell = cells[index]
      return memory.matrix(cell.shape, at: cell.place, row: cell.shape.pitch)
    }
    set {
      let cell = cells[index]
      precondition(newValue.shape == cell.shape, "\(newValue.shape) into \(cell.shape)")
      memory.write(newValue, at: cell.place, row: cell.shape.pitch)
    }
  }

  /// A number of the state, for bursts of training steps.
  package func number(_ index: Int) -> Burst.Number { Burst.Number(memory, cells[index].place) }

  /// All values, to come back to.
  package func saved() -> NumberMemory {
    let copy = NumberMemory(count: memory.count)
    copy.copy(from: memory)
    return copy
  }

  /// The same, into a memory that `saved()` gave.
  package func save(to memory: NumberMemory) { memory.copy(from: self.memory) }

  /// No NaN and no infinity is in the value at `index`.
  package func isFinite(_ index: Int) -> Bool {
    let cell = cells[index]
    return memory.isFinite(cell.shape, at: cell.place, row: cell.shape.pitch)
  }

  package func restore(_ saved: NumberMemory) { memory.copy(from: saved) }
}

/// Rows of data that a plan takes in turn instead of all of them.
package struct PlanBatch {
  /// Nodes with as many rows as a batch, and the data whose rows they stand for.
  package let data: [(node: NodeID, all: Matrix)]
  package let rows: Int
  /// The order of the rows; nil: as they stand.
  package let order: BatchOrder?

  package init(data: [(node: NodeID, all: Matrix)], rows: Int, order: BatchOrder?) {
    self.data = data
    self.rows = rows
    self.order = order
  }
}
