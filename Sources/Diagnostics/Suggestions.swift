/// The name among `candidates` that was most likely meant by `word`: at most a third of its letters
/// differ, or only their case. Nil when none is close.
package func closestName(to word: String, among candidates: some Sequence<String>) -> String? {
  guard word.utf8.count <= longestCompared else { return nil }
  let letters = Array(word.unicodeScalars)
  let lowercased = word.lowercased()
  var best: (name: String, distance: Int)?
  for candidate in candidates where candidate != word && candidate.utf8.count <= longestCompared {
    if candidate.utf8.count == word.utf8.count, candidate.lowercased() == lowercased {
      return candidate
    }
    let other = Array(candidate.unicodeScalars)
    let longest = max(letters.count, other.count)
    // Something of the word must be left, and the first of equally close names wins.
    let limit = min(max(1, longest / 3), longest - 1, best.map { $0.distance - 1 } ?? .max)
    guard abs(letters.count - other.count) <= limit else { continue }
    let distance = editDistance(letters, other)
    if distance <= limit { best = (candidate, distance) }
  }
  return best?.name
}

/// In bytes. Longer names are no slip of the finger, and comparing two takes the product of their
/// lengths.
private let longestCompared = 100

/// The number of insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`
/// (Damerau 1964, restricted form).
func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  var beforeLast = Array(repeating: 0, count: b.count + 1)
  var last = Array(0...b.count)
  var row = beforeLast
  for i in 0..<a.count {
    row[0] = i + 1
    for j in 0..<b.count {
      var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        cost = min(cost, beforeLast[j - 1] + 1)
      }
      row[j + 1] = cost
    }
    (beforeLast, last, row) = (last, row, beforeLast)
  }
  return last[b.count]
}
