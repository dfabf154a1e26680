import LinearAlgebra

/// A JSON text in the making: keys keep their order, numbers all their digits.
package indirect enum JSONValue {
  case null
  case bool(Bool)
  case integer(Int)
  /// Not finite numbers become the strings that JavaScript uses, since JSON has none.
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([(String, JSONValue)])

  init(_ text: String?) {
    self = text.map { .string($0) } ?? .null
  }

  /// A list of rows.
  init(_ matrix: Matrix) {
    self = .array(
      (0..<matrix.rows).map { row in
        .array((0..<matrix.columns).map { .number(matrix[row, $0]) })
      })
  }

  init(_ shape: Shape) {
    self = .array([.integer(shape.rows), .integer(shape.columns)])
  }

  /// The text with two spaces an indent; lists of plain values, such as a matrix's rows, stay on one line.
  package func text(indent: Int = 0) -> String {
    switch self {
    case .null: return "null"
    case .bool(let value): return value ? "true" : "false"
    case .integer(let value): return String(value)
    case .number(let value): return Self.number(value)
    case .string(let value): return Self.quoted(value)
    case .array(let elements):
      if elements.allSatisfy(\.isPlain) {
        return "[\(elements.map { $0.text() }.joined(separator: ", "))]"
      }
      return Self.lines("[", "]", elements.map { $0.text(indent: indent + 2) }, indent)
    case .object(let members):
      if members.isEmpty { return "{}" }
      return Self.lines(
        "{", "}", members.map { "\(Self.quoted($0)): \($1.text(indent: indent + 2))" }, indent)
    }
  }

  private var isPlain: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }

  private static func lines(
    _ open: String, _ close: String, _ parts: [String], _ indent: Int
  ) -> String {
    let margin = String(repeating: " ", count: indent)
    return open + "\n" + parts.map { "\(margin)  \($0)" }.joined(separator: ",\n")
      + "\n\(margin)\(close)"
  }

  private static func number(_ x: Double) -> String {
    if x.isNaN { return "\"NaN\"" }
    if x.isInfinite { return x < 0 ? "\"-Infinity\"" : "\"Infinity\"" }
    return shortest(x)
  }

  /// RFC 8259, section 7; also the two line separators that are no white space in JavaScript's view.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x2028 || scalar.value == 0x2029:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
