// Threads that share out the parts of a job.

#pragma once

#include "kernels.h"

/// Calls `job(context, part, worker)` for each part, on the calling thread (worker 0) and on the workers
/// (1…) as far as they come in time. Returns when all parts are done.
void kernel_workers_share(kernel_workers *workers, size_t parts,
                          void (*job)(void *context, size_t part, size_t worker), void *context);
