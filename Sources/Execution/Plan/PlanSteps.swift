import EquationGraph
import LinearAlgebra

/// The steps that compute values.
extension PlanEmission {
  /// The steps that compute `id`; most values take one.
  func steps(for id: PlanValue.ID, _ sweep: StepProgram.Sweep?) -> [Step] {
    let value = values[id]
    let accesses = schedule.accesses(of: id)
    let inSweep = sweep != nil
    func read(_ operand: PlanValue.ID?, _ access: Schedule.Access) -> Place? {
      operand.map { place(of: $0, access, inSweep: inSweep) }
    }
    var result: Place {
      if let (place, distance) = layout.partsOfSums[id] {
        return Place(
          .memory(memory, place), row: value.shape.pitch, motions: [.withPart(distance)])
      }
      let isRowwise = if case .rowwise = schedule.role(of: id) { true } else { false }
      return place(of: id, isRowwise ? .rows : .whole, inSweep: inSweep)
    }
    let rows = sweep?.block ?? value.shape.rows
    switch value.rule {
    case .state, .batch, .constant, .number, .view, .second: return []
    case .step(let kind):
      return [step(kind, id, value, result, sweep)]
    case .productOfTranspose:
      var step = Step(.product(.none), rows: value.shape.rows, columns: value.shape.columns)
      let inner = value.a.map { values[$0].shape.rows } ?? 0
      step.inner = inner
      if let sweep {
        if case .summed = schedule.role(of: id) {
          step.inner = sweep.block
          step.sweep = .inner
          step.beginsSum = true
        } else {
          step.rows = sweep.block
          step.sweep = .rows
        }
      }
      let a = read(value.a, accesses.a)
      step.columnOfA = a?.row ?? 1
      step.a = a.map { Place($0.area, row: 1, motions: $0.motions) }
      (step.b, step.s) = (read(value.b, accesses.b), read(value.s, .whole))
      step.y = result
      return [step]
    case .stretch:
      var step = Step(.combine(.add), rows: rows, columns: value.shape.columns)
      step.sweep = inSweep ? .rows : .none
      guard let a = value.a else { return [] }
      step.extentOfA = Extent(of: values[a].shape, in: value.shape)
      step.a = read(a, accesses.a)?.repeated(step.extentOfA)
      step.extentOfB = .scalar
      // Added to anything, −0 leaves it as it is.
      step.b = Place(.memory(memory, negativeZero), row: 0)
      step.y = result
      return [step]
    case .joined(let axis): return joining(value, axis, result, sweep, accesses.others)
    case .moved(let places):
      var step = Step(.gather, rows: value.shape.rows, columns: value.shape.columns)
      (step.a, step.y) = (read(value.a, .whole), result)
      step.places = relocated(places, in: value.a)
      return [step]
    case .scattered(let places):
      guard let a = value.a else { return [] }
      var fill = Step(.fill, rows: value.shape.rows, columns: value.shape.columns)
      fill.s = Place(.memory(memory, zero), row: 0)
      fill.y = result
      var step = Step(
        .scatter, rows: values[a].shape.rows, columns: values[a].shape.columns)
      (step.a, step.y) = (read(a, .whole), result)
      step.places = relocated(places, columns: value.shape.columns, row: result.row)
      return [fill, step]
    case .call(let operation, let attribute):
      return [call(operation, attribute, value, result)]
    }
  }

  private func step(
    _ kind: Step.Kind, _ id: PlanValue.ID, _ value: PlanValue, _ result: Place,
    _ sweep: StepProgram.Sweep?
  ) -> Step {
    let accesses = schedule.accesses(of: id)
    func read(_ operand: PlanValue.ID?, _ access: Schedule.Access) -> Place? {
      operand.map { place(of: $0, access, inSweep: sweep != nil) }
    }
    let source = value.a.map { values[$0].shape } ?? value.shape
    // What a reduction goes through is its operand.
    let size: Shape =
      switch kind {
      case .sum, .dot, .mapSum, .logisticSum, .reduceRows, .reduceColumns, .transpose, .weigh:
        source
      default: value.shape
      }
    var step = Step(kind, rows: sweep?.block ?? size.rows, columns: size.columns)
    step.sweep = sweep == nil ? .none : .rows
    if sweep != nil, case .summed = schedule.role(of: id) { step.beginsSum = true }
    step.a = read(value.a, accesses.a)
    step.b = read(value.b, accesses.b)
    step.c = read(value.c, accesses.c)
    (step.s, step.t) = (read(value.s, .whole), read(value.t, .whole))
    step.u = read(value.u, .whole)
    step.y = result
    switch kind {
    case .combine:
      if let a = value.a, let b = value.b {
        step.extentOfA = Extent(of: values[a].shape, in: value.shape)
        step.extentOfB = Extent(of: values[b].shape, in: value.shape)
        step.a = step.a?.repeated(step.extentOfA)
        step.b = step.b?.repeated(step.extentOfB)
      }
    case .product:
      step.inner = source.columns
    case .logistic, .logisticSum, .weigh:
      let second = schedule.groups.lazy.flatMap(\.members).first {
        values[$0].rule == .second && values[$0].a == id
      }
      step.z = second.map { place(of: $0, .rows, inSweep: sweep != nil) }
    case .gatherRows:
      // The order says where in all of the data a row stands.
      step.a?.motions = []
    case .oneHot:
      // Labels may stand in a row or in a column; either way side by side.
      step.a?.row = 1
    default: break
    }
    return step
  }

  private func joining(
    _ value: PlanValue, _ axis: Axis, _ result: Place, _ sweep: StepProgram.Sweep?,
    _ access: Schedule.Access
  ) -> [Step] {
    var offset = 0
    return value.others.compactMap { part in
      let shape = values[part].shape
      var step = Step(
        .copyRows, rows: sweep?.block ?? shape.rows, columns: shape.columns)
      step.sweep = sweep == nil ? .none : .rows
      step.a = place(of: part, access, inSweep: sweep != nil)
      step.y = result.moved(by: offset)
      offset += axis == .along ? shape.columns : shape.rows * result.row
      return shape.count == 0 ? nil : step
    }
  }

  /// Places counted along rows without gaps, as they lie.
  private func relocated(_ places: [Int32], in id: PlanValue.ID?) -> [Int32] {
    guard let id else { return places }
    return relocated(places, columns: values[id].shape.columns, row: place(of: id).row)
  }

  private func relocated(_ places: [Int32], columns: Int, row: Int) -> [Int32] {
    guard columns > 0, columns != row else { return places }
    return places.map { place in
      place < 0 ? place : place / Int32(columns) * Int32(row) + place % Int32(columns)
    }
  }

  /// An operation that no step does: its operands are taken out as matrices and its result is put back.
  private func call(
    _ operation: Operation, _ attribute: Attribute, _ value: PlanValue, _ result: Place
  ) -> Step {
    let operands = value.others.map { (place(of: $0), values[$0].shape) }
    let shape = value.shape
    let resolution = operation.resolution
    var step = Step(.call, rows: shape.rows, columns: shape.columns)
    step.call = {
      let inputs = operands.map { $0.matrix($1) }
      var present: Attribute? = attribute
      if let resolution {
        let request = Resolution.Request(
          shapes: inputs.map(\.shape), values: Array(inputs.dropFirst(resolution.firstInput)),
          attribute: attribute)
        present = try? resolution.attribute(request)
      }
      // A size that would be another one now leaves nothing but NaN, which stops a run.
      var computed = Matrix(shape, repeating: .nan)
      if let present,
        let presentShape = try? operation.shapeRule(Operands(inputs.map(\.shape), present)),
        presentShape == shape
      {
        computed = operation.value(of: Operands(inputs, present), shape)
      }
      result.write(computed)
    }
    return step
  }
}

extension Place {
  /// Read for an operand of this extent: a row or a number is the same for all rows.
  fileprivate func repeated(_ extent: Extent) -> Place {
    var place = self
    if extent == .row || extent == .scalar { place.row = 0 }
    return place
  }

  /// The place `count` numbers further on.
  fileprivate func moved(by count: Int) -> Place {
    var place = self
    switch area {
    case .memory(let memory, let start): place.area = .memory(memory, start + count)
    case .scratch(let start): place.area = .scratch(start + count)
    case .elements: break
    }
    return place
  }

  /// The matrix that lies here; of data that batches are taken from, what stands at its beginning.
  func matrix(_ shape: Shape) -> Matrix {
    switch area {
    case .memory(let memory, let place):
      memory.matrix(shape, at: place, row: max(row, shape.columns))
    case .elements(let elements) where elements.count == shape.count: Matrix(shape, elements)
    case .elements(let elements): Matrix(shape, elements.prefix(shape.count))
    case .scratch: Matrix(shape, repeating: .nan)
    }
  }

  fileprivate func write(_ matrix: Matrix) {
    guard case .memory(let memory, let place) = area else { return }
    memory.write(matrix, at: place, row: row)
  }
}
