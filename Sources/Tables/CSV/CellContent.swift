extension RowSink {
  /// Takes what a cell says, as far as its column is wanted; returns what is wrong with it.
  ///
  /// - Parameter content: without quotes and blanks around it. A byte that belongs to no number
  ///   follows, and 7 more that may be read.
  mutating func take(
    _ content: UnsafeBufferPointer<UInt8>, isQuoted: Bool, column: Int
  ) -> TableError.CellProblem? {
    let field = fields[column]
    if let slot = field.number, let problem = takeNumber(trimmed(content), slot) { return problem }
    guard let code = field.code else { return nil }
    // Within quotes anything but nothing is a class.
    guard content.isEmpty || !isQuoted && isMissing(content) else {
      takeClass(content, for: code)
      return nil
    }
    return takeMissingClass()
      ? nil : .missingClass(String(decoding: content, as: UTF8.self))
  }

  private mutating func takeNumber(
    _ content: UnsafeBufferPointer<UInt8>, _ slot: Int
  ) -> TableError.CellProblem? {
    switch CellNumber(content) {
    case .value(let value):
      slots[slot] = value
      return nil
    case .missing where takeMissingNumber(for: slot): return nil
    case .missing: return .missing(String(decoding: content, as: UTF8.self))
    case .outOfRange: return .outOfRange(String(decoding: content, as: UTF8.self))
    case .none: return .notANumber(String(decoding: content, as: UTF8.self))
    }
  }
}

/// What a cell says, read as a number.
enum CellNumber: Equatable {
  case value(Double)
  case missing
  case outOfRange
  case none

  /// - Parameter content: without blanks around it, followed as `readNumber` asks.
  init(_ content: UnsafeBufferPointer<UInt8>) {
    guard let start = content.baseAddress, !content.isEmpty else {
      self = .missing
      return
    }
    var value = 0.0
    if let end = readNumber(at: start, &value), end == start + content.count {
      self = value.isFinite ? .value(value) : .outOfRange
    } else if isMissing(content) {
      self = .missing
    } else if let infinity = infinity(content) {
      self = .value(infinity)
    } else {
      self = .none
    }
  }
}

extension CellNumber {
  init(bytes: [UInt8]) {
    self = bytes.withPadding { CellNumber(trimmed($0)) }
  }
}

/// What programs write where there is no number, in small letters.
private let missingWords = ["?", "-", "na", "n/a", "#n/a", "nan", "-nan", "null", "none"].map {
  Array($0.utf8)
}

func isMissing(_ content: UnsafeBufferPointer<UInt8>) -> Bool {
  content.isEmpty || content.count <= 4 && missingWords.contains { content.isWord($0) }
}

/// How R, Octave, NumPy and others write an infinite number.
private func infinity(_ content: UnsafeBufferPointer<UInt8>) -> Double? {
  let isNegative = content.first == UInt8(ascii: "-")
  let hasSign = isNegative || content.first == UInt8(ascii: "+")
  let word = UnsafeBufferPointer(rebasing: content.dropFirst(hasSign ? 1 : 0))
  guard word.isWord(Array("inf".utf8)) || word.isWord(Array("infinity".utf8)) else { return nil }
  return isNegative ? -.infinity : .infinity
}

private func trimmed(_ content: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
  func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == UInt8(ascii: "\t") }
  guard let first = content.firstIndex(where: { !isBlank($0) }),
    let last = content.lastIndex(where: { !isBlank($0) })
  else { return UnsafeBufferPointer(rebasing: content[..<0]) }
  return UnsafeBufferPointer(rebasing: content[first...last])
}

extension UnsafeBufferPointer<UInt8> {
  /// The same letters, large or small; `word` is in small ones.
  fileprivate func isWord(_ word: [UInt8]) -> Bool {
    count == word.count
      && zip(self, word).allSatisfy { byte, letter in
        byte == letter || byte | 0x20 == letter && letter >= UInt8(ascii: "a")
      }
  }
}
