import Diagnostics
import EquationGraph
import LinearAlgebra
import NotebookSyntax

/// The functions of the language by name.
enum Functions {
  /// One function: how it is called and how a call becomes nodes.
  struct Entry: Sendable {
    let name: String
    /// How a call looks, for help lines: `softmax(Z, dim)`.
    let usage: String
    let arity: ClosedRange<Int>
    let build: @Sendable (Interpreter, FunctionCall) throws(DiagnosticError) -> NodeID
  }

  static let constants: [String: Double] = [
    "pi": .pi, "e": 2.718281828459045, "Inf": .infinity, "NaN": .nan, "eps": .ulpOfOne,
  ]

  static func named(_ name: String) -> Entry? {
    switch name {
    case "σ": table["sigmoid"]
    case "√": table["sqrt"]
    default: table[name]
    }
  }

  static var names: [String] { table.keys.sorted() }

  private static let table: [String: Entry] = Dictionary(
    (elementwise + reductions + structure + makers + losses + randoms + gradients + tests)
      .map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  /// What other languages call it.
  static let foreign: [String: String] = [
    "matmul": "the product is `A * B`", "dot_product": "write `dot(A, B)`",
    "transpose": "write `A'`", "mean_squared_error": "write `mse(Y, T)`",
    "cross_entropy": "write `crossentropy(Q, P)`",
    "categorical_crossentropy": "write `crossentropy(Q, P)`",
    "binary_crossentropy": "write `bce(Q, P)`", "swish": "write `silu(A)`",
    "random": "write `rand(rows, columns)`", "normal": "write `randn(rows, columns)`",
    "seed": "write `rng(seed)`", "power": "write `A .^ B`", "ln": "write `log(A)`",
    "arange": "write `a:step:b`", "len": "write `rows(A)` or `numel(A)`",
    "length": "write `rows(A)`, `columns(A)` or `numel(A)`", "total": "write `sum(sum(A))`",
    "sigma": "write `sigmoid(A)`", "logistic": "write `sigmoid(A)`",
    "maximum": "write `max(A, B)`", "minimum": "write `min(A, B)`",
    "hess": "second derivatives come with a later version",
  ]

  /// What other languages call a value.
  static let foreignValues: [String: String] = [
    "true": "write `1`", "True": "write `1`", "false": "write `0`", "False": "write `0`",
  ]

  /// The operation of an operator whose meaning does not depend on shapes.
  static func operation(for binary: BinaryOperator) -> Operation {
    switch binary {
    case .add: .add
    case .subtract: .subtract
    case .multiply: .matmul
    case .elementwiseMultiply: .multiply
    case .divide, .elementwiseDivide: .divide
    case .power, .elementwisePower: .raise
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .equal: .equal
    case .notEqual: .notEqual
    case .greaterOrEqual: .greaterOrEqual
    case .greater: .greater
    case .and: .and
    case .or: .or
    }
  }

  /// A function that is one operation of all its arguments.
  static func plain(_ operation: Operation, _ usage: String) -> Entry {
    let count = usage.filter { $0 == "," }.count + 1
    return Entry(
      name: operation.name, usage: usage, arity: count...count
    ) { (interpreter, call) throws(DiagnosticError) in
      try interpreter.apply(
        operation, try interpreter.allArguments(call), at: call.range,
        operands: call.arguments.map(\.range))
    }
  }

  // MARK: - Elementwise

  private static let elementwise: [Entry] =
    [
      Operation.exp, .log, .log2, .log10, .log1p, .expm1, .sqrt, .abs, .sin, .cos, .tan, .asin,
      .acos, .atan, .sinh, .cosh, .tanh, .erf, .sigmoid, .relu, .softplus, .softsign, .silu, .gelu,
      .sign, .round, .floor, .ceil, .detach,
    ].map { plain($0, "\($0.name)(A)") }
    + [
      plain(.leakyReLU, "leaky_relu(A, a)"), plain(.elu, "elu(A, a)"), plain(.mod, "mod(A, m)"),
    ]

  // MARK: - Losses and metrics

  private static let losses: [Entry] = [
    plain(.mse, "mse(Y, T)"), plain(.mae, "mae(Y, T)"), plain(.huber, "huber(Y, T, d)"),
    plain(.crossentropy, "crossentropy(Q, P)"), plain(.bce, "bce(Q, P)"),
    plain(.softmaxCrossentropy, "softmax_crossentropy(Z, P)"),
    plain(.sigmoidCrossentropy, "sigmoid_crossentropy(Z, P)"), plain(.hinge, "hinge(S, T)"),
    plain(.l1, "l1(W)"), plain(.l2, "l2(W)"), plain(.accuracy, "accuracy(Q, P)"),
    plain(.confusion, "confusion(Q, P)"), plain(.r2, "r2(Y, T)"),
  ]
}
