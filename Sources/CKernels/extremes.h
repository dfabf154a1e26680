// Where extremes stand, for losses of long runs: not for plans, whose reductions are in `reductions.h`.

#pragma once

#include "vector.h"

#include <stdbool.h>

INLINED size_t first_place(double number, const double *x, size_t count) {
  size_t k = 0;
  for (; k + 8 <= count; k += 8) {
    bits8 same = load8(x + k) == number;
    if (__builtin_reduce_or(same)) break;
  }
  while (k < count && x[k] != number) k++;
  return k;
}

OUTLINED bool places_of_extremes(const double *x, size_t count, size_t *smallest, size_t *largest) {
  if (count == 0 || !isfinite(x[0])) return false;
  vec8 low = (vec8)x[0], high = low;
  // Infinity less itself is no number.
  bits8 not_finite = (bits8)0;
  size_t k = 0;
  for (; k + 8 <= count; k += 8) {
    vec8 numbers = load8(x + k);
    low = numbers < low ? numbers : low;
    high = numbers > high ? numbers : high;
    not_finite |= (numbers - numbers) != 0;
  }
  double least = x[0], most = x[0];
  for (size_t i = 0; i < 8; i++) {
    if (low[i] < least) least = low[i];
    if (high[i] > most) most = high[i];
  }
  for (; k < count; k++) {
    if (!isfinite(x[k])) return false;
    if (x[k] < least) least = x[k];
    if (x[k] > most) most = x[k];
  }
  if (__builtin_reduce_or(not_finite)) return false;
  *smallest = first_place(least, x, count);
  *largest = first_place(most, x, count);
  return true;
}
