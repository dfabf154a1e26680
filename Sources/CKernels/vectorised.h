// What every file of loops needs: how a function is made for several CPUs, and exact rounding.

#pragma once

// Rounding must not depend on the CPU: a fused multiply-add rounds once, a multiply and an add
// twice. The price is 25–50 % in the polynomials.
#pragma STDC FP_CONTRACT OFF

// The loader picks AVX-512, AVX2 or SSE2. Elsewhere than on x86-64 Linux one form is enough (NEON)
// or the loader cannot pick.
#if defined(__x86_64__) && defined(__linux__)
#define VECTORISED __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define VECTORISED
#endif

/// A call in a loop keeps it from being vectorised, so the steps of a formula must not become
/// calls.
#define INLINED static inline __attribute__((always_inline))
