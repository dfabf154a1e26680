#include <cblas.h>

// Ends the workers that OpenBLAS starts when it is loaded. Not in its header; it is what the library
// itself calls before a fork.
int blas_thread_shutdown_(void);
