// The exponential function without branches, so that a loop over it vectorises.
//
// eˣ = 2ᵏ·eʳ with k = x / ln 2 rounded and |r| ≤ ln 2 / 2. The coefficients are a Chebyshev fit of
// (eʳ − 1 − r − r²/2) / r³, made with mpmath's chebyfit; with them eʳ is off by at most 2⁻⁵⁵.

#pragma once

#include "vectorised.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

INLINED uint64_t bits_of(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

INLINED double double_of(uint64_t bits) {
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

/// Added to a number below 2⁵¹, it rounds it to a whole number and leaves that in the low bits.
#define ROUNDER 0x1.8p52

/// ln 2 in two parts: the first has 42 bits, so that k times it is exact.
#define LN2_HIGH 0x1.62e42fefa3p-1
#define LN2_LOW 0x1.3de6af278ece6p-42

/// x = k · ln 2 + r, and eʳ − 1 = excess; 2ᵏ = first · second, since 2ᵏ itself may be out of range.
typedef struct {
  double excess, first, second, inverse_of_first;
} reduced_exponential;

INLINED reduced_exponential reduce_exponential(double x) {
  double shifted = x * 0x1.71547652b82fep+0 + ROUNDER;
  double k = shifted - ROUNDER;
  double high = x - k * LN2_HIGH, low = k * LN2_LOW;
  double r = high - low;
  double lost = (high - r) - low;

  double r2 = r * r;
  double r4 = r2 * r2;
  double q = (0x1.5555555555555p-3 + 0x1.5555555554cbp-5 * r) +
             r2 * (0x1.1111111110e68p-7 + 0x1.6c16c173948e7p-10 * r) +
             r4 * ((0x1.a01a01a4b5f72p-13 + 0x1.a019c98e708e7p-16 * r) +
                   r2 * (0x1.71de17d5ef6f3p-19 + 0x1.288060f14957p-22 * r)) +
             r4 * r4 * 0x1.af2391d7f5e6cp-26;
  double excess = r + (r2 * (0.5 + r * q) + lost);

  double shifted_half = k * 0.5 + ROUNDER;
  uint64_t half = bits_of(shifted_half) - bits_of(ROUNDER);
  uint64_t rest = bits_of(shifted) - bits_of(ROUNDER) - half;
  return (reduced_exponential){
      .excess = excess,
      .first = double_of((1023 + half) << 52),
      .second = double_of((1023 + rest) << 52),
      .inverse_of_first = double_of((1023 - half) << 52),
  };
}

/// eˣ; 0 and ∞ beyond the range of doubles, which the bounds lie outside of. NaN passes the
/// comparisons.
INLINED double exponential(double x) {
  x = x < -746 ? -746 : x;
  x = x > 710 ? 710 : x;
  reduced_exponential e = reduce_exponential(x);
  // The last factor rounds once, so that subnormal results are right.
  return (1 + e.excess) * e.first * e.second;
}

/// eˣ − 1, accurate near 0.
INLINED double exponential_minus_one(double x) {
  double bounded = x < -40 ? -40 : x;
  bounded = bounded > 710 ? 710 : bounded;
  reduced_exponential e = reduce_exponential(bounded);
  // 2ᵏ·excess + (2ᵏ − 1), with `first` taken out of the sum.
  double y = (e.excess * e.second + (e.second - e.inverse_of_first)) * e.first;
  return x == 0 ? x : y;
}
