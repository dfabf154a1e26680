// The natural logarithm without branches, so that a loop over it vectorises.
//
// x = 2ᵏ·(1 + f) with 1 + f between √½ and √2, and log(1 + f) = 2·artanh(s) with s = f / (2 + f).
// The coefficients are a Chebyshev fit of (2·artanh(s) − 2·s) / s³ in s², made with mpmath's
// chebyfit; with them log(1 + f) is off by a relative 2⁻⁵⁷ at most.

#pragma once

#include "exponential.h"

/// log(u) + correction / u for a normal, positive, finite u. `scale` is added to its exponent k.
INLINED double logarithm_of_normal(double u, double scale, double correction) {
  // Moved up by 1 / √½, so that the exponent changes where 1 + f does.
  uint64_t moved = bits_of(u) + (bits_of(1.0) - bits_of(0x1.6a09e667f3bcdp-1));
  // A small whole number below the bits of 2⁵² is 2⁵² and that number.
  double k = double_of((moved >> 52) | bits_of(0x1p52)) - (0x1p52 + 1023) + scale;
  double f = double_of((moved & 0xfffffffffffff) + bits_of(0x1.6a09e667f3bcdp-1)) - 1;

  double s = f / (2 + f);
  double z = s * s;
  double z2 = z * z;
  double p = (0x1.5555555555558p-1 + 0x1.9999999995273p-2 * z) +
             z2 * (0x1.2492492dfd879p-2 + 0x1.c71c62d5e43dfp-3 * z) +
             z2 * z2 *
                 (0x1.7462b91bd6c45p-3 + 0x1.39fdcce1da1aep-3 * z + 0x1.2b5f6919aa514p-3 * z2);
  p = p * z;
  // 2·s = f − s·f and s·f = f²/2 − s·f²/2: so f, the largest part, is added last and exactly.
  double half_square = 0.5 * f * f;
  double low = k * LN2_LOW + correction / u;
  return k * LN2_HIGH - ((half_square - (s * (half_square + p) + low)) - f);
}

/// The value where log is not computed: −∞ at 0, NaN below, ∞ and NaN at themselves.
INLINED double logarithm_at_the_edge(double x) {
  return x == 0 ? -INFINITY : x < 0 ? NAN : x;
}

INLINED double logarithm(double x) {
  double scale = x < 0x1p-1022 ? -54.0 : 0.0;
  double u = x < 0x1p-1022 ? x * 0x1p54 : x;
  double y = logarithm_of_normal(u, scale, 0);
  return ((x > 0) & (x < INFINITY)) ? y : logarithm_at_the_edge(x);
}

/// log(1 + x), accurate near 0: what the rounding of 1 + x lost is added as lost / (1 + x).
INLINED double logarithm_of_one_plus(double x) {
  double u = 1 + x;
  double lost = x < 1 ? x - (u - 1) : 1 - (u - x);
  double y = logarithm_of_normal(u, 0, lost);
  y = ((u > 0) & (u < INFINITY)) ? y : logarithm_at_the_edge(u);
  return x == 0 ? x : y;
}
