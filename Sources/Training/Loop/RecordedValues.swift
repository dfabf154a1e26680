import LinearAlgebra

/// The values of all records at the steps that were kept.
struct RecordedValues {
  private let names: [String]
  private var steps: [Int] = []
  private var values: [[Matrix]]

  init(names: [String]) {
    self.names = names
    values = Array(repeating: [], count: names.count)
  }

  var lastStep: Int? { steps.last }

  mutating func append(_ row: [Matrix], at step: Int) {
    steps.append(step)
    for (index, value) in row.enumerated() { values[index].append(value) }
  }

  var records: [Record] {
    zip(names, values).map { Record(name: $0, steps: steps, values: $1) }
  }
}
