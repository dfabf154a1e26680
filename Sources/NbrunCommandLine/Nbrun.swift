/// The program: from the words of the command line to an exit code.
package enum Nbrun {
  /// Does what `arguments`, without the program's name, ask for.
  package static func run(
    _ arguments: [String], in environment: CommandEnvironment = .process
  ) -> ExitCode {
    do {
      switch try ArgumentParser.parse(arguments) {
      case .version: return try print("nbrun \(nbrunVersion)\n", in: environment)
      case .help(let command): return try print(HelpText.text(for: command), in: environment)
      case .command(let command, let options):
        let context = CommandContext(options: options, environment: environment)
        switch command {
        case .run: return try RunCommand(context: context).run()
        case .check: return try CheckCommand(context: context).run()
        case .accept: return try AcceptCommand(context: context).run()
        }
      }
    } catch {
      environment.writeError(error.text)
      return error.exitCode
    }
  }

  /// As `run`, for the process itself: a fault of ours ends it with a sentence and its own code.
  package static func main(_ arguments: [String]) -> ExitCode {
    ProcessSignals.install()
    return run(arguments)
  }

  private static func print(
    _ text: String, in environment: CommandEnvironment
  ) throws(CommandFailure) -> ExitCode {
    do { try environment.writeOutput(text) } catch { throw .unspeakable(error) }
    return .success
  }
}
