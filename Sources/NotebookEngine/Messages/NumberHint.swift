import Tables

/// What to write instead of a cell that a person reads as a number.
struct NumberHint {
  let text: String

  /// Nil if nothing is known to say.
  init?(_ cell: String, separator: UInt8) {
    if let hexadecimal = Self.hexadecimal(cell) {
      text = "write `\(hexadecimal)`; digits are decimal"
    } else if cell.contains("\u{2212}"), Self.isNumber(cell.replacing("\u{2212}", with: "-")) {
      text = "write the minus as `-`"
    } else if cell.hasSuffix("%"), Self.isNumber(cell.dropLast().trimmingBlanks) {
      text = "write the share as a number, such as 0.05 for 5%"
    } else if separator != UInt8(ascii: ","), Self.isNumber(cell.replacing(",", with: ".")) {
      text = "write `\(cell.replacing(",", with: "."))`; a decimal comma is not read"
    } else if let plain = Self.withoutThousands(cell) {
      text = "write `\(plain)`, without anything between the digits"
    } else if let other = Self.otherSeparator(in: cell, besides: separator) {
      text = "`separator: \(other)` if that is what parts the cells"
    } else {
      return nil
    }
  }

  private static func isNumber(_ text: String) -> Bool { number(in: text.utf8) != nil }

  private static func hexadecimal(_ cell: String) -> Int? {
    let isNegative = cell.hasPrefix("-")
    let digits = cell.drop { $0 == "-" || $0 == "+" }
    guard digits.hasPrefix("0x") || digits.hasPrefix("0X"),
      let value = Int(digits.dropFirst(2), radix: 16), value >= 0
    else { return nil }
    return isNegative ? -value : value
  }

  /// The number without the signs that part its digits in groups of three; nil if there are none.
  private static func withoutThousands(_ cell: String) -> String? {
    let whole = cell.prefix { $0 != "." }
    let groups = whole.split(omittingEmptySubsequences: false) {
      " ,'_’\u{A0}\u{202F}\u{2009}".contains($0)
    }
    guard groups.count > 1, groups.dropFirst().allSatisfy({ $0.utf8.count == 3 }) else {
      return nil
    }
    let plain = groups.joined() + cell.dropFirst(whole.count)
    return isNumber(plain) ? plain : nil
  }

  /// The separator that turns the cell into several.
  private static func otherSeparator(in cell: String, besides separator: UInt8) -> String? {
    let names: [(Character, String)] = [(";", ";"), ("\t", "tab"), (",", ","), (" ", "space")]
    return names.first { character, _ in
      guard character.asciiValue != separator, cell.contains(character) else { return false }
      return cell.split(separator: character).contains { isNumber($0.trimmingBlanks) }
    }?.1
  }
}

extension Substring {
  fileprivate var trimmingBlanks: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
