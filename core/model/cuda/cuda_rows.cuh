// Owns: what the CUDA kernels share: packs of elements, conversions, masks, sums over a block. Not here: kernels.
#pragma once

#include "core/model/cuda/cuda_launch.h"
#include "core/model/cuda/kernel_launch.cuh"

namespace primer::cuda {

constexpr int warp = 32;
constexpr int rowThreads = 256;
constexpr int flatThreads = 256;

/// 16 bytes of elements, or one element where rows are not a multiple of that.
template<typename T, int N>
struct alignas(sizeof(T) * N) Pack {
    T values[N];
};
template<typename T>
constexpr int fullPack = 16 / sizeof(T);

__device__ __forceinline__ float toFloat(float value) { return value; }
__device__ __forceinline__ float toFloat(__half value) { return __half2float(value); }
__device__ __forceinline__ float toFloat(__nv_bfloat16 value) { return __bfloat162float(value); }
template<typename T>
__device__ __forceinline__ T fromFloat(float value);
template<>
__device__ __forceinline__ float fromFloat<float>(float value)
{
    return value;
}
template<>
__device__ __forceinline__ __half fromFloat<__half>(float value)
{
    return __float2half_rn(value);
}
template<>
__device__ __forceinline__ __nv_bfloat16 fromFloat<__nv_bfloat16>(float value)
{
    return __float2bfloat16_rn(value);
}

template<int N, typename T>
__device__ __forceinline__ void read(float (&values)[N], const T *source)
{
    const auto pack = *reinterpret_cast<const Pack<T, N> *>(source);
#pragma unroll
    for (int place = 0; place < N; ++place)
        values[place] = toFloat(pack.values[place]);
}

template<int N, typename T>
__device__ __forceinline__ void write(T *target, const float (&values)[N])
{
    Pack<T, N> pack;
#pragma unroll
    for (int place = 0; place < N; ++place)
        pack.values[place] = fromFloat<T>(values[place]);
    *reinterpret_cast<Pack<T, N> *>(target) = pack;
}

/// Factors of N elements from `element` on.
template<int N>
__device__ __forceinline__ void readMask(float (&mask)[N], const DropoutDraw &draw, std::uint64_t element)
{
    if (N > 1 && (element & 1) == 0) {
#pragma unroll
        for (int place = 0; place + 1 < N; place += 2) {
            const std::uint64_t pair = (element + place) >> 1;
            const std::uint32_t word = draw.word(std::uint32_t(pair), std::uint32_t(pair >> 32));
            mask[place] = draw.low(word);
            mask[place + 1] = draw.high(word);
        }
        return;
    }
#pragma unroll
    for (int place = 0; place < N; ++place)
        mask[place] = draw.at(element + place);
}

/// Of the whole block, known to every thread. `shared` has a place for each warp.
__device__ __forceinline__ float blockSum(float value, float *shared)
{
#pragma unroll
    for (int distance = warp / 2; distance > 0; distance /= 2)
        value += __shfl_xor_sync(0xffffffffu, value, distance);
    const int warps = blockDim.x / warp;
    __syncthreads(); // the last use of `shared` is over
    if (threadIdx.x % warp == 0)
        shared[threadIdx.x / warp] = value;
    __syncthreads();
    float total = 0;
    for (int number = 0; number < warps; ++number)
        total += shared[number];
    return total;
}

/// NaN wins: it may not hide.
__device__ __forceinline__ float larger(float left, float right) { return left > right || left != left ? left : right; }

__device__ __forceinline__ float blockMax(float value, float *shared)
{
#pragma unroll
    for (int distance = warp / 2; distance > 0; distance /= 2)
        value = larger(value, __shfl_xor_sync(0xffffffffu, value, distance));
    const int warps = blockDim.x / warp;
    __syncthreads();
    if (threadIdx.x % warp == 0)
        shared[threadIdx.x / warp] = value;
    __syncthreads();
    float largest = shared[0];
    for (int number = 1; number < warps; ++number)
        largest = larger(largest, shared[number]);
    return largest;
}

template<int N>
__device__ __forceinline__ void addTo(float (&sums)[N], const float (&values)[N])
{
#pragma unroll
    for (int place = 0; place < N; ++place)
        sums[place] += values[place];
}

inline int flatBlocks(std::int64_t packs)
{
    constexpr std::int64_t most = 132 * 16; // the grid strides over the rest
    const std::int64_t blocks = (packs + flatThreads - 1) / flatThreads;
    return int(blocks < most ? (blocks > 0 ? blocks : 1) : most);
}

} // namespace primer::cuda
