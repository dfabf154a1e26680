/// Every kind of message about a notebook; `docs/DIAGNOSTICS.md` explains each with an example.
package enum DiagnosticCode: String, CaseIterable, Sendable {
  // Reading the file
  case utf8 = "E-UTF8"
  case frontMatter = "E-FRONTMATTER"
  case option = "E-OPTION"
  case duplicateID = "E-ID"
  case kind = "W-KIND"
  case rawHTML = "W-HTML"

  // Reading a block
  case parse = "E-PARSE"
  case unclosed = "E-CLOSE"
  case space = "E-SPACE"
  case ragged = "E-RAGGED"
  case character = "E-CHAR"
  case subset = "E-SUBSET"
  case python = "E-PYTHON"
  case order = "W-ORDER"
  case nestedRows = "W-ROW"

  // Names
  case undefinedName = "E-NAME"
  case usedBeforeDefinition = "E-ORDER"
  case reserved = "E-RESERVED"
  case arguments = "E-ARGS"
  case unused = "W-UNUSED"

  // Shapes
  case matmul = "E-MATMUL"
  case stretch = "E-STRETCH"
  case bothStretched = "E-BOTH"
  case sameShape = "E-SAME"
  case shape = "E-SHAPE"
  case index = "E-INDEX"
  case power = "E-POWER"
  case divide = "E-DIVIDE"
  case stretched = "W-STRETCH"
  case sumDirection = "W-SUM"

  // Data
  case file = "E-FILE"
  case outsideFolder = "E-OUTSIDE"
  case cell = "E-CELL"
  case csvRow = "E-CSVROW"
  case testClass = "E-CLASS"
  case header = "W-HEADER"

  // Values
  case complex = "E-COMPLEX"
  case singular = "E-SINGULAR"
  case memory = "E-MEMORY"
  case assertion = "E-ASSERT"
  case expectation = "E-EXPECT"
  case expectedFailure = "E-FAILS"
  case defaultSeed = "W-SEED"

  // Gradients
  case loss = "E-LOSS"
  case noPath = "E-NOPATH"
  case flat = "E-FLAT"
  case stale = "E-STALE"
  case swapped = "W-SWAP"

  // Training
  case key = "E-KEY"
  case value = "E-VALUE"
  case twice = "E-TWICE"
  case missing = "E-MISSING"
  case parameter = "E-PARAM"
  case rows = "E-ROWS"
  case batchSum = "E-BATCHSUM"
  case notFinite = "E-NAN"
  case diverged = "E-DIVERGE"
  case saturated = "W-FLATNET"
  case sweepStopped = "W-SWEEP"

  // Said of what this version does not do yet
  case skippedCommand = "W-LATER"

  package var severity: Diagnostic.Severity {
    if self == .stretched { return .remark }
    return rawValue.hasPrefix("E") ? .error : .warning
  }
}
