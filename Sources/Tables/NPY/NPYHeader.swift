/// What the beginning of an `.npy` file says about its numbers (NumPy Enhancement Proposal 1 and
/// the description of `numpy.lib.format`).
struct NPYHeader: Equatable {
  let type: NPYType
  /// Column by column instead of row by row.
  let isFortranOrder: Bool
  let rows: Int
  /// A list of numbers is a column.
  let columns: Int

  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// NumPy reads no longer one either, unless told to.
  private static let maximalLength = 10_000

  /// Reads the header off the front of `source`.
  init(_ source: ByteSource) throws(TableError) {
    let start = try source.take(8)
    guard start.count == 8, start.starts(with: Self.magic), 1...3 ~= start[6] else {
      throw .npy(.header)
    }
    let size = try source.take(start[6] == 1 ? 2 : 4)
    let length = size.reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= Self.maximalLength else { throw .npy(.header) }
    let text = try source.take(length)
    guard text.count == length, let entries = PythonLiteral.dictionary(in: text),
      let description = entries["descr"],
      case .truth(let isFortranOrder) = entries["fortran_order"],
      case .numbers(let shape) = entries["shape"]
    else { throw .npy(.header) }
    // A list describes the fields of a structure.
    guard case .text(let name) = description else { throw .npy(.structures) }
    guard let type = NPYType(name) else { throw .npy(.type(name)) }
    guard 1...2 ~= shape.count else { throw .npy(.dimensions(shape.count)) }
    self.type = type
    self.isFortranOrder = isFortranOrder
    rows = shape[0]
    columns = shape.count == 2 ? shape[1] : 1
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard !overflow, count < Int.max / 16 else { throw .npy(.header) }
  }
}

/// The values that stand in a header.
enum PythonLiteral: Equatable {
  case text(String)
  case truth(Bool)
  /// A tuple of whole numbers from 0.
  case numbers([Int])
  case other

  /// The entries of the dictionary that is all of `text`; nil if it cannot be read.
  static func dictionary(in text: [UInt8]) -> [String: PythonLiteral]? {
    var rest = text[...]
    guard rest.take("{") else { return nil }
    var entries: [String: PythonLiteral] = [:]
    while !rest.take("}") {
      guard let key = rest.takeText(), rest.take(":"), let value = rest.takeValue() else {
        return nil
      }
      entries[key] = value
      if !rest.take(",") {
        guard rest.take("}") else { return nil }
        break
      }
    }
    return rest.allSatisfy(\.isSpace) ? entries : nil
  }
}

extension UInt8 {
  fileprivate var isSpace: Bool { self == space || self == lineFeed }
}

extension ArraySlice<UInt8> {
  /// Takes `word` off the front, blanks before it too; false if something else stands there.
  fileprivate mutating func take(_ word: String) -> Bool {
    let rest = drop(while: \.isSpace)
    guard rest.starts(with: word.utf8) else { return false }
    self = rest.dropFirst(word.utf8.count)
    return true
  }

  /// A text in single or double quotes.
  fileprivate mutating func takeText() -> String? {
    for mark in ["'", "\""] where take(mark) {
      guard let end = firstIndex(of: mark.utf8.first ?? 0) else { return nil }
      defer { self = self[(end + 1)...] }
      return String(decoding: self[..<end], as: UTF8.self)
    }
    return nil
  }

  fileprivate mutating func takeValue() -> PythonLiteral? {
    if let text = takeText() { return .text(text) }
    if take("True") { return .truth(true) }
    if take("False") { return .truth(false) }
    if take("(") { return takeNumbers().map { .numbers($0) } }
    return take("[") && skipList() ? .other : nil
  }

  /// The rest of a tuple of whole numbers.
  private mutating func takeNumbers() -> [Int]? {
    var numbers: [Int] = []
    while !take(")") {
      self = drop(while: \.isSpace)
      let digits = prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
      guard let number = Int(String(decoding: digits, as: UTF8.self)) else { return nil }
      numbers.append(number)
      self = dropFirst(digits.count)
      // Python 2 wrote long numbers so.
      _ = take("L")
      if !take(",") { return take(")") ? numbers : nil }
    }
    return numbers
  }

  /// Steps over the rest of a list.
  private mutating func skipList() -> Bool {
    var depth = 1
    while depth > 0, let byte = popFirst() {
      if byte == UInt8(ascii: "[") { depth += 1 }
      if byte == UInt8(ascii: "]") { depth -= 1 }
    }
    return depth == 0
  }
}
