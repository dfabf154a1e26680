import Diagnostics
import EquationGraph
import LinearAlgebra
import NotebookSyntax

extension Interpreter {
  /// Runs one cell. The diagnostics of the result are those of its reading and of its statements.
  func run(_ parsed: ParsedCell) -> CellResult {
    var result = CellResult(status: .ok, options: parsed.options)
    if parsed.options.skip == true {
      result.status = .skipped
      return result
    }
    diagnostics = parsed.diagnostics
    // A block that is to fail leaves the names as they were where it fails.
    let promised = parsed.options.fails
    switch parsed.body {
    case .statements(let statements, let unreadNames):
      runStatements(statements, unreadNames, keepsNames: promised != nil, &result)
    case .settings(let settings, let unreadKeys) where parsed.cell.kind == .train:
      train(settings, unreadKeys: unreadKeys, parsed.cell, &result)
    case .settings(let settings, let unreadKeys):
      load(settings, unreadKeys: unreadKeys, parsed.cell, &result)
    case .table: break
    }
    finish(&result, promised: promised)
    return result
  }

  private func runStatements(
    _ statements: [Statement], _ unreadNames: [Name], keepsNames: Bool, _ result: inout CellResult
  ) {
    var unread = unreadNames[...]
    func failUnread(before offset: Int) {
      while let name = unread.first, name.range.start < offset {
        unread.removeFirst()
        if !keepsNames {
          fail(name, because: "was not set: line \(line(of: name.range)) has a mistake")
        }
      }
    }
    for statement in statements {
      failUnread(before: statement.range.start)
      let outcome = run(statement)
      result.statements.append(outcome)
      guard let name = statement.definedName, !keepsNames else { continue }
      let line = line(of: statement.range)
      switch outcome.status {
      case .ok: break
      case .failed where outcome.expectation?.holds == false: break
      case .failed: fail(name, because: "was not set: line \(line) failed")
      case .skipped: fail(name, because: "was not set: line \(line) was skipped")
      }
    }
    failUnread(before: .max)
  }

  func fail(_ name: Name, because reason: String) {
    namespace.set(name.text, to: .failed(reason: reason))
  }

  /// Sets the status from the diagnostics, and settles `fails=`.
  private func finish(_ result: inout CellResult, promised: Setting<DiagnosticCode>?) {
    result.diagnostics = diagnostics
    diagnostics = []
    let errors = result.diagnostics.filter { $0.severity == .error }
    let wasSkipped = result.statements.contains {
      if case .skipped = $0.status { true } else { false }
    }
    if let promised {
      let others = errors.filter { $0.code != promised.value }
      if errors.isEmpty {
        result.diagnostics.append(
          Diagnostic(
            .expectedFailure, at: promised.range,
            "the block says `fails=\(promised.value.rawValue)` but ran without error"))
        result.status = .failed
      } else {
        result.status = others.isEmpty ? .expectedFailure : .failed
      }
    } else if !errors.isEmpty {
      result.status = .failed
    } else if wasSkipped || result.skipReason != nil {
      result.status = .skipped
    }
  }

  // MARK: - Inline values

  func run(_ inline: InlineValue, _ found: inout [Diagnostic]) -> InlineResult {
    let parsed = ExpressionParser.parse(inline.text, at: inline.range.start)
    guard let expression = parsed.expression else {
      found += parsed.diagnostics
      return .failed(parsed.diagnostics.first?.message ?? "not an expression")
    }
    diagnostics = []
    defer { diagnostics = [] }
    built.removeAll(keepingCapacity: true)
    remainingCalls = Self.maximalCalls
    do throws(DiagnosticError) {
      let value = try value(of: node(expression, .notebook))
      found += parsed.diagnostics + diagnostics
      return .value(value)
    } catch {
      if !error.diagnostic.isConsequence { found.append(error.diagnostic) }
      return .failed(error.diagnostic.message)
    }
  }

  // MARK: - Command line

  /// One error for each `-P` whose name the notebook does not assign.
  func unknownParameters() -> [Diagnostic] {
    let assigned = survey.definitions.keys.filter { !survey.loaded.contains($0) }.sorted()
    return options.parameters.filter { !assigned.contains($0.name) }.map { parameter in
      let isLoaded = survey.loaded.contains(parameter.name)
      return Diagnostic(
        .undefinedName, at: nil,
        "`-P \(parameter.name)=\(parameter.value)`: the notebook does not assign `\(parameter.name)`"
          + (isLoaded ? ", a `data` block reads it" : ""),
        help: isLoaded ? nil : didYouMean(parameter.name, among: assigned))
    }
  }

  /// The literal given on the command line, placed where it replaces the notebook's.
  func parameterLiteral(_ text: String, at range: SourceRange) throws(DiagnosticError) -> Expression
  {
    guard let parsed = ExpressionParser.parse(text, at: 0).expression, parsed.isLiteral else {
      throw DiagnosticError(
        Diagnostic(
          .value, at: range, "the command line gives `\(text)`, which is not a number or a matrix"))
    }
    return parsed.moved(to: range)
  }

  /// Every name with its value at the end of the notebook.
  func namedValues() -> [NamedValue] {
    namespace.order.compactMap { name in
      guard case .value(let definition) = namespace[name],
        let value = try? value(of: definition.node)
      else { return nil }
      return NamedValue(name: name, value: value)
    }
  }
}

extension Expression {
  /// The same literal, said to stand at `range`.
  fileprivate func moved(to range: SourceRange) -> Expression {
    switch kind {
    case .prefix(let prefix, let operand):
      Expression(.prefix(prefix, operand.moved(to: range)), at: range)
    case .matrix(let rows):
      Expression(.matrix(rows.map { $0.map { $0.moved(to: range) } }), at: range)
    case .parenthesized(let inner): inner.moved(to: range)
    default: Expression(kind, at: range)
    }
  }
}
