import EquationGraph
import NotebookSyntax

/// The options of a block that concern its report, defaults filled in.
struct DisplayOptions {
  let hidesSource: Bool
  let foldsSource: Bool
  let output: CellOptions.Output
  let form: CellOptions.Form
  let style: FormulaStyle

  init(_ options: CellOptions) {
    hidesSource = options.hide ?? false
    foldsSource = options.fold ?? false
    output = options.output ?? .all
    form = options.form ?? .short
    style = FormulaStyle(
      precision: options.precision ?? 5, maximalRows: options.max?.rows ?? 8,
      maximalColumns: options.max?.columns ?? 8, notation: { Operation.named($0)?.notation })
  }
}
