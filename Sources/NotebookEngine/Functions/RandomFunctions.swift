import Diagnostics
import EquationGraph
import LinearAlgebra
import NotebookSyntax

/// The notebook's stream of random numbers: NumPy's `RandomState`, seeded with 0 unless told otherwise.
struct RandomStream {
  private(set) var state = RandomState(seed: 0)
  /// `rng` was called, or the front matter gives a seed.
  private(set) var isSeeded = false
  /// The missing seed has been mentioned.
  var hasWarned = false

  mutating func seed(_ seed: UInt32) {
    state = RandomState(seed: seed)
    isSeeded = true
  }

  mutating func seed(array: [UInt32]) {
    state = RandomState(arraySeed: array)
    isSeeded = true
  }

  mutating func draw<Result>(_ body: (inout RandomState) -> Result) -> Result { body(&state) }
}

extension Functions {
  /// Draws from the stream, row by row, in NumPy's order.
  static let randoms: [Entry] = [
    Entry(name: "rng", usage: "rng(seed)", arity: 1...1, build: rng),
    draw("randn", scale: { _ in 1 }),
    Entry(name: "rand", usage: "rand(rows, columns)", arity: 1...2) {
      (interpreter, call) throws(DiagnosticError) in
      try interpreter.drawn(call, from: 0) { $0.uniforms($1) }
    },
    Entry(name: "randi", usage: "randi(k, rows, columns)", arity: 2...3) {
      (interpreter, call) throws(DiagnosticError) in
      let k = try interpreter.wholeArgument(call, 0, as: "the largest number", 1...(1 << 53))
      return try interpreter.drawn(call, from: 1) { $0.integers(upTo: k, $1) }
    },
    Entry(name: "randperm", usage: "randperm(n)", arity: 1...1) {
      (interpreter, call) throws(DiagnosticError) in
      let count = try interpreter.wholeArgument(
        call, 0, as: "the length", 0...Graph.maximalCount)
      interpreter.noteMissingSeed(call)
      let order = interpreter.random.draw { $0.permutation(count) }
      return interpreter.graph.leaf(Matrix(Shape(1, count), order.map { Double($0 + 1) }))
    },
    // Glorot and Bengio 2010; He et al. 2015; LeCun et al. 1998. Rows are the fan-in, columns the
    // fan-out; the normals are not truncated.
    Entry(name: "glorot_uniform", usage: "glorot_uniform(rows, columns)", arity: 2...2) {
      (interpreter, call) throws(DiagnosticError) in
      try interpreter.drawn(call, from: 0) { state, shape in
        symmetric(&state, shape, limit: (6 / Double(shape.rows + shape.columns)).squareRoot())
      }
    },
    Entry(name: "he_uniform", usage: "he_uniform(rows, columns)", arity: 2...2) {
      (interpreter, call) throws(DiagnosticError) in
      try interpreter.drawn(call, from: 0) { state, shape in
        symmetric(&state, shape, limit: (6 / Double(shape.rows)).squareRoot())
      }
    },
    draw("glorot_normal") { (2 / Double($0.rows + $0.columns)).squareRoot() },
    draw("he_normal") { (2 / Double($0.rows)).squareRoot() },
    draw("lecun_normal") { (1 / Double($0.rows)).squareRoot() },
  ]

  /// The functions whose result a parameter may start from.
  static let makerNames: Set<String> = Set(
    randoms.map(\.name) + ["zeros", "ones", "eye", "linspace"])

  private static func draw(
    _ name: String, scale: @escaping @Sendable (Shape) -> Double
  ) -> Entry {
    Entry(name: name, usage: "\(name)(rows, columns)", arity: 1...2) {
      (interpreter, call) throws(DiagnosticError) in
      try interpreter.drawn(call, from: 0) { state, shape in
        let normals = state.normals(shape)
        let factor = scale(shape)
        return factor == 1 ? normals : Matrix(shape, normals.elements.map { $0 * factor })
      }
    }
  }

  /// Uniform numbers from −limit to limit.
  private static func symmetric(
    _ state: inout RandomState, _ shape: Shape, limit: Double
  ) -> Matrix {
    Matrix(shape, state.uniforms(shape).elements.map { -limit + 2 * limit * $0 })
  }

  @Sendable private static func rng(
    _ interpreter: Interpreter, _ call: FunctionCall
  ) throws(DiagnosticError) -> NodeID {
    let node = try interpreter.argument(call, 0)
    let seeds = try interpreter.value(of: node)
    for seed in seeds.elements where seed != seed.rounded() || seed < 0 || seed > 4_294_967_295 {
      throw DiagnosticError(
        Diagnostic(
          .value, at: call.range(0),
          "a seed is a whole number from 0 to 4294967295, here \(shown(seed))"))
    }
    guard !seeds.elements.isEmpty else {
      throw DiagnosticError(
        Diagnostic(.value, at: call.range(0), "a seed needs at least one number"))
    }
    let words = seeds.elements.map { UInt32($0) }
    if case .expression(let argument) = call.arguments[0],
      case .matrix = argument.withoutParentheses.kind
    {
      interpreter.random.seed(array: words)
    } else if let seed = words.first, words.count == 1 {
      interpreter.random.seed(seed)
    } else {
      interpreter.random.seed(array: words)
    }
    return node
  }
}

extension Interpreter {
  /// A leaf with the matrix that `draw` makes of the shape in the arguments from `index` on.
  func drawn(
    _ call: FunctionCall, from index: Int, _ draw: (inout RandomState, Shape) -> Matrix
  ) throws(DiagnosticError) -> NodeID {
    let shape = try shapeArguments(call, from: index)
    noteMissingSeed(call)
    return graph.leaf(random.draw { draw(&$0, shape) })
  }

  /// Rows and columns given by the arguments from `index` on; one number stands for both.
  private func shapeArguments(
    _ call: FunctionCall, from index: Int
  ) throws(DiagnosticError) -> Shape {
    let limit = 0...Graph.maximalCount
    let rows = try wholeArgument(call, index, as: "the number of rows", limit)
    let columns =
      index + 1 < call.count
      ? try wholeArgument(call, index + 1, as: "the number of columns", limit) : rows
    guard rows * columns <= Graph.maximalCount else {
      throw DiagnosticError(tooLarge(call.range, Shape(rows, columns)))
    }
    return Shape(rows, columns)
  }

  func noteMissingSeed(_ call: FunctionCall) { noteMissingSeed(of: call.name, at: call.range) }

  func noteMissingSeed(of name: String, at range: SourceRange) {
    guard !random.isSeeded, !random.hasWarned else { return }
    random.hasWarned = true
    diagnostics.append(
      Diagnostic(
        .defaultSeed, at: range, "`\(name)` without `rng`: seed 0 used",
        help: "write `rng(0)` above, or `seed: 0` in the front matter"))
  }
}
