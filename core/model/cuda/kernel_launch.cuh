// Owns: starting a kernel. A header of its own, because tests/cuda_on_cpu puts another in its place that runs the same
// kernels without a GPU. Not here: how many blocks (cuda_rows.cuh).
#pragma once

#include <cuda_runtime.h>

namespace primer::cuda {

template<typename... Parameters, typename... Arguments>
void launch(void (*kernel)(Parameters...), dim3 blocks, int threads, cudaStream_t stream, Arguments... arguments)
{
    kernel<<<blocks, threads, 0, stream>>>(arguments...);
}

} // namespace primer::cuda
