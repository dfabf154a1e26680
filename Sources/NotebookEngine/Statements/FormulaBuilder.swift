import EquationGraph
import LinearAlgebra
import NotebookSyntax

extension Interpreter {
  /// What a shown statement prints: the right side as written, and with the numbers put in.
  func display(name: String?, _ expression: Expression) -> Display {
    let inner = expression.withoutParentheses
    let formula = formula(inner, numbers: false)
    var substituted: Formula?
    if canTakeNumbers(inner) {
      let withNumbers = self.formula(inner, numbers: true)
      if withNumbers != formula { substituted = withNumbers }
    }
    return Display(name: name, formula: formula, substituted: substituted)
  }

  /// `f(x) = …`
  func display(function name: Name, _ parameters: [Name], _ body: Expression) -> Display {
    let call = Formula.call(name.text, parameters.map { .name($0.text) })
    return Display(
      name: nil, formula: .infix(.define, call, formula(body.withoutParentheses, numbers: false)),
      substituted: nil)
  }

  /// A lone name would only repeat the result, and `grad(C, W)` speaks of equations, not of values.
  private func canTakeNumbers(_ expression: Expression) -> Bool {
    if case .name = expression.kind { return false }
    var result = true
    expression.forEachNode { part in
      if case .call(let callee, _) = part.kind, case .name(let name) = callee.kind,
        Functions.equationReaders.contains(name), namespace[name] == nil
      {
        result = false
      }
    }
    return result
  }

  private func formula(_ expression: Expression, numbers: Bool) -> Formula {
    switch expression.kind {
    case .number(_, let text): return .literal(text)
    case .string(let text): return .text(text)
    case .end: return .name("end")
    case .gradients(let name): return .call("grad", [.name(name)])
    case .parenthesized(let inner): return formula(inner, numbers: numbers)
    case .name(let name):
      if numbers, let value = builtValue(of: expression) { return .value(value) }
      return .name(name)
    case .matrix(let rows):
      return .matrix(rows.map { $0.map { formula($0, numbers: numbers) } })
    case .prefix(let prefix, let operand):
      return .prefix(PrefixSymbol(prefix), formula(operand, numbers: numbers))
    case .transpose(let operand):
      return .transpose(formula(operand, numbers: numbers))
    case .binary(let binary, let left, let right):
      return .infix(
        symbol(binary, left, right), formula(left, numbers: numbers),
        formula(right, numbers: numbers))
    case .range(let start, let step, let end):
      return .range(
        formula(start, numbers: numbers), step: step.map { formula($0, numbers: numbers) },
        formula(end, numbers: numbers))
    case .call(let callee, let arguments):
      return call(callee, arguments, of: expression, numbers: numbers)
    }
  }

  private func call(
    _ callee: Expression, _ arguments: [Argument], of expression: Expression, numbers: Bool
  ) -> Formula {
    func formulas(numbers: Bool) -> [Formula] {
      arguments.map { argument in
        switch argument {
        case .colon: .colon
        case .expression(let expression): formula(expression, numbers: numbers)
        }
      }
    }
    if case .name(let name) = callee.kind {
      if case .value = namespace[name] {
        // An entry or a part of a matrix is a value by itself.
        if numbers, let value = builtValue(of: expression) { return .value(value) }
        return .index(.name(name), formulas(numbers: false))
      }
      if numbers, Functions.sizeReaders.contains(name), let value = builtValue(of: expression) {
        return .value(value)
      }
      return .call(Functions.named(name)?.name ?? name, formulas(numbers: numbers))
    }
    return .index(formula(callee, numbers: numbers), formulas(numbers: numbers))
  }

  private func symbol(
    _ binary: BinaryOperator, _ left: Expression, _ right: Expression
  ) -> InfixSymbol {
    guard binary == .multiply else { return InfixSymbol(binary) }
    let isScalar = [left, right].contains { operand in
      operand.literalNumber != nil
        || built[operand.range].map { shape(of: $0).isScalar } ?? false
    }
    return isScalar ? .scale : .matmul
  }
}

extension Functions {
  /// Functions of equations.
  static let equationReaders: Set<String> = ["grad", "subs", "check"]
  /// Functions of a matrix's size: with the numbers put in, a number.
  static let sizeReaders: Set<String> = ["rows", "columns", "numel", "size"]
}

extension PrefixSymbol {
  init(_ prefix: PrefixOperator) {
    switch prefix {
    case .plus: self = .plus
    case .minus: self = .minus
    case .not: self = .not
    }
  }
}

extension InfixSymbol {
  init(_ binary: BinaryOperator) {
    switch binary {
    case .add: self = .add
    case .subtract: self = .subtract
    case .multiply: self = .matmul
    case .divide: self = .divide
    case .elementwiseMultiply: self = .hadamard
    case .elementwiseDivide: self = .elementwiseDivide
    case .power: self = .power
    case .elementwisePower: self = .elementwisePower
    case .less: self = .less
    case .lessOrEqual: self = .lessOrEqual
    case .equal: self = .equal
    case .notEqual: self = .notEqual
    case .greaterOrEqual: self = .greaterOrEqual
    case .greater: self = .greater
    case .and: self = .and
    case .or: self = .or
    }
  }
}
