import Testing

@testable import LinearAlgebra

@Suite struct ColumnScalingTests {
  private let matrix = Matrix(rows: [[1, 10, 0.1], [2, 10, 0.1], [4, 10, 0.1]])

  @Test func `standardized columns have mean 0 and deviation 1`() {
    let scaling = ColumnScaling.standardizing(matrix)
    // Mean 7/3; deviations -4/3, -1/3, 5/3, whose squares add up to 42/9.
    #expect(scaling.shifts[0] == 7.0 / 3)
    #expect(abs(scaling.divisors[0] - (14.0 / 9).squareRoot()) < 1e-15)
    var scaled = matrix
    scaling.apply(to: &scaled)
    #expect(abs(sum(scaled, .down).elements[0]) < 1e-15)
    #expect(abs(scaled[2, 0] - (25.0 / 14).squareRoot()) < 1e-15)
  }

  @Test func `the numbers are NumPy's to the last bit`() throws {
    // m = np.random.RandomState(3).normal(size=(50, 2)); (m - m.mean(0)) / m.std(0)
    var random = RandomState(seed: 3)
    let normals = random.normals(Shape(50, 2))
    let scaling = ColumnScaling.standardizing(normals)
    #expect(scaling.shifts == [-0.16518747311472534, -0.052086675697399124])
    #expect(scaling.divisors == [0.9909492619285232, 1.1295076102714454])
    var scaled = normals
    scaling.apply(to: &scaled)
    #expect(scaled[49, 0] == -0.13625178058265125 && scaled[49, 1] == 1.9568137457906543)
  }

  @Test func `minmax takes columns from 0 to 1`() {
    let scaling = ColumnScaling.minmax(matrix)
    var scaled = matrix
    scaling.apply(to: &scaled)
    #expect(scaled == Matrix(rows: [[0, 0, 0], [1.0 / 3, 0, 0], [1, 0, 0]]))
  }

  @Test func `a constant column becomes 0`() {
    for scaling in [ColumnScaling.standardizing(matrix), .minmax(matrix)] {
      #expect(scaling.shifts[1] == 10 && scaling.spreads[1] == 0 && scaling.divisors[1] == 1)
      // The mean of three times 0.1 is not 0.1.
      #expect(scaling.shifts[2] == 0.1 && scaling.spreads[2] == 0)
      var scaled = matrix
      scaling.apply(to: &scaled)
      #expect(scaled[1, 1] == 0 && scaled[1, 2] == 0)
    }
  }

  @Test func `other rows are scaled by the same numbers`() {
    var other = Matrix(rows: [[7, 11, 0.1]])
    ColumnScaling.minmax(matrix).apply(to: &other)
    #expect(other == Matrix(rows: [[2, 1, 0]]))
  }
}
