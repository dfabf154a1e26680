extension Operation {
  /// Every row of the table.
  package static let all: [Operation] =
    [
      leaf, constant, definition, gradient,
      add, subtract, multiply, divide, raise, negate, matmul, transpose, matrixPower,
      less, lessOrEqual, equal, notEqual, greaterOrEqual, greater, and, or, not, mod,
      exp, log, log2, log10, log1p, expm1, sqrt, abs, sin, cos, tan, asin, acos, atan, sinh, cosh,
      tanh, erf, sign, round, floor, ceil,
      sigmoid, logSigmoid, relu, leakyReLU, elu, softplus, softsign, silu, gelu,
      maximum, minimum, detach,
    ] + [
      sum, mean, prod, reduceMax, reduceMin, logSumExp, variance, standardDeviation, argmax, argmin,
      norm, trace, det, inv,
      softmax, logSoftmax, productOfOthers,
      selection, scatter, horzcat, vertcat, reshape, repmat, stretch, diag,
      rows, columns, numel, size, zeros, ones, eye, range, linspace, onehot,
      mse, mae, huber, crossentropy, bce, softmaxCrossentropy, sigmoidCrossentropy, hinge, l1, l2,
      accuracy, confusion, r2,
    ]
}
