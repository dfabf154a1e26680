/// Whose formulas and defaults an optimiser follows. The names agree, the numbers do not.
package enum Convention: String, CaseIterable, Sendable {
  /// `torch.optim` of PyTorch 2
  case pytorch
  /// `keras.optimizers` of Keras 3
  case keras
  /// Optax 0.2
  case optax
}
