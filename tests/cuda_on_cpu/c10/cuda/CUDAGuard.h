// Stands for LibTorch's header: tensors of the CPU take the place of a GPU's.
#pragma once

#include <c10/core/Device.h>

namespace c10::cuda {

struct CUDAGuard {
    explicit CUDAGuard(c10::Device) {}
};

} // namespace c10::cuda
