// Turns of phrase that messages and reports share.

/// "1 row", "3 rows"; with a `plural` that is not formed with "s": "2 entries".
package func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
  count == 1 ? "1 \(noun)" : "\(count) \(plural ?? noun + "s")"
}

/// "a, b or c"; "a" alone stands by itself.
package func listed(_ words: [String], with conjunction: String) -> String {
  guard words.count > 1, let last = words.last else { return words.joined() }
  return "\(words.dropLast().joined(separator: ", ")) \(conjunction) \(last)"
}

/// "did you mean `relu`?", for the help of a message about `word`; nil when no name is close.
package func didYouMean(_ word: String, among candidates: some Sequence<String>) -> String? {
  closestName(to: word, among: candidates).map { "did you mean `\($0)`?" }
}
