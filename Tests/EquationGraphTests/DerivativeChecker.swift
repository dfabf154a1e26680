import EquationGraph
import LinearAlgebra

/// Compares an operation's rules with differences of its values, and with one another.
struct DerivativeChecker {
  /// Builds the operation from nodes that hold the operands.
  let build: (Graph, [NodeID]) throws -> NodeID
  let operands: [Matrix]

  /// Relative errors for one operand.
  struct Errors: Equatable {
    /// Reverse mode against differences, in a random direction.
    var vjp: Double
    /// Forward mode against differences, entry by entry.
    var jvp: Double
    /// ⟨v, J·u⟩ against ⟨Jᵀ·v, u⟩.
    var transposition: Double
    /// The gradient's own gradient against differences of the gradient, with respect to every operand.
    var second: Double
  }

  func errors(operand: Int, differentiable: Int, seed: UInt64 = 1) throws -> Errors {
    let graph = Graph()
    let inputs = operands.map { graph.leaf($0) }
    let output = try build(graph, inputs)
    var directions = Directions(seed: seed)
    let u = directions.next(operands[operand].shape)
    let v = directions.next(graph.shape(of: output))
    let input = inputs[operand]

    let loss = try graph.weightedTotal(output, graph.leaf(v))
    let gradient = try graph.gradient(of: loss, with: [input])[0]
    let tangent = try graph.tangent(of: output, along: [input: graph.leaf(u)])
    let back = graph.evaluate(gradient)
    let forward = tangent.map { graph.evaluate($0) } ?? Matrix(v.shape, repeating: 0)

    let slope = differences(graph, output, moving: input, along: u)
    let secondErrors = try (0..<differentiable).map { other in
      try secondOrder(
        graph, gradient, of: input, with: inputs[other], directions.next(back.shape),
        directions.next(operands[other].shape))
    }
    return Errors(
      vjp: back.shape == u.shape
        ? difference(Matrix(scalar: dot(back, u)), Matrix(scalar: dot(slope, v))) : .infinity,
      jvp: difference(forward, slope),
      transposition: difference(
        Matrix(scalar: dot(back, u)), Matrix(scalar: dot(forward, v))),
      second: secondErrors.max() ?? 0)
  }

  private func secondOrder(
    _ graph: Graph, _ gradient: NodeID, of input: NodeID, with other: NodeID, _ w: Matrix,
    _ u: Matrix
  ) throws -> Double {
    let slope = dot(differences(graph, gradient, moving: other, along: u), w)
    let scalar = try graph.weightedTotal(gradient, graph.leaf(w))
    do {
      let second = try graph.gradient(of: scalar, with: [other])[0]
      return difference(
        Matrix(scalar: dot(graph.evaluate(second), u)), Matrix(scalar: slope))
    } catch .noPath {
      return slope.magnitude
    }
  }

  /// The derivative of `output` when `input` moves along `u`: central differences of fourth order, whose
  /// error at this step is near 1e-11.
  private func differences(
    _ graph: Graph, _ output: NodeID, moving input: NodeID, along u: Matrix
  ) -> Matrix {
    let start = graph.leafValues[input] ?? u
    let h = 1e-3
    func value(_ step: Double) -> Matrix {
      graph.evaluate(output, with: [input: moved(start, u, by: step * h)])
    }
    let near = moved(value(1), value(-1), by: -1)
    let far = moved(value(2), value(-2), by: -1)
    return Matrix(
      near.shape, zip(near.elements, far.elements).map { (8 * $0 - $1) / (12 * h) })
  }
}
