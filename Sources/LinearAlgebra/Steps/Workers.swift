import CKernels

/// Threads that carry out parts of large steps beside the thread that asks for them.
///
/// How a step is cut into parts depends on its size alone, so results do not depend on how many there are.
package final class Workers: @unchecked Sendable {
  /// Nil without any threads. Steps are handed out by one thread at a time.
  let handle: OpaquePointer?
  /// Threads that work together, the one that asks among them.
  package let count: Int

  /// As many as the process has cores, at most eight: for more, the parts are not small enough.
  package static var defaultCount: Int { min(kernel_core_count(), 8) }

  /// - Parameter count: threads that work together.
  package init(count: Int = defaultCount) {
    let others = max(0, count - 1)
    handle = others > 0 ? kernel_workers_start(others) : nil
    self.count = handle == nil ? 1 : others + 1
  }

  deinit {
    if let handle { kernel_workers_end(handle) }
  }
}
