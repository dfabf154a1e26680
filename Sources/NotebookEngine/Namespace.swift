import Diagnostics
import EquationGraph
import NotebookSyntax

/// What the names of a notebook stand for at one point of its run.
struct Namespace {
  enum Binding {
    case value(Definition)
    case function(UserFunction)
    /// The statement that should have set the name failed; the text says which.
    case failed(reason: String)
  }

  private(set) var bindings: [String: Binding] = [:]
  /// Names in order of their first definition.
  private(set) var order: [String] = []
  /// Every version of every name by its node, so that an old one can be told from a stranger.
  private(set) var versions: [NodeID: Definition] = [:]

  subscript(name: String) -> Binding? { bindings[name] }

  mutating func set(_ name: String, to binding: Binding) {
    if bindings[name] == nil { order.append(name) }
    bindings[name] = binding
    if case .value(let definition) = binding { versions[definition.node] = definition }
  }
}

/// `name = expression`, one version of it.
struct Definition {
  let name: Name
  let node: NodeID
  /// A literal's or a maker's result, not an equation over other names: it can be trained.
  let isFree: Bool
  /// The names on the right side.
  let uses: [String]
}

/// `f = @(x) expression`. It sees the values its free names had when it was defined.
struct UserFunction {
  let name: Name
  let parameters: [Name]
  let body: Expression
  let captured: [String: Namespace.Binding]

  /// It takes a gradient or substitutes, or calls a function that does: then an argument is a node of its
  /// own and not just a value.
  let readsEquations: Bool
  /// How deep a call expands: the levels of the body, and below them those of the functions in it.
  let depth: Int

  /// Reading a call recurses on all of its levels, and each takes some stack.
  static let maximalDepth = 1000

  init(name: Name, parameters: [Name], body: Expression, captured: [String: Namespace.Binding]) {
    self.name = name
    self.parameters = parameters
    self.body = body
    self.captured = captured
    readsEquations = body.names.contains { used in
      if case .function(let function) = captured[used] { return function.readsEquations }
      return captured[used] == nil && Functions.equationReaders.contains(used)
    }
    depth =
      body.depth
      + captured.values.reduce(0) { deepest, binding in
        if case .function(let function) = binding { max(deepest, function.depth) } else { deepest }
      }
  }
}
