// One build of all loops. Vectors of eight are passed between functions of one file only, so it does not
// matter that their convention differs between CPUs.

#pragma once

#pragma clang diagnostic ignored "-Wpsabi"

#include "choice.h"
#include "perform.h"
