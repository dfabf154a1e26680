import EquationGraph
import LinearAlgebra
import Testing

/// A case of `Values/operation_values.txt`: an operation of given operands and NumPy's result.
struct OperationCase: Sendable, CustomTestStringConvertible {
  let name: String
  /// `axis 1`, `selection i:`, `shape`, …
  let attribute: String
  var operands: [Matrix] = []
  var result = Matrix(scalar: .nan)

  var testDescription: String {
    "\(name)(\(operands.map(\.shape.description).joined(separator: ", "))) \(attribute)"
  }

  var operation: Operation? { Self.ownNames[name] ?? Operation.named(name) }

  /// Rows that the language names alike, or with an operator.
  private static let ownNames: [String: Operation] = [
    "negate": .negate, "add": .add, "subtract": .subtract, "multiply": .multiply,
    "divide": .divide, "raise": .raise, "less": .less, "lessOrEqual": .lessOrEqual,
    "equal": .equal, "notEqual": .notEqual, "greaterOrEqual": .greaterOrEqual,
    "greater": .greater, "and": .and, "or": .or, "not": .not, "maximum": .maximum,
    "minimum": .minimum, "reduceMax": .reduceMax, "reduceMin": .reduceMin,
    "transpose": .transpose, "matmul": .matmul, "matrixPower": .matrixPower,
  ]

  /// The operation applied to nodes that hold the operands.
  func apply(_ graph: Graph, _ inputs: [NodeID]) throws -> NodeID {
    try graph.apply(resolving: try #require(operation), inputs, try parsedAttribute()) { id in
      graph.evaluate(id)
    }
  }

  private func parsedAttribute() throws -> Attribute {
    let words = attribute.split(separator: " ").map(String.init)
    switch words[0] {
    case "axis": return .axis(words[1] == "1" ? .down : .along)
    case "shape" where words.count == 3:
      return .shape(Shape(try #require(Int(words[1])), try #require(Int(words[2]))))
    case "selection":
      let arguments = words[1].map { $0 == ":" ? IndexArgument.colon : .input }
      return .selection(.block(rows: [], columns: []), arguments)
    default: return .none
    }
  }
}

extension OperationCase {
  static let all: [OperationCase] = {
    var cases: [OperationCase] = []
    for line in operationValuesText().split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      switch words[0] {
      case "case":
        cases.append(
          OperationCase(name: words[1], attribute: words.dropFirst(2).joined(separator: " ")))
      case "operand": cases[cases.count - 1].operands.append(matrix(words))
      default: cases[cases.count - 1].result = matrix(words)
      }
    }
    return cases
  }()

  static let differentiable = all.filter {
    if case .rule? = $0.operation?.derivative { return true }
    return false
  }

  private static func matrix(_ words: [String]) -> Matrix {
    Matrix(
      Shape(Int(words[1]) ?? 0, Int(words[2]) ?? 0),
      words.dropFirst(3).map { Double($0) ?? .nan })
  }
}
