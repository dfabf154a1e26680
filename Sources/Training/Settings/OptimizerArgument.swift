extension Optimizer {
  /// One number of an optimiser: what it is called, what it is when nobody says, what it may be.
  package struct Argument: Sendable {
    package enum Limit: Sendable {
      /// A finite number from 0 up.
      case notNegative
      /// From 0 to 1.
      case share
      /// From 0 to below 1: the weight of the past in a moving average, which at 1 would never move.
      case memory
      /// A whole number from 1 to 1000.
      case count
      /// Yes or no.
      case flag
    }

    package let name: String
    package let limit: Limit
    private let standards: [Convention: Double]

    /// The value without the author's; nil where the convention wants one.
    package func standard(_ convention: Convention) -> Double? { standards[convention] }

    private init(
      _ name: String, _ limit: Limit, pytorch: Double? = nil, keras: Double? = nil,
      optax: Double? = nil
    ) {
      self.name = name
      self.limit = limit
      var standards: [Convention: Double] = [:]
      standards[.pytorch] = pytorch
      standards[.keras] = keras
      standards[.optax] = optax
      self.standards = standards
    }

    private init(_ name: String, _ limit: Limit, _ everywhere: Double) {
      self.init(name, limit, pytorch: everywhere, keras: everywhere, optax: everywhere)
    }

    /// The arguments of `name`, the learning rate first.
    ///
    /// The numbers are those of PyTorch 2.13, Keras 3.15 and Optax 0.2.8. Optax has no learning rate
    /// of its own, and no L-BFGS that is PyTorch's; Keras has none.
    package static func all(of name: Name) -> [Argument] {
      switch name {
      case .sgd:
        [
          Argument("lr", .notNegative, pytorch: 0.01, keras: 0.01),
          Argument("momentum", .share, 0), Argument("nesterov", .flag, 0),
          Argument("weight_decay", .notNegative, 0),
        ]
      case .adam: adam
      case .adamw:
        adam + [
          Argument("weight_decay", .notNegative, pytorch: 0.01, keras: 0.004, optax: 1e-4)
        ]
      case .rmsprop:
        [
          Argument("lr", .notNegative, pytorch: 0.01, keras: 0.001),
          Argument("alpha", .memory, pytorch: 0.99, keras: 0.9, optax: 0.9),
          Argument("eps", .notNegative, pytorch: 1e-8, keras: 1e-7, optax: 1e-8),
        ]
      case .adagrad:
        [
          Argument("lr", .notNegative, pytorch: 0.01, keras: 0.001),
          Argument("eps", .notNegative, pytorch: 1e-10, keras: 1e-7, optax: 1e-7),
          Argument("accumulator", .notNegative, pytorch: 0, keras: 0.1, optax: 0.1),
        ]
      case .lbfgs:
        [
          Argument("lr", .notNegative, pytorch: 1), Argument("history", .count, pytorch: 100),
          Argument("tolerance_grad", .notNegative, pytorch: 1e-7),
          Argument("tolerance_change", .notNegative, pytorch: 1e-9),
        ]
      }
    }

    private static let adam = [
      Argument("lr", .notNegative, pytorch: 0.001, keras: 0.001),
      Argument("beta1", .memory, 0.9), Argument("beta2", .memory, 0.999),
      Argument("eps", .notNegative, pytorch: 1e-8, keras: 1e-7, optax: 1e-8),
    ]
  }
}
