/// What the process tells its caller; from 64 on as in BSD's `sysexits.h`.
package enum ExitCode: Int32, Sendable {
  case success = 0
  case notebookHasErrors = 1
  case usage = 64
  case inputUnreadable = 66
  case internalFault = 70
  case outputNotWritable = 73

  /// The code of a command that did several things: the one that says most is wrong.
  package func combined(with other: ExitCode) -> ExitCode {
    rawValue >= other.rawValue ? self : other
  }
}
