// The loops for CPUs with AVX-512 (x86-64-v4).

#if defined(__x86_64__) && defined(__linux__)

#define KERNELS_FOR_AVX512 1
#define FUSED 1

#pragma clang attribute push(__attribute__((target("arch=x86-64-v4"))), apply_to = function)
#include "machine.h"
const kernel_machine kernel_machine_avx512 = {"AVX-512", way_of, join, places_of_extremes};
#pragma clang attribute pop

#endif
