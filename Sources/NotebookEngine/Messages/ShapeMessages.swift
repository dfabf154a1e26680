import Diagnostics
import EquationGraph
import LinearAlgebra
import NotebookSyntax

/// Operands that do not fit, with all their shapes and a way out.
extension Interpreter {
  /// - operands: where the operands stand, as far as they are named.
  func misfit(
    _ error: ShapeError, _ operation: Operation, _ inputs: [NodeID], at range: SourceRange,
    operands: [SourceRange]
  ) -> Diagnostic {
    let whole = text(of: range)
    let names = operands.map { text(of: $0) }
    func name(_ index: Int, _ fallback: String) -> String {
      index < names.count ? names[index] : fallback
    }
    let notes = operands.isEmpty ? [] : definitionNotes(inputs)
    switch error {
    case .innerDimensionsDiffer(let a, let b):
      return Diagnostic(
        .matmul, at: range,
        "`\(whole)`: \(name(0, "the left")) is \(a), \(name(1, "the right")) is \(b); "
          + "inner sizes \(a.columns) and \(b.rows) differ",
        notes: notes, help: productHelp(name(0, "A"), a, name(1, "B"), b))
    case .doNotFit(let a, let b):
      return Diagnostic(
        .stretch, at: range, "`\(whole)`: \(a) and \(b) do not fit; \(difference(a, b))",
        notes: notes, help: transposeHelp(operation, names, a, b))
    case .bothStretched(let a, let b):
      let result = Shape(max(a.rows, b.rows), max(a.columns, b.columns))
      return Diagnostic(
        .bothStretched, at: range,
        "`\(whole)`: \(a) and \(b) would both be stretched to \(result)",
        notes: notes,
        help: transposeHelp(operation, names, a, b) ?? tableHelp(names, a, b))
    case .shapesDiffer(let a, let b):
      return Diagnostic(
        .sameShape, at: range, "`\(whole)`: \(a) and \(b); a loss compares equal shapes",
        notes: notes, help: a.transposed == b ? "transpose one of them" : nil)
    case .rowsDiffer(let a, let b):
      return Diagnostic(
        .ragged, at: range,
        "`\(whole)`: elements beside each other need equal rows; here \(a) and \(b)", notes: notes)
    case .columnsDiffer(let a, let b):
      return Diagnostic(
        .ragged, at: range,
        "`\(whole)`: rows below each other need equal columns; here \(a) and \(b)", notes: notes)
    case .divisorNotScalar(let a, let b):
      return Diagnostic(
        .divide, at: range, "`\(whole)`: \(a) by a \(b) matrix is not supported", notes: notes,
        help: "elementwise is `./`")
    case .notSquare(let a):
      return Diagnostic(
        .sameShape, at: range, "`\(whole)` needs a square matrix, here \(a)", notes: notes)
    case .notScalar(let a):
      return Diagnostic(
        .sameShape, at: range, "`\(whole)` needs a single number there, here \(a)", notes: notes)
    case .notAVector(let a):
      return Diagnostic(
        .sameShape, at: range, "`\(whole)` needs a row or a column, here \(a)", notes: notes)
    case .countsDiffer(let a, let b):
      return Diagnostic(
        .sameShape, at: range,
        "`\(whole)`: \(a) holds \(counted(a.count, "number")), \(b) holds \(b.count)", notes: notes)
    case .empty(let a):
      return Diagnostic(
        .sameShape, at: range, "`\(whole)` needs at least one entry, here \(a)", notes: notes)
    case .rowOutside, .columnOutside, .entryOutside, .notAnIndex:
      return outside(error, name(0, "A"), at: range)
    case .labelOutside(let label, let classes):
      return Diagnostic(
        .index, at: range,
        "`\(whole)`: label \(label) with \(counted(classes, "class", "classes"))",
        help: "labels count from 1 to the number of classes")
    case .notASize(let number):
      if number.isFinite, number == number.rounded() {
        return tooLarge(range, Shape(number > 0 ? Graph.maximalCount : 0, 1))
      }
      return Diagnostic(
        .value, at: range, "`\(whole)`: a size must be a whole number from 0, here \(shown(number))"
      )
    case .notAnExponent(let number):
      return Diagnostic(
        .power, at: range,
        "`\(whole)`: the exponent of a matrix must be a whole number from 0, here \(shown(number))",
        help: "elementwise power is `.^`; an inverse is `inv(A)`")
    case .tooLarge(let shape):
      return tooLarge(range, shape)
    }
  }

  /// An index that does not meet an entry.
  func outside(_ error: ShapeError, _ name: String, at range: SourceRange) -> Diagnostic {
    let whole = text(of: range)
    switch error {
    case .rowOutside(_, let a):
      return Diagnostic(
        .index, at: range, "`\(whole)`: \(name) has \(counted(a.rows, "row"))",
        help: "rows count from 1")
    case .columnOutside(_, let a):
      return Diagnostic(
        .index, at: range, "`\(whole)`: \(name) has \(counted(a.columns, "column"))",
        help: "columns count from 1")
    case .entryOutside(_, let a):
      return Diagnostic(
        .index, at: range,
        "`\(whole)`: \(name) (\(a)) has \(counted(a.count, "entry", "entries"))",
        help: "entries count from 1, down the columns")
    case .notAnIndex(let number):
      return Diagnostic(
        .index, at: range,
        "`\(whole)`: an index must be a whole number from 1, here \(shown(number))",
        help: "rows and columns count from 1")
    default:
      return misfit(error, .selection, [], at: range, operands: [])
    }
  }

  /// Where the operands that are names were defined, with their shapes.
  private func definitionNotes(_ inputs: [NodeID]) -> [Diagnostic.Note] {
    inputs.indices.compactMap { index in
      let input = inputs[index]
      guard !inputs[..<index].contains(input), let definition = namespace.versions[input] else {
        return nil
      }
      return Diagnostic.Note(
        at: definition.name.range,
        "`\(definition.name.text)` is defined here as \(shape(of: input))")
    }
  }

  private func difference(_ a: Shape, _ b: Shape) -> String {
    var differences: [String] = []
    if a.rows != b.rows, a.rows != 1, b.rows != 1 {
      differences.append("rows \(a.rows) and \(b.rows) differ")
    }
    if a.columns != b.columns, a.columns != 1, b.columns != 1 {
      differences.append("columns \(a.columns) and \(b.columns) differ")
    }
    return differences.joined(separator: ", ")
  }

  /// What would make a product fit.
  private func productHelp(_ left: String, _ a: Shape, _ right: String, _ b: Shape) -> String? {
    var ways: [String] = []
    if a.columns == b.columns {
      ways.append("`\(factor(left)) * \(transposed(right))` fits (\(a) · \(b.transposed))")
    } else if a.rows == b.rows {
      ways.append("`\(transposed(left)) * \(factor(right))` fits (\(a.transposed) · \(b))")
    } else if b.columns == a.rows {
      ways.append("`\(factor(right)) * \(factor(left))` fits (\(b) · \(a))")
    }
    if (try? stretchedShape(a, b)) != nil {
      ways.append("`\(factor(left)) .* \(factor(right))` would be elementwise")
    }
    if ways.isEmpty { return "make `\(right)` \(a.columns)×\(b.columns)" }
    return ways.joined(separator: "; ")
  }

  private func transposeHelp(
    _ operation: Operation, _ names: [String], _ a: Shape, _ b: Shape
  ) -> String? {
    guard names.count == 2, a.transposed == b, transposed(names[1]) != names[0] else { return nil }
    if case .infix = operation.notation {
      return "did you mean `\(names[0]) \(operation.name) \(transposed(names[1]))`?"
    }
    return "did you mean `\(operation.name)(\(names[0]), \(transposed(names[1])))`?"
  }

  /// How the table is written that stretching both operands would give.
  private func tableHelp(_ names: [String], _ a: Shape, _ b: Shape) -> String? {
    guard names.count == 2 else { return nil }
    let (column, count) = a.columns == 1 ? (names[0], b.columns) : (names[1], a.columns)
    return "if a table is meant, write `\(factor(column)) * ones(1, \(count))`"
  }

  /// `operand` as a factor of a product: in parentheses unless it is a name, a call or in brackets.
  private func factor(_ operand: String) -> String {
    isSimple(operand) ? operand : "(\(operand))"
  }

  /// `operand` transposed; a transpose of the author's is taken back.
  private func transposed(_ operand: String) -> String {
    if operand.hasSuffix("'"), isSimple(operand.dropLast()) { return String(operand.dropLast()) }
    return isSimple(operand) && !operand.hasSuffix("'") ? "\(operand)'" : "(\(operand))'"
  }

  /// No operator stands in `operand` outside of brackets, but for a transpose at its end.
  private func isSimple(_ operand: some StringProtocol) -> Bool {
    var depth = 0
    for (index, character) in zip(operand.indices, operand) {
      switch character {
      case "(", "[": depth += 1
      case ")", "]": depth -= 1
      case "'" where operand.index(after: index) == operand.endIndex: break
      case _
      where depth > 0 || character.isLetter || character.isNumber || "_.".contains(character):
        break
      default: return false
      }
    }
    return true
  }
}
