import Diagnostics
import LinearAlgebra
import NotebookEngine
import Testing
import Training

/// What an assignment remembers, and who follows when a value moves.
@Suite struct EquationTests {
  private func block(_ body: String) -> String { "```octave matrix\n\(body)\n```\n\n" }

  private func train(_ loss: String, _ parameters: String, rate: String = "0.1", steps: Int = 1)
    -> String
  {
    "```yaml train\nloss: \(loss)\nparams: \(parameters)\nlr: \(rate)\nsteps: \(steps)\n```\n\n"
  }

  @Test func `a statement takes the values of its moment`() {
    let run = run(block("a = 2\nb = a + 1\na = 10\nc = a + b"))
    expect(run.value("b"), is: [[3]])
    expect(run.value("c"), is: [[13]])
  }

  @Test func `a gradient is taken of the latest equations`() {
    let run = run(
      block(
        """
        W = [1 2]
        C = sum(sum(W .^ 2))
        a = grad(C, W)
        C = sum(sum(W .^ 3))
        b = grad(C, W)
        W = [5 6]
        C = sum(sum(W .^ 3))
        c = grad(C, W)
        """))
    expectNoErrors(run)
    expect(run.value("a"), is: [[2, 4]])
    expect(run.value("b"), is: [[3, 12]])
    expect(run.value("c"), is: [[75, 108]])
  }

  @Test func `a gradient is a value in equations of its own`() {
    let run = run(
      block(
        """
        w = [1 2 3]
        C = sum(sum(w .^ 3))
        g = grad(C, w)
        N = sum(sum(g .^ 2))
        h = grad(N, w)
        s = grad(sum(sum(w .^ 4)), w)
        """))
    expectNoErrors(run)
    // N = Σ 9 w⁴, so ∂N/∂w = 36 w³.
    expect(run.value("h"), is: [[36, 288, 972]])
    expect(run.value("s"), is: [[4, 32, 108]])
  }

  @Test func `a gradient with respect to a computed value stops there`() {
    let run = run(
      block("x = 3\ny = x ^ 2\nC = y ^ 2 + x\ng = grad(C, y)\nh = grad(C, x)"))
    expectNoErrors(run)
    expect(run.value("g"), is: [[18]])
    // 4 x³ + 1
    expect(run.value("h"), is: [[109]])
  }

  @Test func `training moves everything that depends on its parameters`() {
    let run = run(
      block(
        """
        w = 1
        v = w * 2
        f = @(x) w * x
        a = f(10)
        C = w ^ 2
        g = grad(C, w)
        k = 7
        """) + train("C", "w") + block("b = f(10)\nd = f(v)\nw\nC"))
    expectNoErrors(run)
    for (name, value) in [
      ("w", 0.8), ("v", 1.6), ("a", 8), ("C", 0.64), ("g", 1.6), ("k", 7), ("b", 8),
      ("d", 0.8 * 1.6),
    ] {
      expect(run.value(name), is: [[value]])
    }
  }

  @Test func `training leaves an older version of its parameter alone`() {
    let run = run(
      block("w = 3\nold = 2 * w\nw = 1\nC = w ^ 2") + train("C", "w") + block("new = 2 * w"))
    expectNoErrors(run)
    expect(run.value("old"), is: [[6]])
    expect(run.value("new"), is: [[1.6]])
  }

  @Test func `a function keeps the values of its definition`() {
    let run = run(block("a = 2\nf = @(x) a * x\na = 3\ny = f(1)\nf = @(x) a * x\nz = f(1)"))
    expectNoErrors(run)
    expect(run.value("y"), is: [[2]])
    expect(run.value("z"), is: [[3]])
  }

  @Test func `a function's argument hides a name of the notebook`() {
    let run = run(block("x = 100\nf = @(x, y) x - y\na = f(5, x)\nb = x"))
    expectNoErrors(run)
    expect(run.value("a"), is: [[-95]])
    expect(run.value("b"), is: [[100]])
  }

  @Test func `a gradient goes through functions of one's own`() {
    let run = run(
      block(
        """
        act = @(x) 1 ./ (1 + exp(-x))
        layer = @(x, w) act(x * w)
        X = [1 2; 3 -1]
        W = [0.5; -0.25]
        C = sum(sum(layer(X, W)))
        D = sum(sum(sigmoid(X * W)))
        assert(grad(C, W), grad(D, W), -1e-14)
        assert(C, D, -1e-15)
        """))
    expectNoErrors(run)
  }

  @Test(arguments: [("+=", 8.0), ("-=", 4), ("*=", 12), ("/=", 3)])
  func `an update operator sets the name anew`(update: String, value: Double) {
    let run = run(block("a = 6\nb = a * 1\na \(update) 2\nc = a"))
    expectNoErrors(run)
    expect(run.value("a"), is: [[value]])
    expect(run.value("b"), is: [[6]])
    expect(run.value("c"), is: [[value]])
  }

  @Test func `an update takes its right side whole`() {
    let run = run(block("a = 6\na *= 1 + 1\nb = 6\nb -= 1 - 2\nc = 12\nc /= 2 * 3"))
    expectNoErrors(run)
    expect(run.value("a"), is: [[12]])
    expect(run.value("b"), is: [[7]])
    expect(run.value("c"), is: [[2]])
  }

  @Test func `subs computes again with other rows`() {
    let run = run(
      block(
        """
        X = [1 2; 3 4; 5 6]
        W = [1 0 2; 0 1 1]
        b = [1 2 3]
        N = rows(X)
        Z = (X * W + ones(rows(X), 1) * b) / N
        last = X(end, :) * W
        s = sum(sum(Z)) / rows(X)
        Z2 = subs(Z, X, [1 1; 2 2])
        s2 = subs(s, X, [1 1])
        last2 = subs(last, X, [7 8; 9 10])
        W3 = subs(Z, W, zeros(2, 3))
        """))
    expectNoErrors(run)
    expect(run.value("Z2"), is: [[1, 1.5, 3], [1.5, 2, 4.5]])
    // One row: [1 1] * W + b = [2 3 6].
    expect(run.value("s2"), is: [[11]])
    expect(run.value("last2"), is: [[9, 10, 28]])
    expect(run.value("W3"), is: [[1, 2, 3], [1, 2, 3], [1, 2, 3]].map { $0.map { $0 / 3 } })
  }

  @Test func `subs refuses what no longer fits`() {
    let run = run(block("X = [1 2; 3 4]\nW = [1; 1]\nY = X * W\nZ = subs(Y, X, [1 2 3])"))
    #expect(run.diagnostics.map(\.code.rawValue) == ["E-SAME"])
  }

  @Test func `steps made by hand are the steps of train`() {
    let forward = "y = X * W; C = sum(sum((y - T) .^ 2)) / rows(X);"
    let network = "X = [1 2; 3 4; -1 1]\nT = [1; 0; 2]\nW = [0.5; -0.25]\n" + forward
    let step = "dW = X' * (2 * (y - T)) / rows(X);\nW -= 0.05 * dW;\n" + forward
    let byHand = run(
      block(network + "\n" + Array(repeating: step, count: 10).joined(separator: "\n")))
    let trained = run(block(network) + train("C", "W", rate: "0.05", steps: 10))
    expectNoErrors(byHand)
    expectNoErrors(trained)
    expect(byHand.value("W"), is: (0..<2).map { [trained.value("W")?[$0, 0] ?? .nan] })
    expect(byHand.value("C"), is: [[trained.value("C")?.scalar ?? .nan]])
  }

  @Test func `detach passes a value and no derivative`() {
    let run = run(
      block(
        """
        w = [2 3]
        C = sum(sum(detach(w) .* w))
        g = grad(C, w)
        """))
    expectNoErrors(run)
    expect(run.value("C"), is: [[13]])
    expect(run.value("g"), is: [[2, 3]])
  }

  @Test(arguments: [-800.0, 800])
  func `the logarithm of a saturated sigmoid stays exact`(x: Double) throws {
    let run = run(
      block(
        """
        W = [\(x) 0]
        y_o = sigmoid(W)
        C = -sum(sum(log(y_o)))
        D = -sum(sum(log(1 - y_o)))
        g = grad(C, W)
        k = grad(D, W)
        """))
    expectNoErrors(run)
    expect(run.value("y_o"), is: [[x < 0 ? 0 : 1, 0.5]])
    let ln2 = 0.6931471805599453
    expect(run.value("C"), is: [[(x < 0 ? 800 : 0) + ln2]])
    expect(run.value("D"), is: [[(x < 0 ? 0 : 800) + ln2]])
    expect(run.value("g"), is: [[x < 0 ? -1 : 0, -0.5]])
    expect(run.value("k"), is: [[x < 0 ? 0 : 1, 0.5]])
  }

  @Test func `the logarithm of a saturated softmax stays exact`() {
    let run = run(
      block(
        """
        Z = [1000 0 -1000]
        P = [0 0 1]
        Q = softmax(Z)
        L = crossentropy(Q, P)
        g = grad(L, Z)
        """))
    expectNoErrors(run)
    expect(run.value("Q"), is: [[1, 0, 0]])
    expect(run.value("L"), is: [[2000]])
    expect(run.value("g"), is: [[1, 0, -1]])
  }

  @Test func `a gradient in a function is of its argument and not of an equal number`() {
    let run = run(
      block(
        """
        slope = @(x) grad(x .^ 2, x)
        first = @(x, y) grad(x .* y, x)
        through = @(x) first(x, x .^ 0 + 1)
        w = 5
        C = w ^ 3
        of_C = @(p) grad(C, p)
        a = slope(2)
        b = first(5, 5)
        c = first(w, w)
        d = of_C(w)
        f = through(2)
        """))
    expectNoErrors(run)
    expect(run.value("a"), is: [[4]])
    expect(run.value("b"), is: [[5]])
    expect(run.value("c"), is: [[5]])
    expect(run.value("d"), is: [[75]])
    expect(run.value("f"), is: [[2]])
  }

  @Test func `a trained one is no longer a one in a sigmoid`() {
    // One step with rate 0.5 takes k from 1 to 3; then ∂y/∂x = exp(-x)/(k + exp(-x))² = 1/16.
    let run = run(
      block("k = 1\nx = 0\ny = 1 ./ (k + exp(-x))\ng = grad(y, x)\nD = (k - 3)^2")
        + train("D", "k", rate: "0.5") + block("h = grad(y, x)\nc = check(y, x)"))
    expectNoErrors(run)
    expect(run.values(ofStatements: "g").first, is: [[0.25]])
    expect(run.value("k"), is: [[3]])
    expect(run.value("g"), is: [[0.0625]])
    expect(run.value("h"), is: [[0.0625]])
    #expect((run.value("c")?.scalar ?? 1) < 1e-8)
  }

  @Test func `a trained matrix is free of the numbers it started from`() throws {
    // W goes from [2 2] to [5 5] and stays there when s moves.
    let run = run(
      block("s = 2\nW = s * ones(1, 2)\nC = l2(W - 5) + s") + train("C", "W", rate: "0.5")
        + block("g = grad(C, s)\nq = subs(C, s, 10)") + train("C", "s", rate: "0.5"))
    expectNoErrors(run)
    expect(run.values(ofStatements: "g").first, is: [[1]])
    expect(run.values(ofStatements: "q").first, is: [[10]])
    #expect(try #require(run.runs.last).history.losses == [2, 1.5])
    expect(run.value("W"), is: [[5, 5]])
    expect(run.value("C"), is: [[1.5]])
  }

  @Test(arguments: ["0:w:1", "w:2", "linspace(0, w, 3)"])
  func `numbers of a range on the way to a loss are refused, not taken for constant`(
    range: String
  ) throws {
    let run = run(block("w = 0.5\nC = sum(\(range), 2) * w\ng = grad(C, w)"))
    let error = try #require(run.diagnostics.first { $0.severity == .error })
    #expect(error.code == .flat)
    #expect(error.message == "`\(range)` lies between w and C and passes no derivative")
  }

  @Test(arguments: ["1e300:1", "1:1e-300:0", "3:-1e-300:4"])
  func `a range that never starts is empty however small its step`(range: String) {
    let run = run(block("r = \(range)"))
    expectNoErrors(run)
    #expect(run.value("r")?.shape == Shape(1, 0))
  }
}
