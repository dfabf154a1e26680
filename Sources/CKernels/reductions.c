// Rows and columns reduced to one number each, in a fixed order whatever the CPU.

#include "kernels.h"
#include "vectorised.h"

#include <math.h>

/// Sums at most 128 numbers: eight running sums, so that the additions need not wait for one
/// another, combined in pairs.
static inline double block_sum(const double *x, size_t count) {
  if (count < 8) {
    double total = 0;
    for (size_t i = 0; i < count; i++) total += x[i];
    return total;
  }
  double lanes[8];
  for (size_t k = 0; k < 8; k++) lanes[k] = x[k];
  size_t i = 8;
  for (; i + 8 <= count; i += 8) {
    for (size_t k = 0; k < 8; k++) lanes[k] += x[i + k];
  }
  double total = ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) +
                 ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
  for (; i < count; i++) total += x[i];
  return total;
}

/// Halves in multiples of eight, down to blocks: the rounding error grows with log(count) and not
/// with count (Higham, The accuracy of floating point summation, 1993). The depth is log₂(count /
/// 128).
static double pairwise_sum(const double *x, size_t count) {
  if (count <= 128) return block_sum(x, count);
  size_t half = count / 2;
  half -= half % 8;
  return pairwise_sum(x, half) + pairwise_sum(x + half, count - half);
}

void kernel_sum_rows(size_t rows, size_t columns, const double *x, double *y) {
  for (size_t i = 0; i < rows; i++) y[i] = pairwise_sum(x + i * columns, columns);
}

#define COLUMNS(name, initial, expression)                                                        \
  VECTORISED void kernel_##name##_columns(size_t rows, size_t columns, const double *x,           \
                                          double *restrict y) {                                   \
    for (size_t j = 0; j < columns; j++) y[j] = (initial);                                        \
    for (size_t i = 0; i < rows; i++) {                                                           \
      const double *row = x + i * columns;                                                        \
      for (size_t j = 0; j < columns; j++) {                                                      \
        double a = y[j], b = row[j];                                                              \
        y[j] = (expression);                                                                      \
      }                                                                                           \
    }                                                                                             \
  }

#define ROWS(name, initial, expression)                                                           \
  void kernel_##name##_rows(size_t rows, size_t columns, const double *x, double *y) {            \
    for (size_t i = 0; i < rows; i++) {                                                           \
      double a = (initial);                                                                       \
      for (size_t j = 0; j < columns; j++) {                                                      \
        double b = x[i * columns + j];                                                            \
        a = (expression);                                                                         \
      }                                                                                           \
      y[i] = a;                                                                                   \
    }                                                                                             \
  }

COLUMNS(sum, 0, a + b)
COLUMNS(product, 1, a * b)
ROWS(product, 1, a * b)
COLUMNS(maximum, NAN, ((a >= b) | (b != b)) ? a : b)
ROWS(maximum, NAN, ((a >= b) | (b != b)) ? a : b)
COLUMNS(minimum, NAN, ((a <= b) | (b != b)) ? a : b)
ROWS(minimum, NAN, ((a <= b) | (b != b)) ? a : b)
