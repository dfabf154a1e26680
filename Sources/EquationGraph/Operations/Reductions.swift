import LinearAlgebra

/// Reductions along an axis, `sum(A, d)`. G is the cotangent of the result, Y the result.
extension Operation {
  /// G stretched to A's shape.
  package static let sum: Operation = reduction(
    "sum", value: .reduction(.sum),
    derivative: .rule(
      vjp: { c, _ in c.cotangent.stretched(to: c[0].shape) },
      jvp: { c, _ in c.tangent.sum(c.attribute.axis) }))

  /// As `sum`, over the count.
  package static let mean: Operation = reduction(
    "mean", needsEntries: true,
    value: .composed { $0[0].sum($0.axis) ./ $0[0].count(along: $0.axis) },
    derivative: .rule(
      vjp: { c, _ in
        (c.cotangent ./ c[0].count(along: c.attribute.axis)).stretched(to: c[0].shape)
      },
      jvp: { c, _ in c.tangent.mean(c.attribute.axis) }))

  /// The product: `G .* Y ./ A` wherever A has no zeros.
  ///
  /// With a zero in A that would be 0/0 at the zero, so the rule takes the product of the *other*
  /// entries, which is right everywhere (`productOfOthers`).
  package static let prod: Operation = reduction(
    "prod", value: .reduction(.product),
    derivative: .rule(
      vjp: { c, _ in c.cotangent .* c[0].productOfOthers(c.attribute.axis) },
      jvp: { c, _ in
        (c[0].productOfOthers(c.attribute.axis) .* c.tangent).sum(c.attribute.axis)
      }))

  /// `max(A, [], d)`: G at the first largest entry.
  package static let reduceMax: Operation = reduction(
    "max", needsEntries: true, value: .reduction(.maximum),
    derivative: atFirstExtreme { .apply(.argmax, [$0], .axis($1)) })

  /// `min(A, [], d)`: G at the first smallest entry.
  package static let reduceMin: Operation = reduction(
    "min", needsEntries: true, value: .reduction(.minimum),
    derivative: atFirstExtreme { .apply(.argmin, [$0], .axis($1)) })

  /// `log(sum(exp(A), d))`, computed with the largest entry taken out: `G .* softmax(A, d)`.
  package static let logSumExp: Operation = reduction(
    "logsumexp", needsEntries: true, value: .reduction(.logSumExp),
    derivative: .rule(
      vjp: { c, _ in c.cotangent .* c[0].softmax(c.attribute.axis) },
      jvp: { c, _ in
        (c[0].softmax(c.attribute.axis) .* c.tangent).sum(c.attribute.axis)
      }))

  /// The sample variance, over n − 1 as in Octave; 0 for a single entry.
  ///
  /// Rule: `G .* 2 .* (A - mean(A, d)) ./ (n - 1)`
  package static let variance: Operation = reduction(
    "var", needsEntries: true, value: .composed { $0[0].sampleVariance($0.axis) },
    derivative: .rule(
      vjp: { c, _ in
        let axis = c.attribute.axis
        return c.cotangent .* (2 .* c[0].deviations(axis) ./ c[0].degreesOfFreedom(axis))
      },
      jvp: { c, _ in
        let axis = c.attribute.axis
        return (2 .* c[0].deviations(axis) .* c.tangent).sum(axis) ./ c[0].degreesOfFreedom(axis)
      }))

  /// The sample standard deviation, `sqrt(var(A, d))`.
  ///
  /// Rule: `G .* (A - mean(A, d)) ./ (Y*(n - 1))`; 0 where all entries are equal, where Y has no
  /// derivative.
  package static let standardDeviation: Operation = reduction(
    "std", needsEntries: true, value: .composed { $0[0].sampleVariance($0.axis).sqrt },
    derivative: .rule(
      vjp: { c, _ in
        let axis = c.attribute.axis
        let divisor = c.result.orOneAtZero .* c[0].degreesOfFreedom(axis)
        return c.cotangent ./ divisor .* c[0].deviations(axis)
      },
      jvp: { c, _ in
        let axis = c.attribute.axis
        let divisor = c.result.orOneAtZero .* c[0].degreesOfFreedom(axis)
        return (c[0].deviations(axis) .* c.tangent).sum(axis) ./ divisor
      }))

  /// The place of the first largest entry, counted from 1.
  package static let argmax: Operation = reduction(
    "argmax", needsEntries: true, value: .reduction(.placeOfMaximum),
    derivative: .flat)

  /// The place of the first smallest entry, counted from 1.
  package static let argmin: Operation = reduction(
    "argmin", needsEntries: true, value: .reduction(.placeOfMinimum),
    derivative: .flat)

  /// The Frobenius norm: `g * A / Y`, and 0 at A = 0.
  package static let norm: Operation = scalarFunction(
    "norm", notation: .template(tex: #"\left\lVert #1 \right\rVert_F"#),
    shape: { _ in },
    value: .computed { operands, _ in Matrix(scalar: frobeniusNorm(operands[0])) },
    gradient: { operands, result, _ in operands[0] ./ result.orOneAtZero })

  private static func atFirstExtreme(
    _ place: @escaping @Sendable (Value, Axis) -> Value
  ) -> Derivative {
    .rule(
      vjp: { c, _ in c.cotangent .* c[0].mask(at: place, c.attribute.axis) },
      jvp: { c, _ in
        let axis = c.attribute.axis
        return (c.tangent .* c[0].mask(at: place, axis)).sum(axis)
      })
  }

  /// Scaled by the largest entry: the squares of large entries would overflow, those of small ones
  /// vanish.
  private static func frobeniusNorm(_ a: Matrix) -> Double {
    let scale = a.elements.reduce(0) { $1.isNaN ? $1 : max($0, $1.magnitude) }
    guard scale > 0, scale.isFinite else { return scale }
    var squares = 0.0
    for element in a.elements {
      let scaled = element / scale
      squares += scaled * scaled
    }
    return scale * squares.squareRoot()
  }
}

extension Value {
  fileprivate func deviations(_ axis: Axis) -> Value { self - mean(axis) }

  fileprivate func sampleVariance(_ axis: Axis) -> Value {
    let deviations = deviations(axis)
    return (deviations .* deviations).sum(axis) ./ degreesOfFreedom(axis)
  }

  /// What a sum of squares is divided by: n − 1, and 1 for a single entry.
  fileprivate func degreesOfFreedom(_ axis: Axis) -> Value {
    shape.count(along: axis) == 1 ? constant(1) : count(along: axis) - 1
  }

  /// A divisor that is 0 only where what it divides is 0.
  fileprivate var orOneAtZero: Value { self + (self .== 0) }

  fileprivate func productOfOthers(_ axis: Axis) -> Value {
    .apply(.productOfOthers, [self], .axis(axis))
  }

  /// Ones where `place` says, zeros elsewhere.
  fileprivate func mask(at place: (Value, Axis) -> Value, _ axis: Axis) -> Value {
    let places = place(self, axis)
    let classes = count(along: axis)
    return switch axis {
    case .along:
      Value.apply(.onehot, [places, classes], .whole(shape.columns)).detached
    case .down:
      Value.apply(.onehot, [places.transposed, classes], .whole(shape.rows)).transposed.detached
    }
  }
}
