#pragma once

#include <stddef.h>

/// A file that travels inside the program.
struct nbrun_asset {
  /// Where it is written, relative to the folder of the shared files; UTF-8, zero-terminated.
  const char *path;
  const unsigned char *bytes;
  size_t length;
};

size_t nbrun_asset_count(void);

/// The file of this index, below `nbrun_asset_count()`. Its memory lives as long as the program.
struct nbrun_asset nbrun_asset_at(size_t index);
