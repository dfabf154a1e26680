// Counts what a thread allocates. The functions of the C library are replaced in the program of the tests by
// ones that count and pass the call on, which glibc allows (Replacing malloc, in its manual).

#pragma once

#include <stdbool.h>
#include <stddef.h>

/// False where nothing is counted: outside of glibc, and with the sanitizers, which have a malloc of their own.
bool allocations_are_counted(void);

/// Calls of malloc and its kin by this thread up to now.
size_t allocation_count(void);
