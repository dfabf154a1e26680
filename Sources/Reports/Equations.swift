package import NotebookEngine

/// What the statements of a run show, typeset once for all of its reports.
package struct Equations {
  /// Nil for a statement that shows nothing.
  private let ofCells: [[Equation?]]

  package init(_ run: NotebookRun) {
    ofCells = run.cells.map { cell in
      let options = DisplayOptions(cell.options)
      let shown = cell.shownStatements(options.output)
      return cell.statements.enumerated().map { index, statement in
        guard shown.contains(index), case .ok = statement.status else { return nil }
        return Equation(statement, form: options.form, style: options.style)
      }
    }
  }

  subscript(cell: Int, statement: Int) -> Equation? { ofCells[cell][statement] }
}
