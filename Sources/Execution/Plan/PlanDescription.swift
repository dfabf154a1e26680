import EquationGraph
import LinearAlgebra

struct PlanDescription {
  let operationCount: Int
  let byteCount: Int
  let text: String

  init(
    _ graph: Graph, _ schedule: Schedule, _ layout: PlanLayout, _ emission: PlanEmission,
    workers: Workers
  ) {
    operationCount = emission.lines.joined().reduce(0) { $0 + $1.operations }
    byteCount =
      (emission.programMemory.count + layout.scratchCount * workers.count)
      * Swift.MemoryLayout<Double>.stride
    text = ""
  }
}
