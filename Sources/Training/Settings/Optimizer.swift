/// An optimiser with every number that it uses: what a `train` block asks for and a report prints.
package struct Optimizer: Sendable, Hashable {
  package enum Name: String, CaseIterable, Sendable {
    case sgd, adam, adamw, rmsprop, adagrad, lbfgs
  }

  package let name: Name
  package let convention: Convention
  /// One for each of `Argument.all(of: name)`.
  private var values: [String: Double]

  /// - Parameter values: by argument, at least those without a default; `nesterov` is 0 or 1.
  package init(_ name: Name, _ convention: Convention = .pytorch, _ values: [String: Double] = [:])
  {
    self.name = name
    self.convention = convention
    self.values = values
    for argument in Argument.all(of: name) where values[argument.name] == nil {
      guard let value = argument.standard(convention) else {
        preconditionFailure("\(name.rawValue) of \(convention.rawValue) without \(argument.name)")
      }
      self.values[argument.name] = value
    }
  }

  /// The value of an argument that this optimiser has.
  package subscript(_ argument: String) -> Double {
    guard let value = values[argument] else {
      preconditionFailure("\(name.rawValue) has no \(argument)")
    }
    return value
  }

  package var learningRate: Double { self["lr"] }

  /// The same optimiser with another value for one of its arguments.
  package func with(_ argument: String, _ value: Double) -> Optimizer {
    var copy = self
    copy.values[argument] = value
    return copy
  }

  /// The equations of an update; nil for `lbfgs`, whose step is an algorithm and not a formula.
  var updateRule: (any UpdateRule)? {
    switch name {
    case .sgd: SGD(self)
    case .adam: Adam(self)
    case .adamw: AdamW(self)
    case .rmsprop: RMSprop(self)
    case .adagrad: Adagrad(self)
    case .lbfgs: nil
    }
  }
}
