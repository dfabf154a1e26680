import LinearAlgebra
import Testing

@Suite struct SoftmaxTests {
  private func softmax(_ z: Matrix, _ axis: Axis) -> Matrix { z.weighed(by: .softmax, axis) }
  private func logSoftmax(_ z: Matrix, _ axis: Axis) -> Matrix { z.weighed(by: .logSoftmax, axis) }
  private func logSumExp(_ z: Matrix, _ axis: Axis) -> Matrix { z.reduced(by: .logSumExp, axis) }

  @Test func `values are SciPy's`() {
    // scipy.special.softmax, log_softmax and logsumexp of these rows, axis=1.
    let z = Matrix(rows: [[1, 2, 3], [-1, 0, 0.5]])
    let q = Matrix(rows: [
      [0.09003057317038046, 0.24472847105479764, 0.6652409557748218],
      [0.12195165230972886, 0.33149896042409155, 0.5465493872661796],
    ])
    let logQ = Matrix(rows: [
      [-2.4076059644443806, -1.4076059644443804, -0.4076059644443804],
      [-2.1041306053367284, -1.1041306053367284, -0.6041306053367282],
    ])
    #expect(largestDifference(softmax(z, .along), q) < 1e-15)
    #expect(largestDifference(logSoftmax(z, .along), logQ) < 1e-15)
    #expect(
      largestDifference(
        logSumExp(z, .along), Matrix(rows: [[3.40760596444438], [1.1041306053367284]])) < 1e-15)
  }

  @Test(arguments: [Shape(1, 1), Shape(1, 7), Shape(7, 1), Shape(5, 3), Shape(40, 130)])
  func `rows of softmax sum to one, and columns down`(shape: Shape) {
    let z = normals(shape.rows, shape.columns, seed: 11)
    let ones = Matrix(Shape(shape.rows, 1), repeating: 1)
    #expect(largestDifference(sum(softmax(z, .along), .along), ones) < 1e-14)
    #expect(
      largestDifference(softmax(z, .down).transposed(), softmax(z.transposed(), .along)) < 1e-15)
    let logarithms = softmax(z, .along).mapped(by: .log)
    #expect(largestDifference(logSoftmax(z, .along), logarithms) < 1e-13)
  }

  @Test func `large scores neither overflow nor underflow`() {
    let z = Matrix(rows: [[800, 0, -800], [-1000, -1001, -1e300]])
    let q = softmax(z, .along)
    #expect(q[0, 0] == 1 && q[0, 2] == 0 && q[1, 2] == 0)
    #expect(abs(q[1, 0] - 0.7310585786300049) < 1e-15)
    #expect(Array(logSoftmax(z, .along).elements.prefix(3)) == [0, -800, -1600])
    #expect(logSumExp(z, .along)[0, 0] == 800)
    #expect(abs(logSumExp(z, .along)[1, 0] + 999.6867383124818) < 1e-12)
  }

  @Test func `infinite scores`() {
    let z = Matrix(rows: [[-.infinity, 0, 0]])
    #expect(softmax(z, .along) == Matrix(rows: [[0, 0.5, 0.5]]))
    #expect(logSoftmax(z, .along)[0, 0] == -.infinity)
    #expect(logSumExp(Matrix(rows: [[-.infinity, -.infinity]]), .along).scalar == -.infinity)
    #expect(logSumExp(Matrix(rows: [[.infinity, 1]]), .along).scalar == .infinity)
    #expect(logSumExp(Matrix(rows: [[.nan, 1]]), .along).scalar.isNaN)
    #expect(
      logSumExp(Matrix(Shape(0, 2), repeating: 0), .down).elements == [-.infinity, -.infinity])
  }
}
