import EquationGraph
import LinearAlgebra

extension Graph {
  /// The value of `root`, node by node; leaves have their first values unless `values` says otherwise.
  func evaluate(_ root: NodeID, with values: [NodeID: Matrix] = [:]) -> Matrix {
    var known = leafValues.merging(values) { _, new in new }
    for id in ancestors(of: [root]) where known[id] == nil {
      let node = self[id]
      let operands = node.inputs.map { input in
        known[input] ?? Matrix(Shape(0, 0), [])
      }
      let value = node.operation.value(of: Operands(operands, node.attribute), node.shape)
      precondition(value.shape == node.shape, "\(node.operation.name) gave \(value.shape)")
      known[id] = value
    }
    return known[root] ?? Matrix(Shape(0, 0), [])
  }

  func leaf(_ rows: [[Double]]) -> NodeID { leaf(Matrix(rows: rows)) }

  /// `sum(sum(weights .* a))`
  func weightedTotal(_ a: NodeID, _ weights: NodeID) throws -> NodeID {
    let product = try apply(.multiply, [a, weights])
    return try apply(.sum, [try apply(.sum, [product], .axis(.down))], .axis(.along))
  }

  func total(_ a: NodeID) throws -> NodeID {
    try apply(.sum, [try apply(.sum, [a], .axis(.down))], .axis(.along))
  }
}

/// The largest difference of two matrices, relative to the largest entry of `expected` or to 1; infinite
/// when the shapes differ.
func difference(_ seen: Matrix, _ expected: Matrix) -> Double {
  guard seen.shape == expected.shape else { return .infinity }
  let scale = expected.elements.reduce(1) { max($0, $1.magnitude) }
  return zip(seen.elements, expected.elements).reduce(0) { worst, pair in
    if pair.0 == pair.1 || (pair.0.isNaN && pair.1.isNaN) { return worst }
    let difference = (pair.0 - pair.1).magnitude / scale
    return difference.isNaN ? .infinity : max(worst, difference)
  }
}

func dot(_ a: Matrix, _ b: Matrix) -> Double {
  zip(a.elements, b.elements).reduce(0) { $0 + $1.0 * $1.1 }
}

/// `a + s·b`, of equal shapes.
func moved(_ a: Matrix, _ b: Matrix, by step: Double) -> Matrix {
  Matrix(a.shape, zip(a.elements, b.elements).map { $0 + step * $1 })
}

/// Numbers in (−1, 1) that are the same in every run (Numerical Recipes' linear congruence).
struct Directions {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next(_ shape: Shape) -> Matrix {
    Matrix(
      shape,
      (0..<shape.count).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) / 0x1p52 - 1
      })
  }
}

extension Graph {
  /// For each ancestor of `roots`, themselves included, the node that computes it in stable form.
  func stabilized(_ roots: [NodeID], cut: Set<NodeID>) -> [NodeID: NodeID] {
    var stabilizer = Stabilizer(self, cut: cut)
    return Dictionary(
      uniqueKeysWithValues: ancestors(of: roots, cut: cut).map { ($0, stabilizer.stable($0)) })
  }
}
