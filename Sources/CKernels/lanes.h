// The functions of one number, of all lanes at once. Included by vector.h for each length of vector.
//
// Nothing branches, so every lane costs the same. Where `fused` rounds once, results are the same on
// every CPU.

#define JOINED_(a, b) a##b
#define JOINED(a, b) JOINED_(a, b)
#define VEC JOINED(vec, LANES)
#define BITS JOINED(bits, LANES)
#define UBITS JOINED(unsigned_bits, LANES)

/// a·b + c
INLINED VEC fused(VEC a, VEC b, VEC c) {
#if FUSED
  return __builtin_elementwise_fma(a, b, c);
#else
  return a * b + c;
#endif
}

INLINED VEC fused(VEC a, double b, VEC c) { return fused(a, (VEC)b, c); }
INLINED VEC fused(VEC a, double b, double c) { return fused(a, (VEC)b, (VEC)c); }
INLINED VEC fused(double a, VEC b, double c) { return fused((VEC)a, b, (VEC)c); }
INLINED VEC fused(double a, VEC b, VEC c) { return fused((VEC)a, b, c); }

INLINED BITS bits_of(VEC x) { return __builtin_bit_cast(BITS, x); }
INLINED VEC double_of(BITS x) { return __builtin_bit_cast(VEC, x); }

INLINED VEC absolute(VEC x) { return __builtin_elementwise_abs(x); }
/// x where it is not below the bound; NaN passes.
INLINED VEC at_least(VEC x, double bound) { return x < bound ? (VEC)bound : x; }
INLINED VEC at_most(VEC x, double bound) { return x > bound ? (VEC)bound : x; }
/// The larger; a number rather than NaN.
INLINED VEC larger(VEC a, VEC b) { return ((a >= b) | (b != b)) ? a : b; }
INLINED VEC smaller(VEC a, VEC b) { return ((a <= b) | (b != b)) ? a : b; }
/// 1 where the comparison holds, else 0.
INLINED VEC truth(BITS holds) { return holds ? (VEC)1 : (VEC)0; }

// MARK: - The exponential function
//
// eˣ = 2ᵏ·eʳ with k = x / ln 2 rounded and |r| ≤ ln 2 / 2. The coefficients are a Chebyshev fit of
// (eʳ − 1 − r − r²/2) / r³, made with mpmath's chebyfit; with them eʳ is off by at most 2⁻⁵⁵.

#ifndef ROUNDER
/// Added to a number below 2⁵¹, it rounds it to a whole number and leaves that in the low bits.
#define ROUNDER 0x1.8p52
#define ROUNDER_BITS 0x4338000000000000
#define ONE_BITS 0x3ff0000000000000
/// ln 2 in two parts: the first has 42 bits, so that k times it is exact.
#define LN2_HIGH 0x1.62e42fefa3p-1
#define LN2_LOW 0x1.3de6af278ece6p-42
#endif

/// x = k · ln 2 + r, and eʳ − 1 = excess; 2ᵏ = first · second, since 2ᵏ itself may be out of range.
typedef struct {
  VEC excess, first, second, inverse_of_first;
} JOINED(reduced_exponential, LANES);
#define REDUCED JOINED(reduced_exponential, LANES)

INLINED REDUCED reduce_exponential(VEC x) {
  VEC shifted = fused(x, 0x1.71547652b82fep+0, ROUNDER);
  VEC k = shifted - ROUNDER;
  VEC r = fused(k, -LN2_HIGH, x) - k * LN2_LOW;

  // The polynomial in pairs, so that few steps wait for one another.
  VEC r2 = r * r, r4 = r2 * r2, r6 = r4 * r2;
  VEC low = fused(fused(0x1.1111111110e68p-7, r, 0x1.5555555554cbp-5), r2,
                  fused(0x1.5555555555555p-3, r, 0.5));
  VEC high = fused(fused(0x1.71de17d5ef6f3p-19, r, 0x1.a019c98e708e7p-16), r2,
                   fused(0x1.a01a01a4b5f72p-13, r, 0x1.6c16c173948e7p-10));
  high = fused(fused(0x1.af2391d7f5e6cp-26, r, 0x1.288060f14957p-22), r4, high);
  VEC excess = fused(r6, high, fused(r2, low, r));

  // The whole number k, halved as a positive one: there is no shift that keeps the sign everywhere.
  BITS whole = bits_of(shifted) - (ROUNDER_BITS - 4096);
  BITS half = (BITS)((UBITS)whole >> 1);
  BITS rest = whole - half;
  return (REDUCED){
      .excess = excess,
      .first = double_of((half - (2048 - 1023)) << 52),
      .second = double_of((rest - (2048 - 1023)) << 52),
      .inverse_of_first = double_of((2048 + 1023 - half) << 52),
  };
}

/// The last factor rounds once, so that subnormal results are right.
INLINED VEC power_of_e(REDUCED e) { return fused(e.excess, e.first, e.first) * e.second; }

/// 2ᵏ·eʳ − 1 = 2ᵏ·excess + (2ᵏ − 1), with `first` taken out of the sum.
INLINED VEC power_of_e_minus_one(REDUCED e) {
  return fused(e.excess, e.second, e.second - e.inverse_of_first) * e.first;
}

/// eˣ; 0 and ∞ beyond the range of doubles, which the bounds lie outside of.
INLINED VEC exponential(VEC x) {
  return power_of_e(reduce_exponential(at_most(at_least(x, -746), 710)));
}

/// eˣ − 1, accurate near 0.
INLINED VEC exponential_minus_one(VEC x) {
  VEC y = power_of_e_minus_one(reduce_exponential(at_most(at_least(x, -40), 710)));
  return x == 0 ? x : y;
}

/// With t = e²ˣ − 1, tanh x = t / (t + 2). Beyond 22 it is 1 to the last bit.
INLINED VEC hyperbolic_tangent(VEC x) {
  VEC magnitude = at_most(absolute(x), 22);
  VEC t = power_of_e_minus_one(reduce_exponential(magnitude + magnitude));
  return __builtin_elementwise_copysign(t / (t + 2), x);
}

// MARK: - The natural logarithm
//
// x = 2ᵏ·(1 + f) with 1 + f between √½ and √2, and log(1 + f) = 2·artanh(s) with s = f / (2 + f). The
// coefficients are a Chebyshev fit of (2·artanh(s) − 2·s) / s³ in s², made with mpmath's chebyfit; with
// them log(1 + f) is off by a relative 2⁻⁵⁷ at most.

/// k · log 2 + log(1 + f) + correction.
INLINED VEC logarithm_of_one_plus_fraction(VEC f, VEC k, VEC correction) {
  VEC s = f / (2 + f);
  VEC z = s * s, z2 = z * z;
  VEC p = fused(0x1.2b5f6919aa514p-3, z2, fused(0x1.39fdcce1da1aep-3, z, 0x1.7462b91bd6c45p-3));
  p = fused(p, z2, fused(0x1.c71c62d5e43dfp-3, z, 0x1.2492492dfd879p-2));
  p = fused(p, z2, fused(0x1.9999999995273p-2, z, 0x1.5555555555558p-1)) * z;
  // 2·s = f − s·f and s·f = f²/2 − s·f²/2: so f, the largest part, is added last and exactly.
  VEC half_square = 0.5 * f * f;
  VEC low = fused(k, LN2_LOW, correction);
  return fused(k, LN2_HIGH, -((half_square - fused(s, half_square + p, low)) - f));
}

/// log(u) + correction for a normal, positive, finite u. `scale` is added to its exponent k.
INLINED VEC logarithm_of_normal(VEC u, VEC scale, VEC correction) {
  // Moved up by 1 / √½, so that the exponent changes where 1 + f does.
  BITS moved = bits_of(u) + (ONE_BITS - 0x3fe6a09e667f3bcd);
  // A small whole number below the bits of 2⁵² is 2⁵² and that number.
  VEC k = double_of((moved >> 52) | 0x4330000000000000) - (0x1p52 + 1023) + scale;
  VEC f = double_of((moved & 0xfffffffffffff) + 0x3fe6a09e667f3bcd) - 1;
  return logarithm_of_one_plus_fraction(f, k, correction);
}

/// The value where log is not computed: −∞ at 0, NaN below, ∞ and NaN at themselves.
INLINED VEC logarithm_at_the_edge(VEC x) {
  VEC below = x < 0 ? (VEC)NAN : x;
  return x == 0 ? (VEC)-INFINITY : below;
}

INLINED VEC logarithm(VEC x) {
  BITS small = x < 0x1p-1022;
  VEC u = small ? x * 0x1p54 : x;
  VEC y = logarithm_of_normal(u, small ? (VEC)-54 : (VEC)0, (VEC)0);
  return ((x > 0) & (x < INFINITY)) ? y : logarithm_at_the_edge(x);
}

/// log(1 + x), accurate near 0: what the rounding of 1 + x lost is added as lost / (1 + x).
INLINED VEC logarithm_of_one_plus(VEC x) {
  VEC u = 1 + x;
  VEC lost = x < 1 ? x - (u - 1) : 1 - (u - x);
  VEC y = logarithm_of_normal(u, (VEC)0, lost / u);
  y = ((u > 0) & (u < INFINITY)) ? y : logarithm_at_the_edge(u);
  return x == 0 ? x : y;
}

// MARK: - The logistic family: all made of e^−|x|, which cannot overflow

/// e^−|x| as the product of two factors, and 1 + e^−|x|. The second factor is a power of two.
typedef struct {
  VEC first, second, one_plus_power;
} JOINED(logistic, LANES);
#define LOGISTIC JOINED(logistic, LANES)

INLINED LOGISTIC logistic_of(VEC x) {
  VEC z = at_least(-absolute(x), -746);
  REDUCED e = reduce_exponential(z);
  // Beside 1, a power below 2⁻¹⁰¹⁰ is 0; so the denominator need not wait for the second factor.
  VEC scale = double_of(bits_of(e.first) + (bits_of(e.second) - ONE_BITS));
  scale = z < -700 ? (VEC)0 : scale;
  return (LOGISTIC){fused(e.excess, e.first, e.first), e.second,
                    fused(e.excess, scale, 1 + scale)};
}

/// factor / (1 + e⁻ˣ)
INLINED VEC sigmoid_of(VEC x, LOGISTIC l, VEC factor) {
  return (x < 0 ? l.first * (l.second * factor) : factor) / l.one_plus_power;
}

/// factor / (1 + eˣ)
INLINED VEC sigmoid_of_negative(VEC x, LOGISTIC l, VEC factor) {
  return (x < 0 ? factor : l.first * (l.second * factor)) / l.one_plus_power;
}

/// ln(1 + e^−|x|). The power p lies in [0, 1], so 1 + p is 1 + f with f = p itself or, from √2 on, twice 1 + f
/// with f = (p − 1) / 2: either way without a rounding that would have to be made good.
INLINED VEC log_of_one_plus_power(VEC x, LOGISTIC l) {
  VEC power = l.first * l.second;
  BITS is_high = power > 0x1.a827999fcef32p-2;
  VEC f = is_high ? 0.5 * (power - 1) : power;
  VEC y = logarithm_of_one_plus_fraction(f, is_high ? (VEC)1 : (VEC)0, (VEC)0);
  return x == x ? y : x;
}

/// ln(sigmoid(x)), finite for large negative x
INLINED VEC log_sigmoid_of(VEC x, LOGISTIC l) {
  return (x < 0 ? x : (VEC)0) - log_of_one_plus_power(x, l);
}

/// ln(1 + eˣ), finite for large x
INLINED VEC softplus_of(VEC x, LOGISTIC l) {
  return (x < 0 ? (VEC)0 : x) + log_of_one_plus_power(x, l);
}

// MARK: - The others

// Fewer operations than `sigmoid_of` where nothing is shared, though the denominator waits longer.
INLINED VEC sigmoid(VEC x) {
  VEC power = power_of_e(reduce_exponential(at_least(-absolute(x), -746)));
  return (x < 0 ? power : (VEC)1) / (1 + power);
}
INLINED VEC sigmoid_of_negative(VEC x) {
  VEC power = power_of_e(reduce_exponential(at_least(-absolute(x), -746)));
  return (x < 0 ? (VEC)1 : power) / (1 + power);
}
INLINED VEC log_sigmoid(VEC x) { return log_sigmoid_of(x, logistic_of(x)); }
INLINED VEC softplus(VEC x) { return softplus_of(x, logistic_of(x)); }
/// x · sigmoid(x), 0 at −∞
INLINED VEC silu(VEC x) { return x == -INFINITY ? (VEC)0 : x * sigmoid(x); }
/// x / (1 + |x|), ±1 at ±∞
INLINED VEC softsign(VEC x) {
  VEC y = x / (1 + absolute(x));
  return absolute(x) == INFINITY ? __builtin_elementwise_copysign((VEC)1, x) : y;
}
INLINED VEC sign_of(VEC x) {
  VEC y = truth(x > 0) - truth(x < 0);
  return x == x ? y : x;
}
/// max(x, 0), NaN for NaN
INLINED VEC relu(VEC x) { return x < 0 ? (VEC)0 : x; }
/// To the nearest whole number, halves away from zero.
INLINED VEC rounded(VEC x) { return __builtin_elementwise_round(x); }

/// A function that the C library has, lane by lane.
INLINED VEC each(double (*function)(double), VEC x) {
  VEC y;
  for (int i = 0; i < LANES; i++) y[i] = function(x[i]);
  return y;
}

INLINED VEC each(double (*function)(double, double), VEC a, VEC b) {
  VEC y;
  for (int i = 0; i < LANES; i++) y[i] = function(a[i], b[i]);
  return y;
}

#undef UBITS
#undef VEC
#undef BITS
#undef REDUCED
#undef LOGISTIC
