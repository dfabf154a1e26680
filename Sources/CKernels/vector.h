// Vectors of two, four and eight doubles, and what the files of loops need of them.
//
// A vector of eight is one register with AVX-512, two with AVX2 and four elsewhere; the compiler sees to
// that. A file of loops is compiled once for each kind of CPU (`for_*.c`), with `FUSED` set where the CPU
// multiplies and adds in one step.

#pragma once

#include <math.h>
#include <stddef.h>
#include <stdint.h>

#if defined(KERNELS_FOR_AVX512) || defined(KERNELS_FOR_AVX2)
#include <immintrin.h>
#endif

/// A call in a loop keeps values from staying in registers, so the steps of a formula must not become
/// calls. One name serves vectors of every length.
#define INLINED static inline __attribute__((always_inline, overloadable))

/// Functions that are too long to stand in every place that calls them.
#define OUTLINED static __attribute__((noinline, aligned(64)))

typedef double vec2 __attribute__((ext_vector_type(2)));
typedef double vec4 __attribute__((ext_vector_type(4)));
typedef double vec8 __attribute__((ext_vector_type(8)));

typedef int64_t bits2 __attribute__((ext_vector_type(2)));
typedef uint64_t unsigned_bits2 __attribute__((ext_vector_type(2)));
typedef int64_t bits4 __attribute__((ext_vector_type(4)));
typedef uint64_t unsigned_bits4 __attribute__((ext_vector_type(4)));
typedef int64_t bits8 __attribute__((ext_vector_type(8)));
typedef uint64_t unsigned_bits8 __attribute__((ext_vector_type(8)));

/// As they lie in memory, at any multiple of eight bytes.
typedef double vec2_in_memory __attribute__((ext_vector_type(2), aligned(8)));
typedef double vec4_in_memory __attribute__((ext_vector_type(4), aligned(8)));
typedef double vec8_in_memory __attribute__((ext_vector_type(8), aligned(8)));

INLINED vec2 load2(const double *p) { return *(const vec2_in_memory *)p; }
INLINED vec4 load4(const double *p) { return *(const vec4_in_memory *)p; }
INLINED vec8 load8(const double *p) { return *(const vec8_in_memory *)p; }

INLINED void store(double *p, vec2 v) { *(vec2_in_memory *)p = v; }
INLINED void store(double *p, vec4 v) { *(vec4_in_memory *)p = v; }
INLINED void store(double *p, vec8 v) { *(vec8_in_memory *)p = v; }

/// Ones (all bits set) in the first `count` lanes.
INLINED bits8 first_lanes(size_t count) {
  return (bits8){0, 1, 2, 3, 4, 5, 6, 7} < (bits8)(int64_t)count;
}

/// Stores the first `count` lanes, at most eight.
INLINED void store_first(double *p, vec8 v, size_t count) {
#if defined(KERNELS_FOR_AVX512)
  _mm512_mask_storeu_pd(p, (__mmask8)((1u << count) - 1), (__m512d)v);
#elif defined(KERNELS_FOR_AVX2)
  bits8 lanes = first_lanes(count);
  _mm256_maskstore_pd(p, (__m256i)lanes.lo, (__m256d)v.lo);
  if (count > 4) _mm256_maskstore_pd(p + 4, (__m256i)lanes.hi, (__m256d)v.hi);
#else
  for (size_t i = 0; i < 8; i++) {
    if (i < count) p[i] = v[i];
  }
#endif
}

INLINED void store_first(double *p, vec4 v, size_t count) {
#if defined(KERNELS_FOR_AVX2) || defined(KERNELS_FOR_AVX512)
  bits4 lanes = (bits4){0, 1, 2, 3} < (bits4)(int64_t)count;
  _mm256_maskstore_pd(p, (__m256i)lanes, (__m256d)v);
#else
  for (size_t i = 0; i < 4; i++) {
    if (i < count) p[i] = v[i];
  }
#endif
}

INLINED void store_first(double *p, vec2 v, size_t count) {
  p[0] = v[0];
  if (count > 1) p[1] = v[1];
}

/// The first `count` lanes, at most as many as there are, and zeros.
INLINED vec8 first(vec8 v, size_t count) { return first_lanes(count) ? v : (vec8)0; }
INLINED vec4 first(vec4 v, size_t count) {
  return (bits4){0, 1, 2, 3} < (bits4)(int64_t)count ? v : (vec4)0;
}
INLINED vec2 first(vec2 v, size_t count) {
  return (bits2){0, 1} < (bits2)(int64_t)count ? v : (vec2)0;
}

/// The sum of the lanes, in pairs.
INLINED double sum_of_lanes(vec8 v) {
  return ((v[0] + v[1]) + (v[2] + v[3])) + ((v[4] + v[5]) + (v[6] + v[7]));
}
INLINED double sum_of_lanes(vec4 v) { return (v[0] + v[1]) + (v[2] + v[3]); }
INLINED double sum_of_lanes(vec2 v) { return v[0] + v[1]; }

#define LANES 2
#include "lanes.h"
#undef LANES
#define LANES 4
#include "lanes.h"
#undef LANES
#define LANES 8
#include "lanes.h"
#undef LANES

#if defined(KERNELS_FOR_AVX512)
// Two registers whose steps alternate: fewer of them wait for the one before. Other CPUs have too few registers.
typedef double vec16 __attribute__((ext_vector_type(16)));
typedef int64_t bits16 __attribute__((ext_vector_type(16)));
typedef uint64_t unsigned_bits16 __attribute__((ext_vector_type(16)));
typedef double vec16_in_memory __attribute__((ext_vector_type(16), aligned(8)));

INLINED vec16 load16(const double *p) { return *(const vec16_in_memory *)p; }
INLINED void store(double *p, vec16 v) { *(vec16_in_memory *)p = v; }

#define LANES 16
#include "lanes.h"
#undef LANES
#define IN_PAIRS(...) __VA_ARGS__
#else
#define IN_PAIRS(...)
#endif
