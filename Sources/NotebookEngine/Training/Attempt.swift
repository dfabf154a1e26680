import Training

/// One of the runs that a `train` block makes: the only one, or one value of its sweep.
struct Attempt {
  /// What progress is reported as: `train-1`, `train-1 (lr = 0.1, 1 of 3)`.
  let label: String
  let optimizer: Optimizer
  /// Seeds the stream before the run; nil lets it go on.
  let seed: Int?
  let point: TrainingRun.SweepPoint?

  static func all(of block: TrainBlock) -> [Attempt] {
    let settings = block.settings
    guard let sweep = settings.sweep else {
      return [
        Attempt(label: block.id, optimizer: settings.optimizer, seed: settings.seed, point: nil)
      ]
    }
    return sweep.values.enumerated().map { index, value in
      let isSeed = sweep.key == "seed"
      let label = "\(sweep.key) = \(shown(value)), \(index + 1) of \(sweep.values.count)"
      return Attempt(
        label: "\(block.id) (\(label))",
        optimizer: isSeed ? settings.optimizer : settings.optimizer.with(sweep.key, value),
        seed: isSeed ? Int(value) : settings.seed,
        point: TrainingRun.SweepPoint(key: sweep.key, value: value))
    }
  }

  /// A setting with this attempt's value, if it is the one that is swept over.
  func settled(_ setting: TrainingRun.Setting) -> TrainingRun.Setting {
    guard let point, setting.key == point.key else { return setting }
    return TrainingRun.Setting(key: setting.key, value: shown(point.value), isDefault: false)
  }
}
