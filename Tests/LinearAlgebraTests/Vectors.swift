import Foundation
import LinearAlgebra

/// A file of `Vectors`: lines below headers `# name`, in the order of the file.
struct Vectors {
  let sections: [(name: String, lines: [[Substring]])]

  init(_ file: String) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let text = try String(contentsOf: folder.appending(path: "Vectors/\(file)"), encoding: .utf8)
    var sections: [(name: String, lines: [[Substring]])] = []
    for line in text.split(separator: "\n") {
      if line.hasPrefix("# ") {
        sections.append((String(line.dropFirst(2)), []))
      } else {
        if sections.isEmpty { sections.append(("", [])) }
        sections[sections.count - 1].lines.append(line.split(separator: " "))
      }
    }
    self.sections = sections
  }

  /// All words of a section; none when there is no such section.
  subscript(name: String) -> [Substring] {
    sections.first { $0.name == name }?.lines.flatMap { $0 } ?? []
  }
}

/// The double whose bits are 16 hexadecimal digits.
func double(bits: Substring) -> Double {
  UInt64(bits, radix: 16).map(Double.init(bitPattern:)) ?? .nan
}

/// The bits of a double, as they stand in the files.
func bits(_ x: Double) -> String {
  let digits = String(x.bitPattern, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}

/// A row of `count` normals, of a stream that nothing else uses.
func normalRow(_ count: Int, seed: UInt32) -> Matrix {
  var random = RandomState(seed: seed)
  return random.normals(Shape(1, count))
}

func normals(_ rows: Int, _ columns: Int, seed: UInt32) -> Matrix {
  var random = RandomState(seed: seed)
  return random.normals(Shape(rows, columns))
}

/// The largest difference between entries; infinite when shapes differ or an entry is NaN.
func largestDifference(_ a: Matrix, _ b: Matrix) -> Double {
  guard a.shape == b.shape else { return .infinity }
  return zip(a.elements, b.elements).reduce(0) { largest, pair in
    let difference = pair.0 == pair.1 ? 0 : abs(pair.0 - pair.1)
    return difference.isNaN ? .infinity : max(largest, difference)
  }
}
