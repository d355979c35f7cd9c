// Owns: what a .cu file says that a C++ compiler does not know: where a thread is, shared memory, barriers, shuffles
// and the functions that only a GPU has. Not here: running a block (block_of_fibers.h).
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>

#include <cuda_runtime.h>

#include "tests/cuda_on_cpu/block_of_fibers.h"

namespace primer::cuda_on_cpu {

struct ThreadNumber {
    /// Asked for at each use: fibers share the variable.
    struct {
        operator unsigned() const { return current(); }
    } x;
};

inline ThreadNumber threadNumber;
inline uint3 blockNumber;
inline dim3 blockSize, gridSize;

} // namespace primer::cuda_on_cpu

#define threadIdx ::primer::cuda_on_cpu::threadNumber
#define blockIdx ::primer::cuda_on_cpu::blockNumber
#define blockDim ::primer::cuda_on_cpu::blockSize
#define gridDim ::primer::cuda_on_cpu::gridSize

// One block runs at a time, so what its threads share may be static.
#undef __shared__
#define __shared__ static
#undef __launch_bounds__
#define __launch_bounds__(...)

inline void __syncthreads() { primer::cuda_on_cpu::meetBlock(); }

template<typename T>
T __shfl_xor_sync(unsigned, T value, int distance)
{
    std::uint64_t bits = 0;
    static_assert(sizeof value <= sizeof bits);
    std::memcpy(&bits, &value, sizeof value);
    bits = primer::cuda_on_cpu::exchangeInWarp(bits, unsigned(distance));
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

inline float rsqrtf(float value) { return 1 / std::sqrt(value); }
inline float __expf(float value) { return std::exp(value); }
inline std::int64_t min(std::int64_t left, std::int64_t right) { return left < right ? left : right; }
