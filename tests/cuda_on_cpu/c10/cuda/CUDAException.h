// Stands for LibTorch's header: a start cannot fail here, and there is no device to ask.
#pragma once

#include <stdexcept>

#define C10_CUDA_KERNEL_LAUNCH_CHECK() \
    do {                               \
    } while (false)
#define C10_CUDA_CHECK(...) throw std::runtime_error("there is no GPU")
