#include "choice.h"

const kernel_machine *kernel_machine_in_use(void) {
#if defined(__x86_64__) && defined(__linux__)
  if (__builtin_cpu_supports("x86-64-v4")) return &kernel_machine_avx512;
  if (__builtin_cpu_supports("x86-64-v3")) return &kernel_machine_avx2;
#endif
  return &kernel_machine_any;
}

const char *kernel_machine_name(void) { return kernel_machine_in_use()->name; }

void kernel_prepare(kernel_step *step) { step->run = kernel_machine_in_use()->way_of(step); }

void kernel_join(kernel_step *steps, size_t count) { kernel_machine_in_use()->join(steps, count); }

bool kernel_places_of_extremes(const double *x, size_t count, size_t *smallest, size_t *largest) {
  return kernel_machine_in_use()->places_of_extremes(x, count, smallest, largest);
}

size_t kernel_machine_count(void) {
#if defined(__x86_64__) && defined(__linux__)
  return kernel_machine_in_use() == &kernel_machine_avx512 ? 3
         : kernel_machine_in_use() == &kernel_machine_avx2 ? 2
                                                           : 1;
#else
  return 1;
#endif
}

void kernel_perform_on_machine(size_t machine, const kernel_step *step) {
  const kernel_machine *from_the_last[] = {&kernel_machine_any,
#if defined(__x86_64__) && defined(__linux__)
                                           &kernel_machine_avx2, &kernel_machine_avx512
#endif
  };
  from_the_last[kernel_machine_count() - 1 - machine]->way_of(step)(step);
}

void kernel_perform(const kernel_step *step) { kernel_machine_in_use()->way_of(step)(step); }
