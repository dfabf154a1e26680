#include <zlib.h>

// A macro in zlib.h, which Swift does not see. 15 bits of window and a gzip header and trailer around
// the data.
static inline int inflate_init_gzip(z_stream *stream) { return inflateInit2(stream, 15 + 16); }
