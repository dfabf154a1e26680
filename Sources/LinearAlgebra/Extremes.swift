import CKernels

extension UnsafeBufferPointer<Double> {
  /// Where the smallest and the largest number stand for the first time; nil if there is none, or one that is
  /// not finite.
  package func placesOfExtremes() -> (smallest: Int, largest: Int)? {
    var (smallest, largest) = (0, 0)
    guard kernel_places_of_extremes(baseAddress, count, &smallest, &largest) else { return nil }
    return (smallest, largest)
  }
}
