// The loops for the CPU that the compiler was told of: SSE2 on x86-64, NEON on arm64.

#if defined(__aarch64__)
#define FUSED 1
#define MACHINE_NAME "NEON"
#else
#define FUSED 0
#define MACHINE_NAME "SSE2"
#endif

#include "machine.h"
const kernel_machine kernel_machine_any = {MACHINE_NAME, way_of, join, places_of_extremes};
