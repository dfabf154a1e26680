import Foundation
import LinearAlgebra
import NotebookEngine
import Testing
import Training

/// Numbers computed with NumPy 2 in double precision (`np.random.seed`, `np.random.normal`).
@Suite struct GoldenNumberTests {
  private static let seed = """
    ```octave matrix
    rng(2628)
    X = [2, 4, -2]                               %: N×3
    W = randn(3, 2)                              %: 3×2
    p = [1, 0];                                  %: N×2
    h = 0.01;
    W0 = W + 0

    y   = X * W                                  %: N×2
    y_o = sigmoid(y)
    C   = -sum(sum(p .* log(y_o))) / rows(X)     %=> 7.87

    dC_dyo = -p ./ y_o / rows(X)
    dyo_dy = sigmoid(y) .* (1 - sigmoid(y))
    delta  = dC_dyo .* dyo_dy
    dC_dW  = X' * (dC_dyo .* dyo_dy)             %=> [-2.00 0; -4.00 0; 2.00 0]
    G      = grad(C, W)
    assert(dC_dW, G, 1e-12)
    ```

    ```yaml train
    loss: C
    params: W
    lr: h
    steps: 1
    ```

    ```octave matrix
    C                                            %=> 7.63
    ```
    """

  @Test func `the seed notebook has its values before a step`() {
    let run = run(Self.seed)
    expectNoErrors(run)
    func first(_ name: String) -> Matrix? { run.values(ofStatements: name).first }
    expect(
      first("W"),
      is: [
        [-1.5800067936120674, -0.2755217526479795], [-0.456753085328145, 1.0998281740005549],
        [1.4395464464271708, 0.7128206656204548],
      ])
    expect(first("y"), is: [[-7.866118821391057, 2.422627859465351]])
    expect(first("y_o"), is: [[0.0003833729557260730, 0.9185365960829648]])
    expect(first("C"), is: [[7.866502267852982]])
    expect(first("dC_dyo"), is: [[-2608.426038049795, 0]])
    expect(first("dyo_dy"), is: [[0.00038322598090289, 0.07482711773928519]])
    expect(first("delta"), is: [[-0.9996166270442739, 0]])
    let gradient = [[-1.9992332540885478, 0], [-3.9984665081770956, 0], [1.9992332540885478, 0]]
    expect(first("dC_dW"), is: gradient)
    expect(first("G"), is: gradient)
  }

  @Test func `the seed notebook has its values after a step`() {
    let run = run(Self.seed)
    expect(
      run.value("W"),
      is: [
        [-1.560014461071182, -0.2755217526479795], [-0.41676842024637406, 1.0998281740005549],
        [1.4195541138862853, 0.7128206656204548],
      ])
    expect(run.value("C"), is: [[7.626698216709045]])
    #expect(run.runs.first?.history.steps == [0, 1])
    #expect(run.runs.first?.steps == 1)
    expect(
      run.runs.first.map { Matrix(rows: [$0.history.losses]) },
      is: [[7.866502267852982, 7.626698216709045]])
    expect(
      run.value("W0"),
      is: [
        [-1.560014461071182, -0.2755217526479795],
        [-0.41676842024637406, 1.0998281740005549], [1.4195541138862853, 0.7128206656204548],
      ])
  }

  private static let xor = """
    ```octave matrix
    rng(1)
    X = [0 0; 0 1; 1 0; 1 1];                    %: N×2
    T = [0; 1; 1; 0];                            %: N×1
    W1 = randn(2, 4);   b1 = zeros(1, 4);
    W2 = randn(4, 1);   b2 = zeros(1, 1);

    H = tanh(X * W1 + b1);                       %: N×4
    Y = sigmoid(H * W2 + b2);                    %: N×1
    L = mse(Y, T)                                %=> 0.312
    G_W1 = grad(L, W1)
    G_b1 = grad(L, b1)
    G_W2 = grad(L, W2)
    G_b2 = grad(L, b2)
    worst = max([check(L, W1) check(L, b1) check(L, W2) check(L, b2)], [], 2)
    ```

    ```yaml train
    loss: L
    params: W1, b1, W2, b2
    optimizer: sgd(lr=2)
    steps: 5000
    stop: L < 1e-3
    record: L, Y
    every: 10
    ```
    """

  @Test func `XOR has its first loss and gradients`() {
    let run = run(Self.xor)
    expectNoErrors(run)
    func first(_ name: String) -> Matrix? { run.values(ofStatements: name).first }
    expect(first("L"), is: [[0.3120716883087071]])
    expect(
      first("G_W1"),
      is: [
        [
          -0.0006749797565406028, 0.002907076962557423, -0.014010547449574804,
          0.010759960587548818,
        ],
        [
          -3.3111084187989264e-05, -2.4457890140230632e-05, 0.004640355112530365,
          -0.0012468090839548897,
        ],
      ])
    expect(
      first("G_b1"),
      is: [
        [
          0.019136592893447085, -0.012670861490006517, 0.07723897439638651, -0.11704547361547112,
        ]
      ])
    expect(
      first("G_W2"),
      is: [
        [-0.0052191355824055905], [-0.0010184167525678425], [0.016607339236128345],
        [0.003312040211364409],
      ])
    expect(first("G_b2"), is: [[0.05594037098688485]])
  }

  @Test func `the gradients of XOR pass the check by central differences`() throws {
    let first = try #require(run(Self.xor).values(ofStatements: "worst").first)
    #expect(first.scalar < 1e-8)
  }

  @Test func `XOR is learnt along NumPy's path`() throws {
    let training = try #require(run(Self.xor).runs.first)
    #expect(training.stopReason == .condition("L < 1e-3"))
    #expect(training.steps == 483)
    let losses = training.history.losses
    try #require(losses.count == 484)
    // Rounding differs in the last bit here and there, and 483 steps carry it on.
    expect(
      Matrix(rows: [[losses[0], losses[1], losses[2], losses[3], losses[10], losses[100]]]),
      is: [
        [
          0.3120716883087071, 0.2795870917522458, 0.27240333861245913, 0.267815390208955,
          0.25493706806748917, 0.01569268152880482,
        ]
      ], tolerance: 1e-12)
    expect(
      Matrix(rows: [[losses[482], losses[483]]]),
      is: [[0.0010024302665947893, 0.0009996848093538542]], tolerance: 1e-11)
    let answers = try #require(training.records.last?.values.last)
    expect(
      answers,
      is: [
        [0.01789626671106559], [0.9695938086281851], [0.9654650542203557], [0.039512832364681456],
      ], tolerance: 1e-11)
  }

  private static func adam(_ settings: String) -> String {
    xor.components(separatedBy: "```yaml train")[0] + """
      ```yaml train
      loss: L
      params: W1, b1, W2, b2
      optimizer: adam(lr=0.05)
      \(settings)
      ```

      ```octave matrix
      Y                                            %=> [0.02; 0.99; 0.96; 0.04]
      assert(round(Y), T)
      ```
      """
  }

  /// The textbook's Adam in NumPy; Optax gives the same 15 digits.
  @Test func `XOR is learnt by Adam in 197 steps`() throws {
    let run = run(Self.adam("steps: 500\nstop: L < 1e-3"))
    expectNoErrors(run)
    let training = try #require(run.runs.first)
    #expect(training.steps == 197)
    #expect(training.stopReason == .condition("L < 1e-3"))
    expect(
      Matrix(rows: [[training.history.losses[0], training.history.losses[197]]]),
      is: [[0.3120716883087071, 0.00099824910278201]])
    expect(run.value("L"), is: [[0.00099824910278201]])
  }

  @Test func `XOR goes on to the loss of 500 steps`() throws {
    let run = run(Self.adam("steps: 500").replacing("%=> [0.02; 0.99; 0.96; 0.04]", with: ""))
    let training = try #require(run.runs.first)
    #expect(training.stopReason == .steps)
    // Relative to the largest loss, as everywhere here.
    expect(
      Matrix(rows: [[0.3120716883087071, training.history.last ?? .nan]]),
      is: [[0.3120716883087071, 0.00022727038266760]])
  }

  /// Batches, one permutation of the stream an epoch, and a validation: `GoldenTraces/iris.py`.
  private static let iris: String = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "GoldenTraces/iris.csv")
    let rows = ((try? String(contentsOf: file, encoding: .utf8)) ?? "").split(separator: "\n")
    return """
      ```octave matrix
      rng(7)
      table = [\(rows.joined(separator: "; "))];
      order = randperm(150);
      A = table(order(1:120), 1:4);
      A_test = table(order(121:150), 1:4);
      middle = mean(A, 1);
      spread = std(A, 1, 1);
      X = (A - middle) ./ spread;
      X_test = (A_test - middle) ./ spread;
      P = onehot(table(order(1:120), 5) + 1, 3);
      P_test = onehot(table(order(121:150), 5) + 1, 3);
      W1 = 0.5 * randn(4, 8);   b1 = zeros(1, 8);
      W2 = 0.5 * randn(8, 3);   b2 = zeros(1, 3);

      H = tanh(X * W1 + b1);                       %: N×8
      Q = softmax(H * W2 + b2);                    %: N×3
      L = crossentropy(Q, P)                       %=> 1.624
      ```

      ```yaml train
      loss: L
      params: W1, b1, W2, b2
      optimizer: sgd(lr=0.1)
      batch: 16 rows of X, P
      epochs: 60
      record: L, accuracy(Q, P)
      validate: accuracy(Q, P) with X = X_test, P = P_test
      ```

      ```octave matrix
      L                                            %=> 0.0789
      accuracy(subs(Q, X, X_test), P_test)         %=> 0.933
      L_test = crossentropy(subs(Q, X, X_test), P_test)
      table_test = confusion(subs(Q, X, X_test), P_test)
      next = rand(1, 1)
      ```
      """
  }()

  @Test func `iris is learnt in shuffled batches along NumPy's path`() throws {
    let run = run(Self.iris)
    expectNoErrors(run)
    let training = try #require(run.runs.first)
    #expect(training.steps == 480)
    #expect(training.history.steps == Array(0...480))
    expect(run.values(ofStatements: "L").first, is: [[1.6237290678060565]])
    let losses = training.history.losses
    expect(
      Matrix(rows: [[0, 1, 7, 8, 100, 479, 480].map { losses[$0] }]),
      is: [
        [
          1.5957141044459697, 1.3786907481425117, 0.7603265782476469, 0.8194029282104589,
          0.32083779152745634, 0.10749827364930303, 0.07889250681679164,
        ]
      ])
    expect(run.value("L"), is: [[0.07889250681679164]])
    expect(run.value("L_test"), is: [[0.12524942062839942]])
    expect(run.value("table_test"), is: [[9, 0, 0], [0, 11, 1], [0, 1, 8]])
    let validation = try #require(training.validation?.record)
    #expect(validation.steps.last == 480)
    expect(validation.values.last, is: [[28.0 / 30]])
    // The stream goes on behind sixty permutations.
    expect(run.value("next"), is: [[0.9478708659464499]])
  }
}
