import Diagnostics
import NotebookEngine
import NotebookSyntax
import Reports

/// The file of `--timings`: what each block of the notebooks took.
///
/// Numbers of a machine and a moment have no place in a report, which is to be the same whenever it is made.
struct TimingsFile {
  private var notebooks: [JSONValue] = []

  /// - Parameters:
  ///   - running: nanoseconds of reading and running the notebook.
  ///   - reporting: nanoseconds of making and writing the reports.
  mutating func add(_ run: NotebookRun, running: UInt64, reporting: UInt64) {
    notebooks.append(
      .object([
        ("notebook", .string(run.notebook.source.path)),
        ("seconds", Self.seconds(running + reporting)),
        ("run", Self.seconds(running)),
        ("reports", Self.seconds(reporting)),
        ("blocks", .array(run.timings.map { Self.block($0, of: run) })),
      ]))
  }

  func contents(threads: Int) -> [UInt8] {
    let value = JSONValue.object([
      ("format", .integer(1)), ("threads", .integer(threads)), ("notebooks", .array(notebooks)),
    ])
    return Array("\(value.text())\n".utf8)
  }

  private static func block(_ timing: BlockTiming, of run: NotebookRun) -> JSONValue {
    let cell = run.notebook.cells[timing.cell]
    var members: [(String, JSONValue)] = [
      ("kind", .string(cell.kind.rawValue)),
      ("line", .integer(run.notebook.source.line(at: cell.range.start))),
      ("seconds", seconds(timing.nanoseconds)),
    ]
    if !timing.runs.isEmpty { members.append(("runs", .array(timing.runs.map(Self.run)))) }
    return .object(members)
  }

  private static func run(_ run: BlockTiming.Run) -> JSONValue {
    let time = Double(run.nanoseconds) / 1e9
    func perSecond(_ count: Int) -> JSONValue { time > 0 ? .number(Double(count) / time) : .null }
    return .object([
      ("id", .string(run.id)),
      ("steps", .integer(run.steps)),
      ("seconds", .number(time)),
      ("stepsPerSecond", perSecond(run.steps)),
      ("flop", .integer(run.operations)),
      ("flopPerSecond", perSecond(run.operations)),
    ])
  }

  private static func seconds(_ nanoseconds: UInt64) -> JSONValue {
    .number(Double(nanoseconds) / 1e9)
  }
}
