#include "core/model/cuda/cuda_rows.cuh"

namespace primer::cuda {

namespace {

constexpr int lossThreads = 1024;

/// A block a row. First pass: the largest logit and the sum of exponentials together; second: gradients. The row comes
/// from the L2 cache the second time.
template<typename T, int N>
__global__ void __launch_bounds__(lossThreads) crossEntropyKernel(T *logits, const T *bias, const std::int64_t *targets,
                                                                  float *losses, float factor, int vocabulary)
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
    const float rate = work.learningRate / work.correction1, root = rsqrtf(work.correction2),
                kept = 1 - work.learningRate * work.weightDecay;
    for (std::int64_t number = std::int64_t(blockIdx.x) * blockDim.x + threadIdx.x; number < packs;
         number += std::int64_t(gridDim.x) * blockDim.x) {
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

} // namespace

template<typename T>
void crossEntropy(T *logits, const T *bias, const std::int64_t *targets, float *losses, float factor, std::int64_t rows,
                  int vocabulary, cudaStream_t stream)
{
    constexpr int N = fullPack<T>;
    if (vocabulary % N == 0)
        launch(crossEntropyKernel<T, N>, unsigned(rows), lossThreads, stream, logits, bias, targets, losses, factor,
               vocabulary);
    else
        launch(crossEntropyKernel<T, 1>, unsigned(rows), lossThreads, stream, logits, bias, targets, losses, factor,
               vocabulary);
}

void addLosses(double *total, const float *losses, std::int64_t rows, cudaStream_t stream)
{
    launch(addLossesKernel, 1, flatThreads, stream, total, losses, rows);
}

template<typename T>
void adamW(const AdamPointers &work, T *compute, cudaStream_t stream)
{
    constexpr int N = 4;
    const bool isAligned = fits<N>(0, work.master, work.gradient, work.first, work.second)
                           && (!compute || fits<N>(0, compute));
    const std::int64_t packs = isAligned ? work.count / N : 0;
    if (packs > 0)
        launch(adamWKernel<T, N>, flatBlocks(packs), flatThreads, stream, work, compute, packs);
    AdamPointers rest = work;
    const std::int64_t done = packs * N;
    for (float **row : {&rest.master, &rest.gradient, &rest.first, &rest.second})
        *row += done;
    if (work.count > done)
        launch(adamWKernel<T, 1>, flatBlocks(work.count - done), flatThreads, stream, rest,
               compute ? compute + done : nullptr, work.count - done);
}

#define PRIMER_FOR_TYPE(T)                                                                                             \
    template void crossEntropy(T *, const T *, const std::int64_t *, float *, float, std::int64_t, int, cudaStream_t); \
    template void adamW(const AdamPointers &, T *, cudaStream_t);
PRIMER_FOR_TYPE(float)
PRIMER_FOR_TYPE(__half)
PRIMER_FOR_TYPE(__nv_bfloat16)

} // namespace primer::cuda
