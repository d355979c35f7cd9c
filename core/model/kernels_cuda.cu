// Sources of the ideas: row-wise fused residual and LayerNorm with register-held partial sums, and a loss that leaves
// gradients in the place of logits, are what hand-written CUDA trainers do; masks are drawn again (dropout_draw.h).
#include "core/model/cuda_launch.h"

namespace primer::cuda {

namespace {

constexpr int warp = 32;
constexpr int rowThreads = 256;
constexpr int flatThreads = 256;
constexpr int lossThreads = 1024;
constexpr int maxSlices = 4; ///< of rowThreads x vector columns: widths up to 8192 in halves, 4096 in fp32

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
__device__ __forceinline__ float fromFloat<float>(float value) { return value; }
template<>
__device__ __forceinline__ __half fromFloat<__half>(float value) { return __float2half_rn(value); }
template<>
__device__ __forceinline__ __nv_bfloat16 fromFloat<__nv_bfloat16>(float value) { return __float2bfloat16_rn(value); }

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

template<typename T, int N>
__device__ __forceinline__ void addBranch(float (&total)[N], const BranchPointers<T> &branch, std::int64_t row, int width, int column)
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
                values[slice][place] = toFloat(fromFloat<T>(values[slice][place])); // the backward pass sees the rounded one
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

template<int N>
__device__ __forceinline__ void addTo(float (&sums)[N], const float (&values)[N])
{
#pragma unroll
    for (int place = 0; place < N; ++place)
        sums[place] += values[place];
}

template<typename T, int N>
__device__ __forceinline__ void branchBackward(T *target, const DropoutDraw &draw, const float (&total)[N], float (&sums)[N], std::int64_t row, int width,
                                               int column)
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
                gradient[slice][place] = (gradient[slice][place] - meanGradient - standard[slice][place] * meanProduct) * rstd + later[place];
            write<N>(work.gradSum + row * work.width + column, gradient[slice]);
            if (work.hasBranches) {
                branchBackward<T, N>(work.gradFirst, work.first, gradient[slice], sums[2][slice], row, work.width, column);
                branchBackward<T, N>(work.gradSecond, work.second, gradient[slice], sums[3][slice], row, work.width, column);
            }
        }
    }
#pragma unroll
    for (int which = 0; which < 4; ++which) {
#pragma unroll
        for (int slice = 0; slice < Slices; ++slice) {
            const int column = (slice * rowThreads + int(threadIdx.x)) * N;
            if (column < work.width)
                write<N>(work.partials + (std::int64_t(blockIdx.x) * 4 + which) * work.width + column, sums[which][slice]);
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
__global__ void __launch_bounds__(rowThreads) sumChunksKernel(float *partials, const T *values, std::int64_t rows, int width, std::int64_t chunkRows)
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

/// Turns N pairs: `sine` is negative on the way back.
template<int N>
__device__ __forceinline__ void turn(float (&left)[N], float (&right)[N], const float *cosines, const float *sines, float direction)
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
    for (std::int64_t number = std::int64_t(blockIdx.x) * blockDim.x + threadIdx.x; number < packs; number += std::int64_t(gridDim.x) * blockDim.x) {
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
__device__ __forceinline__ void readHead(float (&values)[N], const HeadPointers<T> &part, std::int64_t row, int head, int within, int length)
{
    const T *source = part.data + row / length * part.sequenceStride + head * part.headStride + row % length * part.positionStride + within * part.elementStride;
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
    for (std::int64_t number = std::int64_t(blockIdx.x) * blockDim.x + threadIdx.x; number < packs; number += std::int64_t(gridDim.x) * blockDim.x) {
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

template<typename T, int N>
__global__ void geluKernel(T *output, const T *input, const T *bias, std::int64_t packs, int width)
{
    const int packsPerRow = width / N;
    for (std::int64_t number = std::int64_t(blockIdx.x) * blockDim.x + threadIdx.x; number < packs; number += std::int64_t(gridDim.x) * blockDim.x) {
        float x[N], shift[N];
        read<N>(x, input + number * N);
        if (bias) {
            read<N>(shift, bias + number % packsPerRow * N);
            addTo(x, shift);
        }
#pragma unroll
        for (int place = 0; place < N; ++place)
            x[place] = 0.5f * x[place] * (1 + tanhf(geluFactor * (x[place] + geluCube * x[place] * x[place] * x[place])));
        write<N>(output + number * N, x);
    }
}

template<typename T, int N>
__global__ void geluBackwardKernel(T *gradient, T *activation, const T *input, const T *bias, std::int64_t packs, int width)
{
    const int packsPerRow = width / N;
    for (std::int64_t number = std::int64_t(blockIdx.x) * blockDim.x + threadIdx.x; number < packs; number += std::int64_t(gridDim.x) * blockDim.x) {
        float x[N], shift[N], grad[N];
        read<N>(x, input + number * N);
        read<N>(grad, gradient + number * N);
        if (bias) {
            read<N>(shift, bias + number % packsPerRow * N);
            addTo(x, shift);
        }
#pragma unroll
        for (int place = 0; place < N; ++place) {
            const float value = x[place], tangent = tanhf(geluFactor * (value + geluCube * value * value * value));
            x[place] = 0.5f * value * (1 + tangent);
            grad[place] *= 0.5f * (1 + tangent) + 0.5f * value * (1 - tangent * tangent) * geluFactor * (1 + 3 * geluCube * value * value);
        }
        write<N>(activation + number * N, x);
        write<N>(gradient + number * N, grad);
    }
}

/// A block a row. First pass: the largest logit and the sum of exponentials together; second: gradients. The row comes
/// from the L2 cache the second time.
template<typename T, int N>
__global__ void __launch_bounds__(lossThreads) crossEntropyKernel(T *logits, const T *bias, const std::int64_t *targets, float *losses, float factor, int vocabulary)
{
    __shared__ float shared[lossThreads / warp];
    const std::int64_t row = blockIdx.x, target = targets[row];
    T *line = logits + row * vocabulary;
    float largest = -INFINITY, sum = 0;
    for (int column = int(threadIdx.x) * N; column < vocabulary; column += lossThreads * N) {
        float values[N], shift[N] = {};
        read<N>(values, line + column);
        if (bias)
            read<N>(shift, bias + column);
        addTo(values, shift);
        float next = largest;
#pragma unroll
        for (int place = 0; place < N; ++place)
            next = larger(next, values[place]);
        if (next != largest) {
            sum *= __expf(largest - next);
            largest = next;
        }
#pragma unroll
        for (int place = 0; place < N; ++place)
            sum += __expf(values[place] - largest);
    }
    const float top = blockMax(largest, shared);
    const float total = blockSum(largest == -INFINITY ? 0 : sum * __expf(largest - top), shared);
    if (threadIdx.x == 0)
        losses[row] = target < 0 ? 0 : top + logf(total) - (toFloat(line[target]) + (bias ? toFloat(bias[target]) : 0));
    if (factor == 0)
        return;
    __syncthreads(); // the loss is read before its logit is overwritten
    const float share = target < 0 ? 0 : factor / total;
    for (int column = int(threadIdx.x) * N; column < vocabulary; column += lossThreads * N) {
        float values[N], shift[N] = {};
        read<N>(values, line + column);
        if (bias)
            read<N>(shift, bias + column);
#pragma unroll
        for (int place = 0; place < N; ++place) {
            values[place] = target < 0 ? 0 : __expf(values[place] + shift[place] - top) * share;
            if (column + place == target)
                values[place] -= factor;
        }
        write<N>(line + column, values);
    }
}

__global__ void addLossesKernel(double *total, const float *losses, std::int64_t rows)
{
    __shared__ double shared[flatThreads];
    double sum = 0;
    for (std::int64_t row = threadIdx.x; row < rows; row += flatThreads)
        sum += double(losses[row]);
    shared[threadIdx.x] = sum;
    __syncthreads();
    for (int half = flatThreads / 2; half > 0; half /= 2) {
        if (int(threadIdx.x) < half)
            shared[threadIdx.x] += shared[threadIdx.x + half];
        __syncthreads();
    }
    if (threadIdx.x == 0)
        *total += shared[0];
}

template<typename T, int N>
__global__ void adamWKernel(AdamPointers work, T *compute, std::int64_t packs)
{
    const float rate = work.learningRate / work.correction1, root = rsqrtf(work.correction2), kept = 1 - work.learningRate * work.weightDecay;
    for (std::int64_t number = std::int64_t(blockIdx.x) * blockDim.x + threadIdx.x; number < packs; number += std::int64_t(gridDim.x) * blockDim.x) {
        float weight[N], gradient[N], first[N], second[N], none[N] = {};
        read<N>(weight, work.master + number * N);
        read<N>(gradient, work.gradient + number * N);
        read<N>(first, work.first + number * N);
        read<N>(second, work.second + number * N);
#pragma unroll
        for (int place = 0; place < N; ++place) {
            const float g = gradient[place] * work.factor;
            first[place] = work.beta1 * first[place] + (1 - work.beta1) * g;
            second[place] = work.beta2 * second[place] + (1 - work.beta2) * g * g;
            weight[place] = weight[place] * kept - rate * first[place] / (sqrtf(second[place]) * root + work.eps);
        }
        write<N>(work.master + number * N, weight);
        write<N>(work.first + number * N, first);
        write<N>(work.second + number * N, second);
        write<N>(work.gradient + number * N, none);
        if (compute)
            write<N>(compute + number * N, weight);
    }
}

template<int N, typename... Pointers>
bool fits(std::int64_t multiple, const Pointers *...pointers)
{
    return multiple % N == 0 && ((reinterpret_cast<std::uintptr_t>(pointers) % (sizeof(Pointers) * N) == 0) && ...);
}

int flatBlocks(std::int64_t packs)
{
    constexpr std::int64_t most = 132 * 16; // the grid strides over the rest
    const std::int64_t blocks = (packs + flatThreads - 1) / flatThreads;
    return int(blocks < most ? (blocks > 0 ? blocks : 1) : most);
}

} // namespace

template<typename T>
void addNorm(const NormForward<T> &work, cudaStream_t stream)
{
    constexpr int N = fullPack<T>;
    if (work.width % N == 0)
        addNormKernel<T, N><<<unsigned(work.rows), rowThreads, 0, stream>>>(work);
    else
        addNormKernel<T, 1><<<unsigned(work.rows), rowThreads, 0, stream>>>(work);
}

template<typename T>
void addNormBackward(const NormBackward<T> &work, cudaStream_t stream)
{
    constexpr int N = fullPack<T>;
    if (work.width % N != 0)
        addNormBackwardKernel<T, 1, maxSlices><<<work.blocks, rowThreads, 0, stream>>>(work);
    else if (work.width <= rowThreads * N)
        addNormBackwardKernel<T, N, 1><<<work.blocks, rowThreads, 0, stream>>>(work);
    else
        addNormBackwardKernel<T, N, maxSlices><<<work.blocks, rowThreads, 0, stream>>>(work);
}

void addPartials(float *target, const float *partials, int rows, std::int64_t stride, int width, cudaStream_t stream)
{
    addPartialsKernel<<<(width + flatThreads - 1) / flatThreads, flatThreads, 0, stream>>>(target, partials, rows, stride, width);
}

template<typename T>
void sumChunks(float *partials, const T *values, std::int64_t rows, int width, int chunks, cudaStream_t stream)
{
    constexpr int N = fullPack<T>;
    const std::int64_t chunkRows = (rows + chunks - 1) / chunks;
    const auto grid = [&](int pack) { return dim3(unsigned((width + warp * pack - 1) / (warp * pack)), unsigned(chunks)); };
    if (width % N == 0)
        sumChunksKernel<T, N><<<grid(N), rowThreads, 0, stream>>>(partials, values, rows, width, chunkRows);
    else
        sumChunksKernel<T, 1><<<grid(1), rowThreads, 0, stream>>>(partials, values, rows, width, chunkRows);
}

template<typename T>
void rotate(T *qkv, const T *bias, const PackingPointers &packing, std::int64_t rows, cudaStream_t stream)
{
    constexpr int N = fullPack<T>;
    const std::int64_t elements = rows * 3 * packing.heads * packing.headWidth;
    if (packing.half % N == 0 && packing.headWidth % N == 0)
        rotateKernel<T, N><<<flatBlocks(elements / N), flatThreads, 0, stream>>>(qkv, bias, packing, elements / N);
    else
        rotateKernel<T, 1><<<flatBlocks(elements), flatThreads, 0, stream>>>(qkv, bias, packing, elements);
}

template<typename T>
void packRotated(T *packed, const HeadPointers<T> (&parts)[3], const PackingPointers &packing, std::int64_t rows, cudaStream_t stream)
{
    constexpr int N = fullPack<T>;
    const std::int64_t elements = rows * 3 * packing.heads * packing.headWidth;
    const ThreeHeads<T> from{{parts[0], parts[1], parts[2]}};
    if (packing.half % N == 0 && packing.headWidth % N == 0)
        packRotatedKernel<T, N><<<flatBlocks(elements / N), flatThreads, 0, stream>>>(packed, from, packing, elements / N);
    else
        packRotatedKernel<T, 1><<<flatBlocks(elements), flatThreads, 0, stream>>>(packed, from, packing, elements);
}

template<typename T>
void gelu(T *output, const T *input, const T *bias, std::int64_t rows, int width, cudaStream_t stream)
{
    constexpr int N = fullPack<T>;
    if (width % N == 0)
        geluKernel<T, N><<<flatBlocks(rows * width / N), flatThreads, 0, stream>>>(output, input, bias, rows * width / N, width);
    else
        geluKernel<T, 1><<<flatBlocks(rows * width), flatThreads, 0, stream>>>(output, input, bias, rows * width, width);
}

template<typename T>
void geluBackward(T *gradient, T *activation, const T *input, const T *bias, std::int64_t rows, int width, cudaStream_t stream)
{
    constexpr int N = fullPack<T>;
    if (width % N == 0)
        geluBackwardKernel<T, N><<<flatBlocks(rows * width / N), flatThreads, 0, stream>>>(gradient, activation, input, bias, rows * width / N, width);
    else
        geluBackwardKernel<T, 1><<<flatBlocks(rows * width), flatThreads, 0, stream>>>(gradient, activation, input, bias, rows * width, width);
}

template<typename T>
void crossEntropy(T *logits, const T *bias, const std::int64_t *targets, float *losses, float factor, std::int64_t rows, int vocabulary, cudaStream_t stream)
{
    constexpr int N = fullPack<T>;
    if (vocabulary % N == 0)
        crossEntropyKernel<T, N><<<unsigned(rows), lossThreads, 0, stream>>>(logits, bias, targets, losses, factor, vocabulary);
    else
        crossEntropyKernel<T, 1><<<unsigned(rows), lossThreads, 0, stream>>>(logits, bias, targets, losses, factor, vocabulary);
}

void addLosses(double *total, const float *losses, std::int64_t rows, cudaStream_t stream)
{
    addLossesKernel<<<1, flatThreads, 0, stream>>>(total, losses, rows);
}

template<typename T>
void adamW(const AdamPointers &work, T *compute, cudaStream_t stream)
{
    constexpr int N = 4;
    const bool isAligned = fits<N>(0, work.master, work.gradient, work.first, work.second) && (!compute || fits<N>(0, compute));
    const std::int64_t packs = isAligned ? work.count / N : 0;
    if (packs > 0)
        adamWKernel<T, N><<<flatBlocks(packs), flatThreads, 0, stream>>>(work, compute, packs);
    AdamPointers rest = work;
    const std::int64_t done = packs * N;
    for (float **row : {&rest.master, &rest.gradient, &rest.first, &rest.second})
        *row += done;
    if (work.count > done)
        adamWKernel<T, 1><<<flatBlocks(work.count - done), flatThreads, 0, stream>>>(rest, compute ? compute + done : nullptr, work.count - done);
}

#define PRIMER_FOR_TYPE(T)                                                                                                                                   \
    template void addNorm(const NormForward<T> &, cudaStream_t);                                                                                             \
    template void addNormBackward(const NormBackward<T> &, cudaStream_t);                                                                                    \
    template void sumChunks(float *, const T *, std::int64_t, int, int, cudaStream_t);                                                                       \
    template void rotate(T *, const T *, const PackingPointers &, std::int64_t, cudaStream_t);                                                               \
    template void packRotated(T *, const HeadPointers<T> (&)[3], const PackingPointers &, std::int64_t, cudaStream_t);                                       \
    template void gelu(T *, const T *, const T *, std::int64_t, int, cudaStream_t);                                                                          \
    template void geluBackward(T *, T *, const T *, const T *, std::int64_t, int, cudaStream_t);                                                             \
    template void crossEntropy(T *, const T *, const std::int64_t *, float *, float, std::int64_t, int, cudaStream_t);                                       \
    template void adamW(const AdamPointers &, T *, cudaStream_t);
PRIMER_FOR_TYPE(float)
PRIMER_FOR_TYPE(__half)
PRIMER_FOR_TYPE(__nv_bfloat16)

} // namespace primer::cuda
