import Diagnostics

/// One `key: text` line of a train or data block.
package struct KeyValue: Sendable {
  package let key: Name
  /// The text behind the colon, trimmed, without comment.
  package let value: Name

  package init(key: Name, value: Name) {
    self.key = key
    self.value = value
  }
}
