import Foundation

/// The text of `Values/operation_values.txt`; empty if it cannot be read, which no test then survives.
/// On its own here because Foundation has an `Operation` too.
func operationValuesText() -> String {
  let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Values/operation_values.txt")
  return (try? String(contentsOf: file, encoding: .utf8)) ?? ""
}
