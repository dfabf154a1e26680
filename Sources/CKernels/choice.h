// The builds of the loops, one of which a machine uses.

#pragma once

#include "kernels.h"

typedef struct {
  const char *name;
  /// Chooses the loop for a step.
  kernel_run *(*way_of)(const kernel_step *step);
  void (*join)(kernel_step *steps, size_t count);
  bool (*places_of_extremes)(const double *x, size_t count, size_t *smallest, size_t *largest);
} kernel_machine;

extern const kernel_machine kernel_machine_avx512, kernel_machine_avx2, kernel_machine_any;

/// The best one for this CPU.
const kernel_machine *kernel_machine_in_use(void);
