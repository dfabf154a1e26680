import EquationGraph
@testable import Execution
import LinearAlgebra

/// The values of nodes, computed from what the graph's leaves hold.
func evaluated(_ wanted: [Value]) -> [Matrix] {
  guard let graph = wanted.first?.graph else { return [] }
  var known = graph.leafValues
  for id in graph.ancestors(of: wanted.map(\.id)) where known[id] == nil {
    let node = graph[id]
    known[id] = node.evaluate(node.inputs.compactMap { known[$0] })
  }
  return wanted.compactMap { known[$0.id] }
}
