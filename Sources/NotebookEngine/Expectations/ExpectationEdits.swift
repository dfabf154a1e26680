package import Diagnostics
import LinearAlgebra
import NotebookSyntax

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension ExpectationResult {
  /// Nobody reads, or compares by eye, a longer matrix in a comment.
  private static var largestRewritten: Int { 100 }

  /// What makes the expectation hold: the numbers that differ, each with the digits the author gave it.
  ///
  /// When the shapes differ the whole value is written anew as `[a b; c d]`, with the notation of the
  /// author's most precise number. Nil when there is nothing to change, or when the computed matrix is
  /// too large to stand in a comment.
  package var edits: [TextEdit]? {
    guard !holds else { return nil }
    if expected.shape == computed.shape {
      return zip(expected.rows.joined(), computed.elements).compactMap { number, value in
        number.accepts(value) ? nil : TextEdit(number.range, number.rewritten(to: value))
      }
    }
    guard computed.shape.count <= Self.largestRewritten else { return nil }
    let style =
      expected.rows.joined().compactMap { NumberStyle($0.text) }
      .max { $0.significantDigits < $1.significantDigits } ?? .general
    let rows = (0..<computed.rows).map { row in
      (0..<computed.columns).map { style.text(for: computed[row, $0]) }.joined(separator: " ")
    }
    let text = rows.joined(separator: "; ")
    return [TextEdit(expected.range, computed.isScalar ? text : "[\(text)]")]
  }
}

extension ExpectedValue.Number {
  /// `value` in this number's notation and with as many digits.
  func rewritten(to value: Double) -> String {
    (NumberStyle(text) ?? .general).text(for: value)
  }
}

/// How an author writes a number: 7.87, 1.6e-3, .5, 3, +2.
struct NumberStyle {
  private enum Notation {
    case fixed(decimals: Int)
    case exponent(mark: Character, hasPlus: Bool, width: Int)
    /// As few digits as five significant ones need.
    case general
  }

  private var notation: Notation
  private(set) var significantDigits: Int
  private var minus = "-"
  private var hasPlus = false
  /// `.5` instead of `0.5`
  private var omitsZero = false
  /// `5.` instead of `5`
  private var endsInPoint = false

  /// For a place where the author's text says nothing about digits, such as NaN.
  static let general = NumberStyle(notation: .general, significantDigits: 5)

  private init(notation: Notation, significantDigits: Int) {
    self.notation = notation
    self.significantDigits = significantDigits
  }

  /// The style of `text`; nil if it is no decimal number.
  init?(_ text: String) {
    guard let number = DecimalNumber(text) else { return nil }
    significantDigits = max(1, number.digits.count)
    let unsigned = text.drop { "+-−".contains($0) }
    let mantissa = unsigned.prefix { $0 != "e" && $0 != "E" }
    if mantissa.count < unsigned.count {
      let mark = unsigned[mantissa.endIndex]
      let exponent = unsigned[mantissa.endIndex...].dropFirst()
      notation = .exponent(
        mark: mark, hasPlus: exponent.first == "+", width: exponent.count { $0.isNumber })
    } else {
      notation = .fixed(decimals: mantissa.drop { $0 != "." }.dropFirst().count)
      omitsZero = mantissa.first == "."
      endsInPoint = mantissa.last == "."
    }
    hasPlus = text.first == "+"
    if text.first == "−" { minus = "−" }
  }

  func text(for value: Double) -> String {
    if value.isNaN { return "NaN" }
    let digits = unsignedText(for: value.magnitude)
    // A rounded zero has no sign.
    let isZero = value == 0 || !digits.contains { "123456789I".contains($0) }
    let sign = value < 0 && !isZero ? minus : hasPlus ? "+" : ""
    return sign + digits
  }

  private func unsignedText(for magnitude: Double) -> String {
    if magnitude.isInfinite { return "Inf" }
    switch notation {
    // From 2^53 on not every digit before the point means something.
    case .fixed(let decimals) where magnitude < 0x1p53:
      var text = printed("%.\(decimals)f", magnitude)
      if omitsZero, text.hasPrefix("0."), text.count > 2 { text.removeFirst() }
      return endsInPoint ? text + "." : text
    case .fixed: return exponentText(magnitude, mark: "e", hasPlus: false, width: 1)
    case .exponent(let mark, let hasPlus, let width):
      return exponentText(magnitude, mark: mark, hasPlus: hasPlus, width: width)
    case .general: return formatted(magnitude, significantDigits: significantDigits)
    }
  }

  private func exponentText(
    _ magnitude: Double, mark: Character, hasPlus: Bool, width: Int
  ) -> String {
    let text = printed("%.\(significantDigits - 1)e", magnitude)
    let parts = text.split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return text }
    let digits = String(exponent.magnitude)
    let zeros = String(repeating: "0", count: max(0, width - digits.count))
    return "\(parts[0])\(mark)\(exponent < 0 ? "-" : hasPlus ? "+" : "")\(zeros)\(digits)"
  }
}

/// C's `printf`, which rounds a double's exact value correctly to any number of digits.
private func printed(_ format: String, _ value: Double) -> String {
  withVaList([value]) { arguments in
    var buffer = [CChar](repeating: 0, count: 64)
    let count = Int(vsnprintf(&buffer, buffer.count, format, arguments))
    guard count >= buffer.count else { return String(decoding: buffer.prefix(count)) }
    buffer = [CChar](repeating: 0, count: count + 1)
    return withVaList([value]) { again in
      vsnprintf(&buffer, buffer.count, format, again)
      return String(decoding: buffer.prefix(count))
    }
  }
}

extension String {
  fileprivate init(decoding characters: ArraySlice<CChar>) {
    self.init(decoding: characters.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
