#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import NbrunCommandLine

exit(Nbrun.main(Array(CommandLine.arguments.dropFirst())).rawValue)
