import Diagnostics
import NotebookSyntax

extension Expression {
  /// The names this expression mentions, functions included, in order, each once.
  var names: [String] {
    var names: [String] = []
    var seen: Set<String> = []
    forEachNode { expression in
      switch expression.kind {
      case .name(let name), .gradients(of: let name):
        if seen.insert(name).inserted { names.append(name) }
      default: break
      }
    }
    return names
  }

  /// Visits this expression and all below it, parents first, from left to right.
  func forEachNode(_ visit: (Expression) -> Void) {
    var stack = [self]
    while let expression = stack.popLast() {
      visit(expression)
      expression.pushChildren(onto: &stack)
    }
  }

  /// The last one first, so that the first is on top.
  private func pushChildren(onto stack: inout [Expression]) {
    switch kind {
    case .number, .name, .string, .end, .gradients: break
    case .matrix(let rows): for row in rows.reversed() { stack.append(contentsOf: row.reversed()) }
    case .prefix(_, let operand), .transpose(let operand), .parenthesized(let operand):
      stack.append(operand)
    case .binary(_, let left, let right):
      stack.append(right)
      stack.append(left)
    case .call(let callee, let arguments):
      for case .expression(let argument) in arguments.reversed() { stack.append(argument) }
      stack.append(callee)
    case .range(let start, let step, let end):
      stack.append(end)
      if let step { stack.append(step) }
      stack.append(start)
    }
  }

  /// The expression inside any parentheses around it.
  var withoutParentheses: Expression {
    var expression = self
    while case .parenthesized(let inner) = expression.kind { expression = inner }
    return expression
  }

  /// A number, a matrix of numbers, or one with a sign: what `-P` may replace.
  var isLiteral: Bool {
    var isLiteral = true
    forEachNode { expression in
      switch expression.kind {
      case .number, .matrix, .prefix(.minus, _), .prefix(.plus, _), .parenthesized: break
      default: isLiteral = false
      }
    }
    return isLiteral
  }
}

extension Statement {
  /// The name this statement sets.
  var definedName: Name? {
    switch kind {
    case .assignment(let name, _), .function(let name, _, _), .update(let name, _, _): name
    case .expression, .command: nil
    }
  }

  /// The names it reads.
  var usedNames: [String] {
    switch kind {
    case .assignment(_, let expression), .expression(let expression): expression.names
    case .update(let name, _, let expression): [name.text] + expression.names
    case .function(_, let parameters, let body):
      body.names.filter { name in !parameters.contains { $0.text == name } }
    case .command(let command):
      command.expression?.names ?? command.words.map(\.text)
    }
  }
}
