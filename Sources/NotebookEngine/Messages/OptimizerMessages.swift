import Diagnostics
import NotebookSyntax
import Training

// Optimizers and arguments that there are not, and what was probably meant.
extension TrainSettingsReader {
  func unknownOptimizer(_ name: Name) -> Diagnostic {
    let names = Optimizer.Name.allCases.map(\.rawValue)
    let help = Self.foreignOptimizers[name.text.lowercased()].map { "write `\($0)`" }
    return Diagnostic(
      .value, at: name.range, "unknown optimizer `\(name.text)`",
      help: help ?? didYouMean(name.text, among: names) ?? "there is \(listed(names, with: "and"))")
  }

  private static let foreignOptimizers: [String: String] = [
    "momentum": "sgd(momentum=0.9)", "nesterov": "sgd(momentum=0.9, nesterov=yes)", "gd": "sgd",
    "gradient_descent": "sgd", "bfgs": "lbfgs", "l-bfgs": "lbfgs",
  ]

  func unknownArgument(_ key: Name, of optimizer: Optimizer.Name) -> Diagnostic {
    let known = Optimizer.Argument.all(of: optimizer).map(\.name)
    let help: String
    if let meant = Self.foreignArguments[key.text]?.first(where: known.contains) {
      help = "did you mean `\(meant)`?"
    } else if key.text == "betas", known.contains("beta1") {
      help = "write `beta1=0.9, beta2=0.999`"
    } else if key.text == "weight_decay" {
      help = "`adamw` and `sgd` have it; as a penalty, add `l2(W)` to the loss"
    } else {
      help =
        didYouMean(key.text, among: known)
        ?? "`\(optimizer.rawValue)` knows \(listed(known, with: "and"))"
    }
    return Diagnostic(
      .key, at: key.range, "unknown key `\(key.text)` of `\(optimizer.rawValue)`", help: help)
  }

  /// What PyTorch, Keras and Optax call them.
  private static let foreignArguments: [String: [String]] = [
    "learning_rate": ["lr"], "rate": ["lr"], "beta_1": ["beta1"], "b1": ["beta1"],
    "beta_2": ["beta2"], "b2": ["beta2"], "epsilon": ["eps"], "rho": ["alpha"],
    "decay": ["alpha", "weight_decay"], "wd": ["weight_decay"], "history_size": ["history"],
    "initial_accumulator_value": ["accumulator"], "tol": ["tolerance_grad"],
  ]
}
