/// What L-BFGS knows of the curvature: the last moves s and the changes y of the gradient along them
/// (Nocedal 1980; Nocedal and Wright, *Numerical Optimization*, 2nd edition, section 7.2).
struct LBFGSMemory {
  private struct Pair {
    let move: [Double]
    let change: [Double]
    /// `1 / (y · s)`
    let weight: Double
  }

  private let capacity: Int
  private var pairs: [Pair] = []
  /// The first guess of the inverse Hessian is this times the identity.
  private var scale = 1.0

  init(capacity: Int) {
    self.capacity = capacity
  }

  /// Learns from a move. One along which the gradient hardly grew (`y · s` at most 1e-10, as in PyTorch)
  /// would spoil the guess and is left out.
  mutating func learn(move: [Double], change: [Double]) {
    let curvature = dot(change, move)
    guard curvature > 1e-10 else { return }
    if pairs.count == capacity { pairs.removeFirst() }
    pairs.append(Pair(move: move, change: change, weight: 1 / curvature))
    scale = curvature / dot(change, change)
  }

  /// Minus the inverse Hessian, as far as it is known, times `gradient`: the two loops of algorithm 7.4.
  func direction(for gradient: [Double]) -> [Double] {
    var direction = gradient.map { -$0 }
    var shares: [Double] = []
    for pair in pairs.reversed() {
      let share = dot(pair.move, direction) * pair.weight
      add(-share, pair.change, to: &direction)
      shares.append(share)
    }
    for index in direction.indices { direction[index] *= scale }
    for (pair, share) in zip(pairs, shares.reversed()) {
      add(share - dot(pair.change, direction) * pair.weight, pair.move, to: &direction)
    }
    return direction
  }
}

func dot(_ a: [Double], _ b: [Double]) -> Double {
  zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
}

func add(_ factor: Double, _ a: [Double], to b: inout [Double]) {
  for index in b.indices { b[index] += factor * a[index] }
}
