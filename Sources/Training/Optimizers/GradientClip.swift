package import EquationGraph

/// What keeps a single step from being too long.
package enum GradientClip: Sendable, Hashable {
  /// All gradients of a step are scaled together so that their joint Frobenius norm is at most this
  /// (Pascanu, Mikolov and Bengio 2013).
  case norm(Double)
  /// Each entry is brought between minus and plus this.
  case value(Double)

  /// The gradients after clipping.
  ///
  /// PyTorch's factor is `min(1, c / (N + 1e-6))`, a little below c where it acts; those of Keras
  /// (`global_clipnorm`) and Optax meet c.
  func clipped(_ gradients: [Value], norm: Value, _ convention: Convention) -> [Value] {
    switch self {
    case .value(let limit): gradients.map { $0.minimum(limit).maximum(-limit) }
    case .norm(let limit):
      switch convention {
      case .pytorch: gradients.map { (limit ./ (norm + 1e-6)).minimum(1) .* $0 }
      case .keras: gradients.map { limit .* (1 ./ norm).minimum(1 / limit) .* $0 }
      // Where N is below c both are c, and the factor is exactly 1.
      case .optax: gradients.map { limit ./ norm.maximum(limit) .* $0 }
      }
    }
  }
}

/// The joint Frobenius norm of `gradients`: the root of the sum of all their squares.
package func jointNorm(of gradients: [Value]) -> Value {
  let squares = gradients.map { Value.apply(.l2, [$0]) }
  return squares.dropFirst().reduce(squares[0], +).sqrt
}
