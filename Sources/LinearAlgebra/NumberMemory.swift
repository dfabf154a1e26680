#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Memory for `count` numbers and eight more, which loops in whole vectors may touch, not set to anything.
/// It begins at a multiple of 64 bytes: a vector of eight numbers then never lies across two lines of the
/// cache. `deallocate()` gives it back.
///
/// Large pieces lie in pages of 2 MiB where the system has them (`madvise` on Linux): a fresh page costs a
/// call into the kernel, and 20 000 small ones take longer than to compute what goes into them.
func allocateNumbers(_ count: Int) -> UnsafeMutablePointer<Double> {
  let bytes = (count + 8) * MemoryLayout<Double>.stride
  let isLarge = bytes >= 2 * largePage
  let memory = UnsafeMutableRawPointer.allocate(
    byteCount: bytes, alignment: isLarge ? largePage : 64)
  #if os(Linux)
    if isLarge { madvise(memory, bytes, MADV_HUGEPAGE) }
  #endif
  return memory.bindMemory(to: Double.self, capacity: count + 8)
}

private let largePage = 2 << 20
