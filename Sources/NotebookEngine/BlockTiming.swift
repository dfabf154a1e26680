/// What a block took. Reports never tell it: they are to be the same whenever they are made.
package struct BlockTiming: Sendable {
  /// Of one training run, from its first step to its last, records and validations included.
  package struct Run: Sendable {
    package let id: String
    package let steps: Int
    package let nanoseconds: UInt64
    /// Floating-point operations of all steps, as its plans count them: two for each multiplication of a product,
    /// one for an entry of everything else.
    package let operations: Int

    package init(id: String, steps: Int, nanoseconds: UInt64, operations: Int) {
      self.id = id
      self.steps = steps
      self.nanoseconds = nanoseconds
      self.operations = operations
    }
  }

  /// The index in `NotebookRun.notebook.cells`.
  package let cell: Int
  package let nanoseconds: UInt64
  /// Of a train block, those of a sweep each.
  package let runs: [Run]

  package init(cell: Int, nanoseconds: UInt64, runs: [Run] = []) {
    self.cell = cell
    self.nanoseconds = nanoseconds
    self.runs = runs
  }
}
