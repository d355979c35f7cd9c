#include "core/model/kernels.h"

#include <stdexcept>

#include "core/model/cuda/cuda_library.h"

namespace primer {

const Kernels &Kernels::of(at::Device device)
{
    if (device.is_cpu())
        return cpuKernels();
    const auto maker = cudaSymbol(cudaKernelsName);
    if (!maker)
        throw std::runtime_error(maker.error().detail);
    return *reinterpret_cast<const Kernels *(*)()>(*maker)();
}

} // namespace primer
