#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

enum ProcessSignals {
  /// Says what the signals mean that the program itself can cause.
  ///
  /// A broken contract of our own (a trap, a wild pointer, an exhausted stack) becomes a sentence and
  /// the exit code for it. A file grown over its limit becomes an error of `write`.
  static func install() {
    // A stack of its own, so that an exhausted one can still be reported. It lives as long as the
    // process.
    let size = 64 * 1024
    var stack = stack_t()
    stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
    stack.ss_size = size
    sigaltstack(&stack, nil)

    var action = sigaction()
    #if canImport(Glibc)
      action.__sigaction_handler.sa_handler = reportFault
    #else
      action.__sigaction_u.__sa_handler = reportFault
    #endif
    action.sa_flags = Int32(SA_ONSTACK)
    for signal in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE] { sigaction(signal, &action, nil) }
    signal(SIGXFSZ, SIG_IGN)
  }
}

/// Only `write` and `_exit`: nothing else is allowed in a signal handler.
private func reportFault(_ signal: Int32) {
  let text: StaticString = """
    nbrun: this is a fault of nbrun, not of the notebook
    help: please report it, with the notebook and the message above if there is one

    """
  _ = write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
  _exit(ExitCode.internalFault.rawValue)
}
