import LinearAlgebra

/// Losses compare a prediction with a target of the same shape and are never stretched. The mean is
/// over all entries, except for the cross-entropies of classes, which are per row, in nats.
///
/// Nothing is clipped: `log(0)` is −∞ and `0 · log(0)` is NaN, as IEEE says.
extension Operation {
  /// `mse(Y, T)`: the mean of `(Y-T).^2`. Rule for Y: `2*(Y-T)/numel(Y)`.
  package static let mse: Operation = loss(
    "mse",
    value: { y, t in (y - t).squared.total ./ y.entryCount },
    gradient: { y, t, operand in
      let slope = 2 .* (operand == 0 ? y - t : t - y)
      return slope ./ y.entryCount
    })

  /// `mae(Y, T)`: the mean of `abs(Y-T)`. Rule for Y: `sign(Y-T)/numel(Y)`.
  package static let mae: Operation = loss(
    "mae",
    value: { y, t in (y - t).abs.total ./ y.entryCount },
    gradient: { y, t, operand in (operand == 0 ? y - t : t - y).sign ./ y.entryCount })

  /// `huber(Y, T, d)`: with R = Y − T, the mean of `R.^2/2` within d and `d*(abs(R) - d/2)` outside
  /// (Huber 1964). Rule for Y: `max(-d, min(Y-T, d))/numel(Y)`; for d: the sum of
  /// `max(abs(R) - d, 0)`, over the count.
  package static let huber: Operation = scalarFunction(
    "huber",
    shape: { s throws(ShapeError) in
      guard s[0] == s[1] else { throw .shapesDiffer(s[0], s[1]) }
      guard s[0].count > 0 else { throw .empty(s[0]) }
      guard s[2].isScalar else { throw .notScalar(s[2]) }
    },
    value: .composed { operands in
      let (y, d) = (operands[0], operands[2])
      let distance = (y - operands[1]).abs
      // Within d both factors are the distance, halved once: R·(R − R/2) = R²/2.
      let inside = distance.minimum(d)
      // `min` passes over a NaN in d, 0 / 0 does not.
      let isNumber = d .== d
      return (inside .* (distance - inside ./ 2)).total .* (isNumber ./ isNumber) ./ y.entryCount
    },
    gradient: { operands, _, operand in
      let (y, t, d) = (operands[0], operands[1], operands[2])
      return switch operand {
      case 0: (-d).maximum((y - t).minimum(d)) ./ y.entryCount
      case 1: -((-d).maximum((y - t).minimum(d))) ./ y.entryCount
      default: ((y - t).abs - d).maximum(0).total ./ y.entryCount
      }
    })

  /// `crossentropy(Q, P)`: `-sum(sum(P.*log(Q)))/rows(Q)`. Rule for Q: `-P./Q/rows(Q)`, for P:
  /// `-log(Q)/rows(Q)`.
  package static let crossentropy: Operation = loss(
    "crossentropy",
    value: { q, p in -(p .* q.log).total ./ q.rowCount },
    gradient: { q, p, operand in
      operand == 0 ? -p ./ q ./ q.rowCount : -q.log ./ q.rowCount
    })

  /// `bce(Q, P)`: the mean of `-(P.*log(Q)+(1-P).*log(1-Q))`. Rule for Q:
  /// `(Q-P)./(Q.*(1-Q))/numel(Q)`, for P: `(log(1-Q)-log(Q))/numel(Q)`.
  package static let bce: Operation = loss(
    "bce",
    value: { q, p in -(p .* q.log + (1 - p) .* (1 - q).log).total ./ q.entryCount },
    gradient: { q, p, operand in
      operand == 0
        ? (q - p) ./ (q .* (1 - q)) ./ q.entryCount
        : ((1 - q).log - q.log) ./ q.entryCount
    })

  /// `softmax_crossentropy(Z, P)`: cross-entropy from scores, `-sum(sum(P.*log_softmax(Z)))/rows(Z)`,
  /// finite for all finite scores. Rule for Z: `(softmax(Z).*sum(P,2)-P)/rows(Z)`.
  package static let softmaxCrossentropy: Operation = loss(
    "softmax_crossentropy",
    value: { z, p in -(p .* z.logSoftmax(.along)).total ./ z.rowCount },
    gradient: { z, p, operand in
      operand == 0
        ? (z.softmax(.along) .* p.sum(.along) - p) ./ z.rowCount
        : -z.logSoftmax(.along) ./ z.rowCount
    })

  /// `sigmoid_crossentropy(Z, P)`: bce from scores, the mean of `P.*softplus(-Z)+(1-P).*softplus(Z)`,
  /// finite for all finite scores. Rule for Z: `(sigmoid(Z)-P)/numel(Z)`, for P: `-Z/numel(Z)`.
  ///
  /// It is computed as `relu(Z) - P.*Z - log_sigmoid(abs(Z))`: one exponential, and for P of 0 or 1 no small
  /// loss is lost in the difference of large numbers.
  package static let sigmoidCrossentropy: Operation = loss(
    "sigmoid_crossentropy",
    value: { z, p in (z.relu - p .* z - z.abs.logSigmoid).total ./ z.entryCount },
    gradient: { z, p, operand in
      operand == 0 ? (z.sigmoid - p) ./ z.entryCount : -z ./ z.entryCount
    })

  /// `hinge(S, T)`: the mean of `max(0, 1-T.*S)` for targets ±1. Rule for S:
  /// `-T.*(1-T.*S>0)/numel(S)`.
  package static let hinge: Operation = loss(
    "hinge",
    value: { s, t in (1 - t .* s).relu.total ./ s.entryCount },
    gradient: { s, t, operand in
      let active = (1 - t .* s) .> 0
      return -(operand == 0 ? t : s) .* active ./ s.entryCount
    })

  /// `l1(W)`: `sum(sum(abs(W)))`. Rule: `sign(W)`.
  package static let l1: Operation = scalarFunction(
    "l1", shape: { _ in },
    value: .composed { $0[0].abs.total },
    gradient: { operands, _, _ in operands[0].sign })

  /// `l2(W)`: `sum(sum(W.^2))`. Rule: `2*W`.
  package static let l2: Operation = scalarFunction(
    "l2", shape: { _ in },
    value: .composed { $0[0].squared.total },
    gradient: { operands, _, _ in 2 .* operands[0] })

  private static func loss(
    _ name: String,
    value: @escaping @Sendable (_ prediction: Value, _ target: Value) -> Value,
    gradient: @escaping @Sendable (_ prediction: Value, _ target: Value, _ operand: Int) -> Value
  ) -> Operation {
    scalarFunction(
      name,
      shape: { s throws(ShapeError) in
        guard s[0] == s[1] else { throw .shapesDiffer(s[0], s[1]) }
        guard s[0].count > 0 else { throw .empty(s[0]) }
      },
      value: .composed { value($0[0], $0[1]) },
      gradient: { operands, _, operand in gradient(operands[0], operands[1], operand) })
  }
}
