import LinearAlgebra

/// Lets the step that computes a gradient move the parameter at once: `W ← W + s · A'G`.
///
/// The step adds to what is there, so the gradient never lies in memory. It has to have all sums of an entry at
/// once; where a sweep adds gradients up block by block, they stay apart.
enum UpdateFusion {
  /// More inner steps than a product goes through in one piece.
  private static let longestInner = 256
  /// Gradients that a sweep adds up.
  private static let largestSum = 16_384

  static func fused(
    _ values: PlanValues, roots: [PlanValue.ID], _ updates: [(state: Int, value: PlanValue.ID)],
    sweeps: Bool
  ) -> PlanValues {
    var values = values
    var uses = Array(repeating: 0, count: values.all.count)
    for root in roots { uses[root] += 1 }
    for id in values.order(of: roots) {
      values[id].forEachOperandFromLast { uses[$0] += 1 }
    }
    for (state, id) in updates {
      guard values[id].rule == .step(.addScaled), uses[id] == 1, let old = values[id].a,
        values[old].rule == .state(state), let gradient = values[id].b, uses[gradient] == 1,
        let scale = values[id].s
      else { continue }
      let source = values[gradient]
      guard source.c == nil, source.s == nil, let a = source.a else { continue }
      switch source.rule {
      case .step(.product(.none)):
        guard values[a].shape.columns <= longestInner else { continue }
      case .productOfTranspose:
        guard values[a].shape.rows <= longestInner,
          !sweeps || source.shape.count > largestSum
        else { continue }
      case .step(.reduceColumns(.sum)):
        guard !sweeps else { continue }
      default: continue
      }
      var joined = PlanValue(
        source.rule, source.shape, a: a, b: source.b, s: scale, others: [old])
      joined.node = values[id].node
      values[id] = joined
    }
    return values
  }
}
