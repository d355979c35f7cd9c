// Owns: libprimer_cuda.so, which holds everything that needs CUDA and is loaded when a run asks for it: the same
// program starts fast on machines without. Not here: what is in it (the *_cuda files here,
// core/training/nccl_group.cpp).
#pragma once

#include "core/base/result.h"

namespace primer {

/// A function of the library; Unsupported when this program was built without it or it cannot be loaded.
Result<void *> cudaSymbol(const char *name);

} // namespace primer
