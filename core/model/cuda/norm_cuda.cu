// Sources of the ideas: row-wise fused residual and LayerNorm with register-held partial sums, and a loss that leaves
// gradients in the place of logits, are what hand-written CUDA trainers do; masks are drawn again (dropout_draw.h).
#include "core/model/cuda/cuda_rows.cuh"

namespace primer::cuda {

namespace {

constexpr int maxSlices = 4; ///< of rowThreads x pack columns: widths up to 8192 in halves, 4096 in fp32

template<typename T, int N>
__device__ __forceinline__ void addBranch(float (&total)[N], const BranchPointers<T> &branch, std::int64_t row,
                                          int width, int column)
{
    if (!branch.value)
        return;
    float values[N], factors[N];
    read<N>(values, branch.value + row * width + column);
    if (branch.bias) {
        float bias[N];
        read<N>(bias, branch.bias + column);
#pragma unroll
        for (int place = 0; place < N; ++place)
            values[place] += bias[place];
    }
    if (branch.draw.threshold) {
        readMask<N>(factors, branch.draw, std::uint64_t(row) * width + column);
#pragma unroll
        for (int place = 0; place < N; ++place)
            values[place] *= factors[place];
    }
#pragma unroll
    for (int place = 0; place < N; ++place)
        total[place] += values[place];
}

/// A block a row; the row stays in registers between its three passes.
template<typename T, int N>
__global__ void __launch_bounds__(rowThreads) addNormKernel(NormForward<T> work)
{
    __shared__ float shared[rowThreads / warp];
    const std::int64_t row = blockIdx.x;
    float values[maxSlices][N];
    float sum = 0;
#pragma unroll
    for (int slice = 0; slice < maxSlices; ++slice) {
        const int column = (slice * rowThreads + int(threadIdx.x)) * N;
        if (column >= work.width)
            break;
        read<N>(values[slice], work.input + row * work.width + column);
        if (work.first.value) {
            addBranch<T, N>(values[slice], work.first, row, work.width, column);
            addBranch<T, N>(values[slice], work.second, row, work.width, column);
            write<N>(work.sum + row * work.width + column, values[slice]);
#pragma unroll
            for (int place = 0; place < N; ++place)
                values[slice][place] = toFloat(
                    fromFloat<T>(values[slice][place])); // the backward pass sees the rounded one
        }
#pragma unroll
        for (int place = 0; place < N; ++place)
            sum += values[slice][place];
    }
    const float mean = blockSum(sum, shared) / work.width;
    float squares = 0;
#pragma unroll
    for (int slice = 0; slice < maxSlices; ++slice) {
        if ((slice * rowThreads + int(threadIdx.x)) * N >= work.width)
            break;
#pragma unroll
        for (int place = 0; place < N; ++place)
            squares += (values[slice][place] - mean) * (values[slice][place] - mean);
    }
    const float rstd = rsqrtf(blockSum(squares, shared) / work.width + work.eps);
#pragma unroll
    for (int slice = 0; slice < maxSlices; ++slice) {
        const int column = (slice * rowThreads + int(threadIdx.x)) * N;
        if (column >= work.width)
            break;
        float weight[N], bias[N];
        read<N>(weight, work.weight + column);
        read<N>(bias, work.bias + column);
#pragma unroll
        for (int place = 0; place < N; ++place)
            values[slice][place] = (values[slice][place] - mean) * rstd * weight[place] + bias[place];
        write<N>(work.normed + row * work.width + column, values[slice]);
    }
    if (threadIdx.x == 0) {
        work.mean[row] = mean;
        work.rstd[row] = rstd;
    }
}

template<typename T, int N>
__device__ __forceinline__ void branchBackward(T *target, const DropoutDraw &draw, const float (&total)[N],
                                               float (&sums)[N], std::int64_t row, int width, int column)
{
    if (!draw.threshold) {
        addTo(sums, total);
        return;
    }
    float values[N];
    readMask<N>(values, draw, std::uint64_t(row) * width + column);
#pragma unroll
    for (int place = 0; place < N; ++place)
        values[place] *= total[place];
    addTo(sums, values);
    write<N>(target + row * width + column, values);
}

/// A block takes rows blockIdx, blockIdx + blocks, ...; each thread keeps the sums of its columns in registers.
template<typename T, int N, int Slices>
__global__ void __launch_bounds__(rowThreads) addNormBackwardKernel(NormBackward<T> work)
{
    __shared__ float shared[rowThreads / warp];
    float sums[4][Slices][N] = {};
    for (std::int64_t row = blockIdx.x; row < work.rows; row += gridDim.x) {
        const float mean = work.mean[row], rstd = work.rstd[row];
        float gradient[Slices][N], standard[Slices][N];
        float sum = 0, product = 0;
#pragma unroll
        for (int slice = 0; slice < Slices; ++slice) {
            const int column = (slice * rowThreads + int(threadIdx.x)) * N;
            if (column >= work.width)
                break;
            float weight[N];
            read<N>(gradient[slice], work.gradNormed + row * work.width + column);
            read<N>(standard[slice], work.sum + row * work.width + column);
            read<N>(weight, work.weight + column);
#pragma unroll
            for (int place = 0; place < N; ++place) {
                standard[slice][place] = (standard[slice][place] - mean) * rstd;
                sums[0][slice][place] += gradient[slice][place] * standard[slice][place];
                sums[1][slice][place] += gradient[slice][place];
                gradient[slice][place] *= weight[place];
                sum += gradient[slice][place];
                product += gradient[slice][place] * standard[slice][place];
            }
        }
        const float meanGradient = blockSum(sum, shared) / work.width;
        const float meanProduct = blockSum(product, shared) / work.width;
#pragma unroll
        for (int slice = 0; slice < Slices; ++slice) {
            const int column = (slice * rowThreads + int(threadIdx.x)) * N;
            if (column >= work.width)
                break;
            float later[N] = {};
            if (work.gradLater)
                read<N>(later, work.gradLater + row * work.width + column);
#pragma unroll
            for (int place = 0; place < N; ++place)
                gradient[slice][place] = (gradient[slice][place] - meanGradient - standard[slice][place] * meanProduct)
                                             * rstd
                                         + later[place];
            write<N>(work.gradSum + row * work.width + column, gradient[slice]);
            if (work.hasBranches) {
                branchBackward<T, N>(work.gradFirst, work.first, gradient[slice], sums[2][slice], row, work.width,
                                     column);
                branchBackward<T, N>(work.gradSecond, work.second, gradient[slice], sums[3][slice], row, work.width,
                                     column);
            }
        }
    }
#pragma unroll
    for (int which = 0; which < 4; ++which) {
#pragma unroll
        for (int slice = 0; slice < Slices; ++slice) {
            const int column = (slice * rowThreads + int(threadIdx.x)) * N;
            if (column < work.width)
                write<N>(work.partials + (std::int64_t(blockIdx.x) * 4 + which) * work.width + column,
                         sums[which][slice]);
        }
    }
}

__global__ void addPartialsKernel(float *target, const float *partials, int rows, std::int64_t stride, int width)
{
    const int column = blockIdx.x * blockDim.x + threadIdx.x;
    if (column >= width)
        return;
    float sum = 0;
    for (int row = 0; row < rows; ++row)
        sum += partials[row * stride + column];
    target[column] += sum;
}

/// A warp reads 32 packs of a row; the block's warps take every eighth row of the chunk.
template<typename T, int N>
__global__ void __launch_bounds__(rowThreads)
    sumChunksKernel(float *partials, const T *values, std::int64_t rows, int width, std::int64_t chunkRows)
{
    constexpr int warps = rowThreads / warp;
    __shared__ float shared[warps][warp * N];
    const int lane = threadIdx.x % warp, number = threadIdx.x / warp;
    const int column = (blockIdx.x * warp + lane) * N;
    float sums[N] = {};
    const std::int64_t begin = blockIdx.y * chunkRows, end = min(begin + chunkRows, rows);
    if (column < width) {
        for (std::int64_t row = begin + number; row < end; row += warps) {
            float line[N];
            read<N>(line, values + row * width + column);
            addTo(sums, line);
        }
    }
#pragma unroll
    for (int place = 0; place < N; ++place)
        shared[number][lane * N + place] = sums[place];
    __syncthreads();
    if (number != 0 || column >= width)
        return;
#pragma unroll
    for (int place = 0; place < N; ++place) {
        float total = 0;
        for (int other = 0; other < warps; ++other)
            total += shared[other][lane * N + place];
        partials[std::int64_t(blockIdx.y) * width + column + place] = total;
    }
}

} // namespace

template<typename T>
void addNorm(const NormForward<T> &work, cudaStream_t stream)
{
    constexpr int N = fullPack<T>;
    if (work.width % N == 0)
        launch(addNormKernel<T, N>, unsigned(work.rows), rowThreads, stream, work);
    else
        launch(addNormKernel<T, 1>, unsigned(work.rows), rowThreads, stream, work);
}

template<typename T>
void addNormBackward(const NormBackward<T> &work, cudaStream_t stream)
{
    constexpr int N = fullPack<T>;
    if (work.width % N != 0)
        launch(addNormBackwardKernel<T, 1, maxSlices>, work.blocks, rowThreads, stream, work);
    else if (work.width <= rowThreads * N)
        launch(addNormBackwardKernel<T, N, 1>, work.blocks, rowThreads, stream, work);
    else
        launch(addNormBackwardKernel<T, N, maxSlices>, work.blocks, rowThreads, stream, work);
}

void addPartials(float *target, const float *partials, int rows, std::int64_t stride, int width, cudaStream_t stream)
{
    launch(addPartialsKernel, (width + flatThreads - 1) / flatThreads, flatThreads, stream, target, partials, rows,
           stride, width);
}

template<typename T>
void sumChunks(float *partials, const T *values, std::int64_t rows, int width, int chunks, cudaStream_t stream)
{
    constexpr int N = fullPack<T>;
    const std::int64_t chunkRows = (rows + chunks - 1) / chunks;
    const auto grid = [&](int pack) {
        return dim3(unsigned((width + warp * pack - 1) / (warp * pack)), unsigned(chunks));
    };
    if (width % N == 0)
        launch(sumChunksKernel<T, N>, grid(N), rowThreads, stream, partials, values, rows, width, chunkRows);
    else
        launch(sumChunksKernel<T, 1>, grid(1), rowThreads, stream, partials, values, rows, width, chunkRows);
}

#define PRIMER_FOR_TYPE(T)                                                \
    template void addNorm(const NormForward<T> &, cudaStream_t);          \
    template void addNormBackward(const NormBackward<T> &, cudaStream_t); \
    template void sumChunks(float *, const T *, std::int64_t, int, int, cudaStream_t);
PRIMER_FOR_TYPE(float)
PRIMER_FOR_TYPE(__half)
PRIMER_FOR_TYPE(__nv_bfloat16)

} // namespace primer::cuda
