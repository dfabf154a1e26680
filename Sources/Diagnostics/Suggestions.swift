/// The name among `candidates` that was most likely meant by `word`: at most a third of its letters
/// differ, letter case counts half. Nil when none is close.
package func closestName(to word: String, among candidates: some Sequence<String>) -> String? {
  var best: (name: String, distance: Int)?
  for candidate in candidates where candidate != word {
    let distance =
      candidate.lowercased() == word.lowercased()
      ? 0 : editDistance(Array(word), Array(candidate))
    let limit = max(1, max(word.count, candidate.count) / 3)
    guard distance <= limit, distance < max(word.count, candidate.count) else { continue }
    if best.map({ distance < $0.distance }) ?? true { best = (candidate, distance) }
  }
  return best?.name
}

/// The number of insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`
/// (Damerau 1964, restricted form).
func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for i in 0..<a.count {
    var row = [i + 1]
    row.reserveCapacity(b.count + 1)
    for j in 0..<b.count {
      var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        cost = min(cost, beforeLast[j - 1] + 1)
      }
      row.append(cost)
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}
