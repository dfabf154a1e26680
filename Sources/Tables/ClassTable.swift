/// Numbers classes from 1, in order of their first appearance.
struct ClassTable {
  /// Of all classes, one behind the other.
  private var bytes: [UInt8] = []
  /// Where each class ends in `bytes`.
  private var ends: [Int] = []
  /// Only once there are many classes.
  private var codes: [[UInt8]: Int] = [:]

  /// How many classes stay when a row is taken back.
  private var confirmedCount = 0

  /// So many classes are looked through one by one, which needs no memory.
  private static let fewClasses = 24

  var names: [String] {
    ends.indices.map { String(decoding: bytes[start(of: $0)..<ends[$0]], as: UTF8.self) }
  }

  /// The number of the class `name`, a new one if it was never seen.
  mutating func code(of name: UnsafeBufferPointer<UInt8>) -> Int {
    for index in ends.indices.prefix(Self.fewClasses)
    where bytes[start(of: index)..<ends[index]].elementsEqual(name) {
      return index + 1
    }
    if ends.count >= Self.fewClasses {
      let key = Array(name)
      if let code = codes[key] { return code }
      codes[key] = ends.count + 1
    }
    bytes.append(contentsOf: name)
    ends.append(bytes.count)
    return ends.count
  }

  /// The classes of the present row are there to stay.
  mutating func confirm() { confirmedCount = ends.count }

  /// The present row does not count: neither do classes that were not seen before.
  mutating func takeBack() {
    while ends.count > confirmedCount {
      ends.removeLast()
      let name = Array(bytes[(ends.last ?? 0)...])
      codes[name] = nil
      bytes.removeLast(name.count)
    }
  }

  private func start(of index: Int) -> Int { index == 0 ? 0 : ends[index - 1] }
}
