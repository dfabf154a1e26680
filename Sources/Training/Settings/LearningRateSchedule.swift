import EquationGraph

/// How the learning rate changes over a run, counted in optimiser steps k from 0 to T − 1.
package struct LearningRateSchedule: Sendable, Hashable {
  package enum Shape: Sendable, Hashable {
    case constant
    /// `h f^⌊k/n⌋` (PyTorch's `StepLR`)
    case step(every: Int, factor: Double)
    /// `h r^k` (PyTorch's `ExponentialLR`)
    case exponential(Double)
    /// From h down to `to` along half a cosine, which the last step has:
    /// `to + (h − to) (1 + cos(π k / (T − 1))) / 2` (Loshchilov and Hutter 2017)
    case cosine(to: Double)
  }

  package var shape = Shape.constant
  /// Over this many steps the rate rises in equal parts to its value: the factor is
  /// `min(1, (k + 1) / n)` (Goyal et al. 2017). 1 is no warm-up.
  package var warmup = 1

  package init() {}

  package var isConstant: Bool { shape == .constant && warmup == 1 }

  /// The rate of the update that `step` counts, from 1, in a run of `steps`.
  func rate(_ rate: Value, step: Value, of steps: Int) -> Value {
    let scheduled = shaped(rate, k: step - 1, of: steps)
    return warmup == 1 ? scheduled : (step ./ Double(warmup)).minimum(1) .* scheduled
  }

  private func shaped(_ rate: Value, k: Value, of steps: Int) -> Value {
    switch shape {
    case .constant: return rate
    case .step(let every, let factor):
      let times = Value.apply(.floor, [k ./ Double(every)])
      return rate .* k.constant(factor) .** times
    case .exponential(let factor): return rate .* k.constant(factor) .** k
    case .cosine(to: let end):
      // A single step is the first as well as the last; it has h.
      guard steps > 1 else { return rate }
      let turn = Double.pi .* k ./ Double(steps - 1)
      return end + (rate - end) .* (1 + turn.cos) ./ 2
    }
  }
}
