#include "core/model/column_walk.h"
#include "core/model/cuda/cuda_rows.cuh"

namespace primer::cuda {

namespace {

/// Turns N pairs: `sine` is negative on the way back.
template<int N>
__device__ __forceinline__ void turn(float (&left)[N], float (&right)[N], const float *cosines, const float *sines,
                                     float direction)
{
#pragma unroll
    for (int place = 0; place < N; ++place) {
        const float cosine = cosines[place], sine = direction * sines[place], x = left[place], y = right[place];
        left[place] = x * cosine - y * sine;
        right[place] = y * cosine + x * sine;
    }
}

/// What a thread of the rotary kernels does with a pack of columns.
enum class Part { Plain, Pair, Skip };
__device__ __forceinline__ Part partOf(int column, const PackingPointers &packing)
{
    const int within = column % packing.headWidth;
    if (column >= 2 * packing.heads * packing.headWidth || within >= 2 * packing.half)
        return Part::Plain;
    return within < packing.half ? Part::Pair : Part::Skip;
}

template<typename T, int N>
__global__ void rotateKernel(T *qkv, const T *bias, PackingPointers packing, std::int64_t packs)
{
    const int width = 3 * packing.heads * packing.headWidth, packsPerRow = width / N;
    for (std::int64_t number = std::int64_t(blockIdx.x) * blockDim.x + threadIdx.x; number < packs;
         number += std::int64_t(gridDim.x) * blockDim.x) {
        const std::int64_t row = number / packsPerRow;
        const int column = int(number % packsPerRow) * N;
        const Part part = partOf(column, packing);
        if (part == Part::Skip || (part == Part::Plain && !bias))
            continue;
        T *place = qkv + row * width + column;
        float left[N], shift[N];
        read<N>(left, place);
        if (bias) {
            read<N>(shift, bias + column);
            addTo(left, shift);
        }
        if (part == Part::Pair) {
            float right[N];
            read<N>(right, place + packing.half);
            if (bias) {
                read<N>(shift, bias + column + packing.half);
                addTo(right, shift);
            }
            const int angle = int(row % packing.length) * packing.half + column % packing.headWidth;
            turn<N>(left, right, packing.cosines + angle, packing.sines + angle, 1);
            write<N>(place + packing.half, right);
        }
        write<N>(place, left);
    }
}

template<typename T, int N>
__device__ __forceinline__ void readHead(float (&values)[N], const HeadPointers<T> &part, std::int64_t row, int head,
                                         int within, int length)
{
    const T *source = part.data + row / length * part.sequenceStride + head * part.headStride
                      + row % length * part.positionStride + within * part.elementStride;
    if (part.elementStride == 1 && reinterpret_cast<std::uintptr_t>(source) % (sizeof(T) * N) == 0) {
        read<N>(values, source);
        return;
    }
#pragma unroll
    for (int place = 0; place < N; ++place)
        values[place] = toFloat(source[place * part.elementStride]);
}

template<typename T>
struct ThreeHeads {
    HeadPointers<T> parts[3];
};

template<typename T, int N>
__global__ void packRotatedKernel(T *packed, ThreeHeads<T> from, PackingPointers packing, std::int64_t packs)
{
    const int all = packing.heads * packing.headWidth, width = 3 * all, packsPerRow = width / N;
    for (std::int64_t number = std::int64_t(blockIdx.x) * blockDim.x + threadIdx.x; number < packs;
         number += std::int64_t(gridDim.x) * blockDim.x) {
        const std::int64_t row = number / packsPerRow;
        const int column = int(number % packsPerRow) * N;
        const Part part = partOf(column, packing);
        if (part == Part::Skip)
            continue;
        const int which = column / all, head = column % all / packing.headWidth, within = column % packing.headWidth;
        T *place = packed + row * width + column;
        float left[N];
        readHead<T, N>(left, from.parts[which], row, head, within, packing.length);
        if (part == Part::Pair) {
            float right[N];
            readHead<T, N>(right, from.parts[which], row, head, within + packing.half, packing.length);
            const int angle = int(row % packing.length) * packing.half + within;
            turn<N>(left, right, packing.cosines + angle, packing.sines + angle, -1);
            write<N>(place + packing.half, right);
        }
        write<N>(place, left);
    }
}

constexpr float geluFactor = 0.7978845608028654f; // sqrt(2 / pi)
constexpr float geluCube = 0.044715f;

/// By one exponential: tanhf has a branch, on which the threads of a warp part. GELU needs it added to 1, where what is
/// lost near 0 does not count.
__device__ __forceinline__ float tangentOf(float value) { return 1 - 2 / (1 + __expf(2 * value)); }

template<typename T, int N>
__global__ void geluKernel(T *output, const T *input, const T *bias, std::int64_t packs, int width)
{
    const std::int64_t first = std::int64_t(blockIdx.x) * blockDim.x + threadIdx.x,
                       stride = std::int64_t(gridDim.x) * blockDim.x;
    ColumnWalk walk(first, stride, width / N);
    for (std::int64_t number = first; number < packs; number += stride, walk.next()) {
        float x[N], shift[N];
        read<N>(x, input + number * N);
        if (bias) {
            read<N>(shift, bias + walk.column * N);
            addTo(x, shift);
        }
#pragma unroll
        for (int place = 0; place < N; ++place)
            x[place] = 0.5f * x[place]
                       * (1 + tangentOf(geluFactor * (x[place] + geluCube * x[place] * x[place] * x[place])));
        write<N>(output + number * N, x);
    }
}

template<typename T, int N>
__global__ void geluBackwardKernel(T *gradient, T *activation, const T *input, const T *bias, std::int64_t packs,
                                   int width)
{
    const std::int64_t first = std::int64_t(blockIdx.x) * blockDim.x + threadIdx.x,
                       stride = std::int64_t(gridDim.x) * blockDim.x;
    ColumnWalk walk(first, stride, width / N);
    for (std::int64_t number = first; number < packs; number += stride, walk.next()) {
        float x[N], shift[N], grad[N];
        read<N>(x, input + number * N);
        read<N>(grad, gradient + number * N);
        if (bias) {
            read<N>(shift, bias + walk.column * N);
            addTo(x, shift);
        }
#pragma unroll
        for (int place = 0; place < N; ++place) {
            const float value = x[place], tangent = tangentOf(geluFactor * (value + geluCube * value * value * value));
            x[place] = 0.5f * value * (1 + tangent);
            grad[place] *= 0.5f * (1 + tangent)
                           + 0.5f * value * (1 - tangent * tangent) * geluFactor * (1 + 3 * geluCube * value * value);
        }
        write<N>(activation + number * N, x);
        write<N>(gradient + number * N, grad);
    }
}

} // namespace

template<typename T>
void rotate(T *qkv, const T *bias, const PackingPointers &packing, std::int64_t rows, cudaStream_t stream)
{
    constexpr int N = fullPack<T>;
    const std::int64_t elements = rows * 3 * packing.heads * packing.headWidth;
    if (packing.half % N == 0 && packing.headWidth % N == 0)
        launch(rotateKernel<T, N>, flatBlocks(elements / N), flatThreads, stream, qkv, bias, packing, elements / N);
    else
        launch(rotateKernel<T, 1>, flatBlocks(elements), flatThreads, stream, qkv, bias, packing, elements);
}

template<typename T>
void packRotated(T *packed, const HeadPointers<T> (&parts)[3], const PackingPointers &packing, std::int64_t rows,
                 cudaStream_t stream)
{
    constexpr int N = fullPack<T>;
    const std::int64_t elements = rows * 3 * packing.heads * packing.headWidth;
    const ThreeHeads<T> from{{parts[0], parts[1], parts[2]}};
    if (packing.half % N == 0 && packing.headWidth % N == 0)
        launch(packRotatedKernel<T, N>, flatBlocks(elements / N), flatThreads, stream, packed, from, packing,
               elements / N);
    else
        launch(packRotatedKernel<T, 1>, flatBlocks(elements), flatThreads, stream, packed, from, packing, elements);
}

template<typename T>
void gelu(T *output, const T *input, const T *bias, std::int64_t rows, int width, cudaStream_t stream)
{
    constexpr int N = fullPack<T>;
    if (width % N == 0)
        launch(geluKernel<T, N>, flatBlocks(rows * width / N), flatThreads, stream, output, input, bias,
               rows * width / N, width);
    else
        launch(geluKernel<T, 1>, flatBlocks(rows * width), flatThreads, stream, output, input, bias, rows * width,
               width);
}

template<typename T>
void geluBackward(T *gradient, T *activation, const T *input, const T *bias, std::int64_t rows, int width,
                  cudaStream_t stream)
{
    constexpr int N = fullPack<T>;
    if (width % N == 0)
        launch(geluBackwardKernel<T, N>, flatBlocks(rows * width / N), flatThreads, stream, gradient, activation, input,
               bias, rows * width / N, width);
    else
        launch(geluBackwardKernel<T, 1>, flatBlocks(rows * width), flatThreads, stream, gradient, activation, input,
               bias, rows * width, width);
}

#define PRIMER_FOR_TYPE(T)                                                                                            \
    template void rotate(T *, const T *, const PackingPointers &, std::int64_t, cudaStream_t);                        \
    template void packRotated(T *, const HeadPointers<T>(&)[3], const PackingPointers &, std::int64_t, cudaStream_t); \
    template void gelu(T *, const T *, const T *, std::int64_t, int, cudaStream_t);                                   \
    template void geluBackward(T *, T *, const T *, const T *, std::int64_t, int, cudaStream_t);
PRIMER_FOR_TYPE(float)
PRIMER_FOR_TYPE(__half)
PRIMER_FOR_TYPE(__nv_bfloat16)

} // namespace primer::cuda
