/// Functions of a row or column that give one number.
package enum Reduction: String, CaseIterable, Sendable {
  /// Rows are summed pairwise, in the order NumPy uses, columns from the top.
  case sum
  /// Over nothing 1.
  case product
  /// NaN is passed over, as in Octave, unless there is nothing else; over nothing NaN.
  case maximum, minimum
  /// The first place of the extreme, counted from 1; 1 where all entries are NaN.
  case placeOfMaximum, placeOfMinimum
  /// `log(sum(exp(z)))`, computed with the largest entry taken out.
  case logSumExp
}

/// Functions that weigh the entries of a row or column against one another.
package enum Weighing: String, CaseIterable, Sendable {
  /// `exp(z) ./ sum(exp(z))`
  case softmax
  /// `log(softmax(z))`, finite where softmax is too small for a double.
  case logSoftmax
}
