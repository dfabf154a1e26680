// The loops for CPUs with AVX2 and fused multiplication (x86-64-v3).

#if defined(__x86_64__) && defined(__linux__)

#define KERNELS_FOR_AVX2 1
#define FUSED 1

#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#include "machine.h"
const kernel_machine kernel_machine_avx2 = {"AVX2", way_of, join, places_of_extremes};
#pragma clang attribute pop

#endif
