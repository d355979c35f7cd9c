// Stands for LibTorch's header: everything runs at once.
#pragma once

#include <cuda_runtime.h>

#include <c10/core/Device.h>

namespace c10::cuda {

struct CUDAStream {
    operator cudaStream_t() const { return nullptr; }
    void synchronize() const {}
};
inline CUDAStream getCurrentCUDAStream(c10::DeviceIndex = -1) { return {}; }

} // namespace c10::cuda
