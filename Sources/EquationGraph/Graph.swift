package import LinearAlgebra

/// The place of a node in its graph.
package struct NodeID: Hashable, Comparable, Sendable {
  package let index: Int

  package static func < (a: NodeID, b: NodeID) -> Bool { a.index < b.index }
}

/// An operation applied to nodes that stand before it.
package struct Node: Sendable {
  package let operation: Operation
  package let inputs: [NodeID]
  package let attribute: Attribute
  package let shape: Shape
}

/// Equations as nodes.
///
/// Nodes are only ever appended and an input stands before its user, so the order of the nodes is an
/// order of evaluation: every walk over a graph is a loop over indices. Equal nodes are shared, except
/// leaves and definitions, which keep their identity.
package final class Graph {
  package private(set) var nodes: [Node] = []
  /// The author's names of definitions.
  package private(set) var names: [NodeID: String] = [:]
  /// What each leaf held when it was made.
  package private(set) var leafValues: [NodeID: Matrix] = [:]
  /// Definitions that may be given another value by training. They stand for themselves: no formula may
  /// be rewritten by what they happened to be computed from.
  package private(set) var freeDefinitions: Set<NodeID> = []
  private var shared: [Key: NodeID] = [:]

  private struct Key: Hashable {
    let operation: Operation
    let inputs: [NodeID]
    let attribute: Attribute
  }

  /// A gibibyte of doubles: a larger matrix is a slip of the author's (`X * X'` of a long column) and is
  /// refused before it takes the machine's memory.
  package static let maximalCount = 1 << 27

  package init() {}

  package subscript(_ id: NodeID) -> Node { nodes[id.index] }

  package func shape(of id: NodeID) -> Shape { nodes[id.index].shape }

  /// A value that no equation computes: a drawn or loaded matrix.
  package func leaf(_ value: Matrix) -> NodeID {
    let id = append(.leaf, [], .identity(nodes.count), value.shape)
    leafValues[id] = value
    return id
  }

  /// A value that a plan is given: a leaf of which only the shape is known.
  package func input(_ shape: Shape) -> NodeID {
    append(.leaf, [], .identity(nodes.count), shape)
  }

  package func constant(_ value: Matrix) -> NodeID {
    share(.constant, [], .value(value), value.shape)
  }

  package func constant(_ value: Double) -> NodeID { constant(Matrix(scalar: value)) }

  /// `name = value`: a node of its own even if `value` is shared, so that the author's names stay and a
  /// parameter can be told from another with the same initial value.
  package func define(_ name: String, as value: NodeID, isFree: Bool = false) -> NodeID {
    let id = append(.definition, [value], .identity(nodes.count), shape(of: value))
    names[id] = name
    if isFree { freeDefinitions.insert(id) }
    return id
  }

  /// Drops the equation of the definition `id`, which has a value of its own from now on: the trained
  /// `W` of `W = s * randn(2, 1)` no longer depends on `s`.
  package func release(_ id: NodeID) {
    let node = self[id]
    precondition(node.operation == .definition || node.inputs.isEmpty, "release of \(node)")
    nodes[id.index] = Node(
      operation: .leaf, inputs: [], attribute: node.attribute, shape: node.shape)
  }

  /// The node that applies `operation`; the existing one if there is an equal node.
  package func apply(
    _ operation: Operation, _ inputs: [NodeID], _ attribute: Attribute = .none
  ) throws(ShapeError) -> NodeID {
    let key = Key(operation: operation, inputs: inputs, attribute: attribute)
    if let known = shared[key] { return known }
    let result = try operation.shapeRule(Operands(inputs.map { shape(of: $0) }, attribute))
    let (count, overflow) = result.rows.multipliedReportingOverflow(by: result.columns)
    if overflow || count > Graph.maximalCount { throw .tooLarge(result) }
    return share(operation, inputs, attribute, result)
  }

  /// The nodes that `roots` are computed from, themselves included, in order of evaluation. The walk
  /// does not go below a node of `cut`.
  package func ancestors(of roots: [NodeID], cut: Set<NodeID> = []) -> [NodeID] {
    var seen: Set<NodeID> = []
    var stack = roots
    while let id = stack.popLast() {
      guard seen.insert(id).inserted, !cut.contains(id) else { continue }
      stack.append(contentsOf: self[id].inputs)
    }
    return seen.sorted()
  }

  /// The nodes that are computed from `changed`, themselves included.
  package func dependents(of changed: Set<NodeID>) -> Set<NodeID> {
    var dependents = changed
    for (index, node) in nodes.enumerated() where node.inputs.contains(where: dependents.contains) {
      dependents.insert(NodeID(index: index))
    }
    return dependents
  }

  /// Looks through definitions to the operation that computes `id`.
  package func underlying(_ id: NodeID) -> NodeID {
    var id = id
    while self[id].operation == .definition { id = self[id].inputs[0] }
    return id
  }

  func share(
    _ operation: Operation, _ inputs: [NodeID], _ attribute: Attribute, _ shape: Shape
  ) -> NodeID {
    let key = Key(operation: operation, inputs: inputs, attribute: attribute)
    if let known = shared[key] { return known }
    let id = append(operation, inputs, attribute, shape)
    shared[key] = id
    return id
  }

  private func append(
    _ operation: Operation, _ inputs: [NodeID], _ attribute: Attribute, _ shape: Shape
  ) -> NodeID {
    nodes.append(Node(operation: operation, inputs: inputs, attribute: attribute, shape: shape))
    return NodeID(index: nodes.count - 1)
  }
}
