import EquationGraph
import LinearAlgebra
import Training

/// A training run in the results file, with every number that it used.
struct RunResults {
  let run: TrainingRun
  /// Of its block.
  let line: Int?

  var json: JSONValue {
    .object([
      ("id", .string(run.id)),
      ("line", line.map { .integer($0) } ?? .null),
      ("loss", .string(run.loss)),
      ("params", .array(run.parameters.map { .string($0) })),
      ("optimizer", optimizer),
      ("schedule", schedule),
      ("clip", clip),
      ("batch", batch),
      ("sweep", run.sweep.map { .object([($0.key, .number($0.value))]) } ?? .null),
      ("steps", .integer(run.steps)),
      ("stopped", .string(stopped)),
      ("best", best),
      (
        "trace",
        .object([
          ("step", .array(run.history.steps.map { .integer($0) })),
          ("loss", .array(run.history.losses.map { .number($0) })),
        ])
      ),
      ("validation", validation),
      ("records", .object(run.records.map { ($0.name, record($0)) })),
      ("updates", updates),
    ])
  }

  private var optimizer: JSONValue {
    let arguments = Optimizer.Argument.all(of: run.optimizer.name).map { argument in
      let value = run.optimizer[argument.name]
      return (argument.name, argument.limit == .flag ? .bool(value != 0) : JSONValue.number(value))
    }
    return .object(
      [("name", .string(run.optimizer.name.rawValue))] + arguments
        + [("convention", .string(run.optimizer.convention.rawValue))])
  }

  /// The parts whose product the rate follows.
  private var schedule: JSONValue {
    var parts: [JSONValue] = []
    if run.schedule.warmup > 1 {
      parts.append(part("warmup", [("steps", .integer(run.schedule.warmup))]))
    }
    switch run.schedule.shape {
    case .constant: break
    case .step(let every, let factor):
      parts.append(part("step", [("every", .integer(every)), ("factor", .number(factor))]))
    case .exponential(let factor): parts.append(part("exp", [("factor", .number(factor))]))
    case .cosine(to: let end): parts.append(part("cosine", [("to", .number(end))]))
    }
    return parts.isEmpty ? .null : .array(parts)
  }

  private func part(_ name: String, _ numbers: [(String, JSONValue)]) -> JSONValue {
    .object([("name", .string(name))] + numbers)
  }

  private var clip: JSONValue {
    switch run.clip {
    case .norm(let limit): .object([("norm", .number(limit))])
    case .value(let limit): .object([("value", .number(limit))])
    case nil: .null
    }
  }

  private var batch: JSONValue {
    guard let batch = run.batch else { return .null }
    return .object([
      ("rows", .integer(batch.rows)), ("of", .array(batch.names.map { .string($0) })),
      ("total", .integer(batch.total)), ("shuffle", .bool(batch.isShuffled)),
    ])
  }

  private var stopped: String {
    switch run.stopReason {
    case .steps: "steps"
    case .condition(let condition): condition
    case .noImprovement(let count, _): "no improvement \(count)"
    case .converged: "converged"
    case .notFinite: "not finite"
    case .diverged: "diverged"
    }
  }

  private var best: JSONValue {
    guard let best = run.best else { return .null }
    return .object([
      ("step", .integer(best.step)), ("value", .number(best.value)), ("kept", .bool(best.isKept)),
    ])
  }

  private var validation: JSONValue {
    guard let validation = run.validation else { return .null }
    return .object([
      ("expression", .string(validation.expression)),
      ("with", .object(validation.replacements.map { ($0.name, .string($0.expression)) })),
      ("step", .array(validation.record.steps.map { .integer($0) })),
      ("value", .array(validation.record.values.map { .number($0.scalar) })),
    ])
  }

  /// Numbers as numbers, matrices as lists of rows.
  private func record(_ record: Record) -> JSONValue {
    let values = record.values.map { $0.isScalar ? JSONValue.number($0.scalar) : JSONValue($0) }
    return .object([
      ("step", .array(record.steps.map { .integer($0) })), ("value", .array(values)),
    ])
  }

  /// The rule of a step in the language of the blocks: each name becomes what its formula says.
  private var updates: JSONValue {
    .array(
      run.updates.lines.map { line in
        .object([("name", .string(line.name)), ("formula", .string(line.formula.text()))])
      })
  }
}
