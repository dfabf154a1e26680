package import LinearAlgebra

/// A JSON text in the making: keys keep their order, numbers all their digits.
package indirect enum JSONValue {
  case null
  case bool(Bool)
  case integer(Int)
  /// Not finite numbers become the strings that JavaScript uses, since JSON has none.
  case number(Double)
  case string(String)
  case array([JSONValue])
  /// A list of rows.
  case matrix(Matrix)
  case object([(String, JSONValue)])

  init(_ text: String?) {
    self = text.map { .string($0) } ?? .null
  }

  init(_ matrix: Matrix) { self = .matrix(matrix) }

  init(_ shape: Shape) {
    self = .array([.integer(shape.rows), .integer(shape.columns)])
  }

  /// The text with two spaces an indent; lists of plain values, such as a matrix's rows, stay on one line.
  package func text() -> String {
    var text = ""
    write(to: &text, indent: 0)
    return text
  }

  /// Appends the text. Nothing else is built on the way: a matrix may have millions of entries.
  private func write(to text: inout String, indent: Int) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let value): text += Self.number(value)
    case .string(let value): text += Self.quoted(value)
    case .matrix(let matrix):
      guard matrix.rows > 0 else {
        text += "[]"
        return
      }
      Self.writeLines("[", "]", 0..<matrix.rows, to: &text, indent) { row, text in
        text += "["
        for column in 0..<matrix.columns {
          if column > 0 { text += ", " }
          text += Self.number(matrix[row, column])
        }
        text += "]"
      }
    case .array(let elements) where elements.allSatisfy(\.isPlain):
      text += "["
      for (index, element) in elements.enumerated() {
        if index > 0 { text += ", " }
        element.write(to: &text, indent: 0)
      }
      text += "]"
    case .array(let elements):
      Self.writeLines("[", "]", elements, to: &text, indent) { element, text in
        element.write(to: &text, indent: indent + 2)
      }
    case .object(let members):
      if members.isEmpty {
        text += "{}"
        return
      }
      Self.writeLines("{", "}", members, to: &text, indent) { member, text in
        text += "\(Self.quoted(member.0)): "
        member.1.write(to: &text, indent: indent + 2)
      }
    }
  }

  private var isPlain: Bool {
    switch self {
    case .array, .object, .matrix: false
    default: true
    }
  }

  private static func writeLines<Part>(
    _ open: String, _ close: String, _ parts: some Sequence<Part>, to text: inout String,
    _ indent: Int, _ write: (Part, inout String) -> Void
  ) {
    let margin = String(repeating: " ", count: indent)
    text += open
    var separator = "\n"
    for part in parts {
      text += separator + margin + "  "
      write(part, &text)
      separator = ",\n"
    }
    text += "\n\(margin)\(close)"
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
