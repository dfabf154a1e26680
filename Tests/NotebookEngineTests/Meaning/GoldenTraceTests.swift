import Foundation
import NotebookEngine
import Testing
import Training

/// Training runs made by PyTorch, Keras and Optax in double precision (`GoldenTraces`), and by nbrun.
@Suite struct GoldenTraceTests {
  /// One run of another library.
  struct Case: Sendable, CustomTestStringConvertible {
    let kind: String
    let number: Int
    let network: String
    let seed: Int
    /// The lines of a train block.
    let settings: [String]
    let trace: [(step: Int, loss: Double)]

    var testDescription: String { "\(kind) \(number)" }

    static let all: [Case] = {
      let file = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "GoldenTraces/traces.txt")
      let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
      return text.components(separatedBy: "# ").dropFirst().map { part in
        let lines = part.split(separator: "\n").map(String.init)
        let head = lines[0].split(separator: " ").map(String.init)
        let numbers = (lines.last ?? "").split(separator: " ").dropFirst().map {
          Double($0) ?? .nan
        }
        return Case(
          kind: head[0], number: Int(head[1]) ?? 0, network: head[2], seed: Int(head[3]) ?? 0,
          settings: Array(lines[1..<lines.count - 1]),
          trace: stride(from: 0, to: numbers.count, by: 2).map {
            (Int(numbers[$0]), numbers[$0 + 1])
          })
      }
    }()

    static func all(of kind: String) -> [Case] { all.filter { $0.kind == kind } }
  }

  /// The networks of `make_traces.py`.
  private static let networks = [
    "logistic": """
    X = randn(12, 3);
    T = rand(12, 1) < 0.5;
    W = randn(3, 1);
    b = 0;
    L = sigmoid_crossentropy(X * W + b, T);
    """,
    "tanh": """
    X = randn(10, 2);
    T = randn(10, 1);
    W1 = randn(2, 4);
    b1 = zeros(1, 4);
    W2 = randn(4, 1);
    b2 = 0;
    L = mse(tanh(X * W1 + b1) * W2 + b2, T);
    """,
    "classes": """
    X = randn(15, 4);
    P = onehot(randi(3, 15, 1), 3);
    W1 = 0.5 * randn(4, 5);
    W2 = 0.5 * randn(5, 3);
    Q = softmax(tanh(X * W1) * W2);
    L = crossentropy(Q, P);
    """,
    "smooth": """
    X = rand(9, 2);
    T = randn(9, 2);
    W1 = randn(2, 3);
    b1 = ones(1, 3);
    W2 = randn(3, 2);
    L = mean(mean(abs(softplus(X * W1 + b1) * W2 - T) .^ 3));
    """,
  ]

  private func training(_ golden: Case) throws -> TrainingRun {
    let network = try #require(Self.networks[golden.network])
    let run = run(
      "```octave matrix\nrng(\(golden.seed))\n\(network)\n```\n\n```yaml train\n"
        + golden.settings.joined(separator: "\n") + "\n```\n")
    expectNoErrors(run)
    return try #require(run.runs.first)
  }

  /// The largest difference from `golden`, relative to its loss; one that has come down to almost nothing
  /// counts as a ten-thousandth of the first.
  private func difference(_ training: TrainingRun, _ golden: Case) -> Double {
    let least = abs(golden.trace[0].loss) / 1e4
    return golden.trace.filter { $0.step <= training.steps }.reduce(0) { worst, entry in
      let seen = training.history.losses[entry.step]
      let difference = abs(seen - entry.loss) / max(abs(entry.loss), least)
      return difference.isNaN ? .infinity : max(worst, difference)
    }
  }

  /// Rounding differs in the last bit of many operations, and a hundred steps carry it on: up to 1e-13. A
  /// formula that differs in one term does so by more than 1e-7.
  @Test(arguments: Case.all(of: "pytorch") + Case.all(of: "keras") + Case.all(of: "optax"))
  func `a run has the losses of the library whose convention it follows`(golden: Case) throws {
    let training = try training(golden)
    #expect(training.steps == golden.trace.last?.step)
    #expect(training.steps >= 100)
    #expect(difference(training, golden) < 1e-10, "\(golden.settings)")
  }

  /// A line search divides differences of losses that are nearly equal, so that rounding counts for more.
  @Test(arguments: Case.all(of: "lbfgs"))
  func `L-BFGS goes PyTorch's way`(golden: Case) throws {
    let training = try training(golden)
    #expect(difference(training, golden) < 1e-9, "\(golden.settings)")
    // Where it sees the bottom it stops; PyTorch stays there.
    guard training.steps < golden.trace.last?.step ?? 0 else { return }
    #expect(training.stopReason == .converged)
    let end = golden.trace.last?.loss ?? .nan
    #expect(abs((training.history.last ?? .nan) - end) <= 1e-9 * abs(end))
  }

  @Test func `the tables hold as many cases as promised`() {
    let counts = ["pytorch", "keras", "optax", "lbfgs"].map { Case.all(of: $0).count }
    #expect(counts == [120, 30, 30, 16])
  }
}
