// Stands for core/model/cuda/kernel_launch.cuh: the blocks of a kernel one after another on this thread.
#pragma once

#include "tests/cuda_on_cpu/device_words.h"

namespace primer::cuda {

template<typename... Parameters, typename... Arguments>
void launch(void (*kernel)(Parameters...), dim3 blocks, int threads, cudaStream_t, Arguments... arguments)
{
    cuda_on_cpu::gridSize = blocks;
    cuda_on_cpu::blockSize = dim3(unsigned(threads));
    for (unsigned y = 0; y < blocks.y; ++y) {
        for (unsigned x = 0; x < blocks.x; ++x) {
            cuda_on_cpu::blockNumber = {x, y, 0};
            cuda_on_cpu::runBlock(threads, [&] { kernel(arguments...); });
        }
    }
}

} // namespace primer::cuda
